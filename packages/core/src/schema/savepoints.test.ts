import { beforeAll, expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import type { DialectName, Migration, RunnerTransaction } from '../migration/migration.ts'
import { readSqlScript } from '../readers/sql/read-sql-script.ts'
import { replay } from './replay.ts'

const names = ['postgres', 'sqlite', 'mysql'] as const
beforeAll(() => Promise.all(names.map(name => dialects[name].load())))

function columnsAfter(dialect: DialectName, source: string, transaction: RunnerTransaction = 'none'): string {
  const up = readSqlScript({ file: 'a.sql', transaction }, source, dialects[dialect])
  const migration: Migration = {
    ...{ name: 'a', file: 'a.sql', layout: 'plain', dialect, up },
    ...{ pending: true, downExpected: false },
  }
  const { tables } = replay([migration], dialects[dialect].semantics, { complete: true })[0]?.up.after ?? {
    tables: new Map(),
  }
  return [...tables].map(([key, { columns }]) => `${key}(${[...columns.keys()].join(', ')})`).join(' ')
}

const create = 'CREATE TABLE t (a int);'

test.each(['postgres', 'sqlite'] as const)('what is rolled back was not done: %s', dialect => {
  const columns = (source: string): string => columnsAfter(dialect, source)
  expect(columns(`${create} BEGIN; ALTER TABLE t ADD COLUMN b int; ROLLBACK;`)).toBe('t(a)')
  expect(columns(`${create} BEGIN; DROP TABLE t; ROLLBACK; ALTER TABLE t ADD COLUMN b int;`)).toBe('t(a, b)')
  expect(
    columns(`${create} BEGIN; SAVEPOINT s; ALTER TABLE t ADD COLUMN b int; ROLLBACK TO s;
ALTER TABLE t ADD COLUMN c int; COMMIT;`),
  ).toBe('t(a, c)')
  expect(
    columns(`${create} BEGIN; SAVEPOINT s; ALTER TABLE t ADD COLUMN b int; RELEASE s;
ALTER TABLE t ADD COLUMN c int; COMMIT;`),
  ).toBe('t(a, b, c)')
})

test('in the transaction of the runner, all of the script is', () => {
  expect(
    columnsAfter('postgres', `${create} ALTER TABLE t ADD b int; ROLLBACK; CREATE TABLE u (c int)`, 'script'),
  ).toBe('u(c)')
})

test('MySQL has committed before', () => {
  expect(columnsAfter('mysql', `${create} START TRANSACTION; ALTER TABLE t ADD b int; ROLLBACK;`)).toBe(
    't(a, b)',
  )
})

test.each(names)('a temporary table has the name for as long as it is there: %s', dialect => {
  const columns = (source: string): string => columnsAfter(dialect, source)
  const hidden = `${create} CREATE TEMPORARY TABLE t (b int);`
  expect(columns(hidden)).toBe('t(a)')
  expect(columns(`${hidden} ALTER TABLE t ADD COLUMN c int; DROP TABLE t;`)).toBe('t(a)')
  expect(columns(`${hidden} DROP TABLE t; ALTER TABLE t ADD COLUMN c int;`)).toBe('t(a, c)')
  expect(columns(`${hidden} DROP TABLE t; DROP TABLE t;`)).toBe('')
})
