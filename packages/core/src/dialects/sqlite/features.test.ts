import { beforeAll, expect, test } from 'vitest'
import { emptySchema } from '../../schema/empty-schema.ts'
import { sqlite } from './index.ts'

beforeAll(() => sqlite.load())

test.each([
  ['ALTER TABLE t RENAME COLUMN a TO b', '3.24.0', '3.25'],
  ['ALTER TABLE t RENAME COLUMN a TO b', '3.25.0', undefined],
  ['ALTER TABLE t DROP COLUMN a', '3.34.1', '3.35'],
  ['ALTER TABLE t DROP COLUMN a', undefined, undefined],
  ['CREATE TABLE t (a INT) STRICT', '3.36', '3.37'],
  ['CREATE TABLE t (a INT, b INT AS (a))', '3.30', '3.31'],
  ['ALTER TABLE t ALTER COLUMN a SET NOT NULL', undefined, '3.53'],
  ['ALTER TABLE t ALTER COLUMN a SET NOT NULL', '3.53.1', undefined],
  ['ALTER TABLE t DROP CONSTRAINT c', '3.50.4', '3.53'],
  ['CREATE TABLE t (a INT)', '3.8', undefined],
  ['DELETE FROM t WHERE a = 1 RETURNING a', '3.33.0', '3.35'],
  ['DELETE FROM t WHERE a = 1 RETURNING a', '3.35.0', undefined],
  ["DELETE FROM t WHERE a = 'RETURNING'", '3.33.0', undefined],
  ['UPDATE t SET a = u.a FROM u WHERE u.a = t.a', '3.32.0', '3.33'],
  ['UPDATE t SET a = u.a FROM u WHERE u.a = t.a', '3.33.0', undefined],
  ['UPDATE t SET a = (SELECT a FROM u) WHERE a IN (SELECT a FROM u)', '3.32.0', undefined],
])('%s on %s', (sql, version, since) => {
  const { operations } = sqlite.parse(sql)
  const missing = sqlite
    .traits(version)
    .missingFeature(operations, sql, emptySchema(sqlite.semantics, { complete: true }))
  expect(missing?.why).toBe(since && `needs SQLite ${since} or later`)
})
