import { beforeAll, expect, test } from 'vitest'
import { mariadb } from '../dialects/mysql/index.ts'
import { apply } from './apply.ts'
import { emptySchema } from './empty-schema.ts'

beforeAll(() => mariadb.load())

/** Measured: MariaDB 10.11, information_schema.columns after the change. */
test.each([
  ['latin1', 'utf8mb4', 'tinytext', 'text'],
  ['latin1', 'utf8mb4', 'text', 'mediumtext'],
  ['latin1', 'utf8mb4', 'mediumtext', 'longtext'],
  ['latin1', 'utf8mb4', 'longtext', 'longtext'],
  ['latin1', 'utf8mb4', 'varchar(10)', 'varchar(10)'],
  ['latin1', 'utf8mb4', 'text charset utf8mb4', 'text'],
  ['utf8mb3', 'utf8mb4', 'text', 'mediumtext'],
  ['utf8mb4', 'latin1', 'text', 'text'],
  ['latin1', 'binary', 'text', 'blob'],
  ['latin1', 'binary', 'varchar(10)', 'varbinary(10)'],
])('from %s to %s: %s is %s', (from, to, before, after) => {
  const schema = [
    `CREATE TABLE t (c ${before}) CHARSET=${from}`,
    `ALTER TABLE t CONVERT TO CHARACTER SET ${to}`,
  ]
    .flatMap(statement => mariadb.parse(statement).operations)
    .reduce(apply, emptySchema(mariadb.semantics, { complete: true }))
  const type = schema.tables.get('t')?.columns.get('c')?.type
  expect(`${type?.name}${type?.args.length ? `(${type.args.join()})` : ''}`).toBe(after)
})
