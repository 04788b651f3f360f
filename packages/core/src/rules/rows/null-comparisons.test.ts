import { expect, test } from 'vitest'
import { nullComparisonsIn } from './null-comparisons.ts'

const texts = (sql: string): readonly string[] => nullComparisonsIn(sql).found.map(({ text }) => text)

test.each([
  ['UPDATE t SET a = 1 WHERE b = NULL', ['b = NULL']],
  ['UPDATE t SET a = NULL WHERE b<>null;', ['b<>null']],
  ['UPDATE t SET a = CASE WHEN t.b = NULL THEN 1 END, c = NULL', ['t.b = NULL']],
  ['SELECT 1 FROM t JOIN u ON lower(t.a) == NULL', ['lower(t.a) == NULL']],
  ['DELETE FROM t WHERE (a = NULL OR "b" != NULL)', ['a = NULL', '"b" != NULL']],
  ['UPDATE t SET a = IF(b = NULL, 1, 2)', ['b = NULL']],
  ["SELECT data->>'x' != NULL FROM t", ['!= NULL']],
])('compared: %s', (sql, found) => {
  expect(texts(sql)).toEqual(found)
})

test.each([
  'UPDATE t SET a = NULL, b = NULL',
  'UPDATE t SET a = b AND c, d = NULL',
  'UPDATE t SET a = CASE WHEN b THEN 1 END, d = NULL WHERE e IS NULL',
  'UPDATE t JOIN u ON t.id = u.id SET t.a = NULL',
  'INSERT INTO t VALUES (1) ON DUPLICATE KEY UPDATE a = NULL',
  'INSERT INTO t VALUES (1) ON CONFLICT (a) DO UPDATE SET a = NULL',
  'MERGE INTO t USING u ON t.id = u.id WHEN MATCHED THEN UPDATE SET a = NULL',
  'SELECT f(a => NULL)',
  'SELECT @a := NULL',
  'SET @a = NULL',
  'DELETE FROM t WHERE a <=> NULL',
  'DELETE FROM t WHERE a = NULLIF(b, 1)',
  "INSERT INTO t VALUES ('x != NULL') -- x != NULL",
])('not compared: %s', sql => {
  expect(texts(sql)).toEqual([])
})

test('as it was meant', () => {
  expect(nullComparisonsIn('DELETE FROM t WHERE a!=NULL OR b = NULL AND c IN (1)').corrected).toBe(
    'DELETE FROM t WHERE a IS NOT NULL OR b IS NULL AND c IN (1)',
  )
})

test.each([
  ['UPDATE t SET a = 1 WHERE b = NULL;', 'where'],
  ['UPDATE t SET a = 1 WHERE b = NULL OR c', undefined],
  ['CREATE TABLE t (a int CHECK (a <> NULL))', 'check'],
  ['CREATE TABLE t (a int CHECK (a = NULL OR a > 0))', 'check'],
  ['CREATE TABLE t (a int CHECK (a = NULL AND a > 0))', undefined],
])('what it decides: %s', (sql, decides) => {
  expect(nullComparisonsIn(sql).found.map(each => each.decides)).toEqual([decides])
})
