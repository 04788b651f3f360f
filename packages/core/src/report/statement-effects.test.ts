import { beforeAll, expect, test } from 'vitest'
import type { Dialect } from '../dialects/dialect.ts'
import { mariadb } from '../dialects/mysql/index.ts'
import { postgres } from '../dialects/postgres/index.ts'
import type { Migration } from '../migration/migration.ts'
import { replay } from '../schema/replay.ts'
import { effectsOfStatement } from './statement-effects.ts'

beforeAll(() => Promise.all([postgres.load(), mariadb.load()]))

const given = 'CREATE TABLE users (id int PRIMARY KEY, email varchar(20))'

test.each<[string, Dialect, string, readonly string[]]>([
  ['one clause that is instant', mariadb, 'ALTER TABLE users ADD COLUMN a int', ['users INSTANT']],
  [
    'no more beside one that is not',
    mariadb,
    'ALTER TABLE users ADD COLUMN a int, ADD INDEX k (email)',
    ['users INPLACE'],
  ],
  ['a new table', mariadb, 'CREATE TABLE fresh (id int)', []],
  [
    'PostgreSQL: the same lock is told once',
    postgres,
    'ALTER TABLE users ADD a int, ADD b int',
    ['users ACCESS EXCLUSIVE'],
  ],
])('%s', (_title, dialect, text, expected) => {
  const migrations = [
    migrationOf(dialect, 'given', given, false),
    migrationOf(dialect, 'pending', text, true),
  ]
  const replayed = replay(migrations, dialect.semantics, { complete: true }).at(-1)
  const effects = effectsOfStatement(replayed?.up.steps ?? [], dialect.traits())
  expect(effects.map(({ table, algorithm, lock }) => `${table} ${algorithm ?? lock}`)).toEqual(expected)
})

function migrationOf(dialect: Dialect, name: string, text: string, pending: boolean): Migration {
  const location = { line: 1, column: 1, endLine: 1, endColumn: 1 }
  const file = `${name}.sql`
  const statements = [{ text, location, ...dialect.parse(text) }]
  const up = { file, source: text, statements, transaction: 'none', notes: [] } as const
  return { name, file, layout: 'plain', dialect: dialect.name, pending, downExpected: false, up }
}
