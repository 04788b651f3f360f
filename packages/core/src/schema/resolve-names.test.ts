import { beforeAll, expect, test } from 'vitest'
import { postgres } from '../dialects/postgres/index.ts'
import type { Migration, Script } from '../migration/migration.ts'
import { replay } from './replay.ts'
import type { SchemaState } from './schema-state.ts'

beforeAll(() => postgres.load())

test.each<[readonly string[], readonly string[]]>([
  [
    ['SET search_path TO app', 'CREATE TABLE users (id int)', 'ALTER TABLE users ADD COLUMN a int'],
    ['old(id)', 'app.users(id, a)'],
  ],
  [
    ['SET search_path TO app, public', 'ALTER TABLE old ADD COLUMN a int', 'CREATE TABLE fresh (id int)'],
    ['old(id, a)', 'app.fresh(id)'],
  ],
  [
    ['SET search_path TO public, app', 'CREATE TABLE users (id int)'],
    ['old(id)', 'users(id)'],
  ],
  [
    ["SELECT pg_catalog.set_config('search_path', '', false)", 'CREATE TABLE app.users (id int)'],
    ['old(id)', 'app.users(id)'],
  ],
  [
    ['BEGIN', 'SET LOCAL search_path = app', 'CREATE TABLE a (id int)', 'COMMIT', 'CREATE TABLE b (id int)'],
    ['old(id)', 'app.a(id)', 'b(id)'],
  ],
  [
    ['SET search_path TO app', 'CREATE TABLE users (id int)', 'ALTER TABLE users RENAME TO people'],
    ['old(id)', 'app.people(id)'],
  ],
  [
    ['SET search_path TO app', 'CREATE TABLE users (id int)', 'DROP TABLE users', 'DROP TABLE public.old'],
    [],
  ],
])('%j', (statements, tables) => {
  const schema = after([['CREATE TABLE old (id int)'], statements])
  expect(describeTables(schema)).toEqual(tables)
})

test('a schema of which nothing is listed is where the connection makes its tables', () => {
  const schema = after([
    ['CREATE TABLE users (id int)'],
    ['ALTER TABLE app.users ADD COLUMN a int', 'CREATE INDEX users_a ON app.users (a)'],
    ['CREATE TABLE app.carts (id int)', 'ALTER TABLE app.users ADD COLUMN b int'],
  ])
  expect(describeTables(schema)).toEqual(['users(id, a)', 'app.carts(id)'])
})

test('a schema that the migrations make is another one than that of the tables', () => {
  const schema = after([
    ['CREATE SCHEMA history', 'CREATE TABLE users (id int)'],
    ['ALTER TABLE users ADD COLUMN a int', 'ALTER TABLE history.users ADD COLUMN a int'],
  ])
  expect(describeTables(schema)).toEqual(['users(id, a)'])
})

test('a schema that has a function is another one than that of the tables', () => {
  const schema = after([
    [
      'CREATE TABLE users (id int)',
      "CREATE FUNCTION history.log() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    ],
    ['ALTER TABLE history.users ADD COLUMN a int'],
  ])
  expect(describeTables(schema)).toEqual(['users(id)'])
})

test('the next migration has a path of its own', () => {
  const schema = after([['SET search_path TO app', 'CREATE TABLE a (id int)'], ['CREATE TABLE b (id int)']])
  expect(describeTables(schema)).toEqual(['app.a(id)', 'b(id)'])
})

test('keys, types and indexes follow the path', () => {
  const schema = after([
    [
      'SET search_path TO app',
      `CREATE TYPE mood AS ENUM ('ok')`,
      'CREATE TABLE users (id int PRIMARY KEY, mood mood, boss int REFERENCES users)',
      'CREATE TABLE orders (user_id int REFERENCES users (id))',
      'CREATE INDEX by_user ON orders (user_id)',
      'CREATE VIEW names AS SELECT id FROM users',
    ],
  ])
  expect(schema.tables.get('app.users')?.columns.get('mood')?.type?.name).toBe('app.mood')
  expect([...(schema.tables.get('app.users')?.constraints ?? [])].at(-1)).toMatchObject({
    references: { table: 'app.users', columns: ['id'] },
  })
  const { constraints = [], indexes = [], ...orders } = schema.tables.get('app.orders') ?? {}
  expect({ ...orders, constraints: [...constraints], indexes: [...indexes] }).toMatchObject({
    constraints: [{ references: { table: 'app.users' } }],
    indexes: [{ name: 'by_user' }],
  })
  expect([...schema.objects.keys()]).toEqual(['view:app.names'])
})

function after(migrations: readonly (readonly string[])[]): SchemaState {
  const replayed = replay(migrations.map(migrationOf), postgres.semantics, { complete: true })
  const last = replayed.at(-1)
  if (last === undefined) throw new Error('no migration')
  return last.up.after
}

function describeTables(schema: SchemaState): readonly string[] {
  return [...schema.tables.values()].map(({ name, columns }) => `${name}(${[...columns.keys()].join(', ')})`)
}

function migrationOf(statements: readonly string[], index: number): Migration {
  const location = { line: 1, column: 1, endLine: 1, endColumn: 1 }
  const up: Script = {
    file: `${index}.sql`,
    source: '',
    transaction: 'none',
    notes: [],
    statements: statements.map(text => ({ text, location, ...postgres.parse(text) })),
  }
  const name = String(index)
  return { name, file: up.file, layout: 'plain', dialect: 'postgres', pending: true, downExpected: false, up }
}
