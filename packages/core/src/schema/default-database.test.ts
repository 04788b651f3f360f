import { beforeAll, expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import type { Migration } from '../migration/migration.ts'
import { readSqlScript } from '../readers/sql/read-sql-script.ts'
import { defaultDatabase, inDefaultDatabase } from './default-database.ts'
import { replay } from './replay.ts'

beforeAll(() => dialects.mysql.load())

function databaseOf(...scripts: readonly string[]): string | undefined {
  const migrations = scripts.map((source, number): Migration => {
    const name = `V${number}`
    const file = `${name}.sql`
    const up = readSqlScript({ file, transaction: 'none' }, source, dialects.mysql)
    return { name, file, up, pending: true, downExpected: false, layout: 'flyway', dialect: 'mysql' }
  })
  return defaultDatabase(migrations)
}

const users = 'CREATE TABLE users (id int PRIMARY KEY);'

test('a table that is made without its database and spoken of with it', () => {
  expect(databaseOf(users, 'ALTER TABLE shop.users ADD COLUMN a int')).toBe('shop')
  expect(
    databaseOf(users, 'CREATE TABLE shop.carts (u int, FOREIGN KEY (u) REFERENCES shop.users (id))'),
  ).toBe('shop')
})

test('a table that is made with its database and spoken of without it', () => {
  expect(databaseOf('CREATE TABLE shop.users (id int)', 'CREATE INDEX i ON users (id)')).toBe('shop')
})

test('USE before the first table', () => {
  expect(databaseOf(`USE shop; ${users}`, `USE shop; DROP TABLE users`)).toBe('shop')
})

test.each([
  ['nothing is spoken of in two ways', [users, 'CREATE TABLE reports.visits (id int)']],
  ['one name in two databases', [users, 'CREATE TABLE shop.users (id int)']],
  [
    'two databases could be it',
    [`${users} CREATE TABLE a (id int)`, 'DROP TABLE shop.users; DROP TABLE old.a'],
  ],
  ['USE after the first table', [users, 'USE reports; CREATE TABLE visits (id int)']],
  ['USE of two databases', [`USE shop; ${users}`, 'USE reports; CREATE TABLE visits (id int)']],
])('not told: %s', (_title, scripts) => {
  expect(databaseOf(...scripts)).toBeUndefined()
})

test('USE of another database that the migrations speak of: names mean its tables', () => {
  const script = (file: string, source: string): Migration['up'] =>
    readSqlScript({ file, transaction: 'none' }, source, dialects.mysql)
  const migration = (name: string, source: string): Migration => ({
    name,
    file: `${name}.sql`,
    up: script(`${name}.sql`, source),
    pending: true,
    downExpected: false,
    layout: 'flyway',
    dialect: 'mysql',
  })
  const replayed = replay(
    [
      migration('V1', `${users} CREATE TABLE reports.users (id int PRIMARY KEY, k int)`),
      migration('V2', 'USE reports; ALTER TABLE users DROP COLUMN k; CREATE TABLE visits (id int)'),
      migration('V3', 'ALTER TABLE users ADD COLUMN a int'),
    ],
    dialects.mysql.semantics,
  )
  const after = replayed.at(-1)?.up.after
  const columns = (table: string) => [...(after?.tables.get(table)?.columns.keys() ?? [])]
  expect([columns('users'), columns('reports.users'), columns('reports.visits')]).toEqual([
    ['id', 'a'],
    ['id'],
    ['id'],
  ])
})

function tablesAfter(...sources: readonly string[]): readonly string[] {
  const migrations = sources.map((source, number): Migration => {
    const file = `V${number}.sql`
    const up = readSqlScript({ file, transaction: 'none' }, source, dialects.mysql)
    return { name: file, file, up, pending: true, downExpected: false, layout: 'flyway', dialect: 'mysql' }
  })
  const semantics = inDefaultDatabase(dialects.mysql.semantics, migrations)
  const after = replay(migrations, semantics, { complete: true }).at(-1)?.up.after
  return [...(after?.tables.values() ?? [])].map(
    ({ name, columns }) => `${name}(${[...columns.keys()].join(', ')})`,
  )
}

test('one name in two databases that scripts USE: two tables', () => {
  const made = `USE shop; ${users} USE reports; CREATE TABLE users (k int);`
  expect(tablesAfter(made, 'USE reports; ALTER TABLE users ADD b int')).toEqual([
    'shop.users(id)',
    'reports.users(k, b)',
  ])
  expect(tablesAfter(made, 'USE shop; DROP TABLE users')).toEqual(['reports.users(k)'])
})

test('a table that is there is made again after USE: in another database', () => {
  expect(tablesAfter(users, 'USE reports; CREATE TABLE users (k int); DROP TABLE users')).toEqual([
    'users(id)',
  ])
  expect(
    tablesAfter(users, 'USE reports; CREATE TABLE users (k int)', 'ALTER TABLE users ADD a int'),
  ).toEqual(['users(id, a)', 'reports.users(k)'])
})

test('USE of what may be the database of the connection changes nothing', () => {
  expect(tablesAfter(users, 'USE shop; ALTER TABLE users ADD a int', 'ALTER TABLE users ADD b int')).toEqual([
    'users(id, a, b)',
  ])
  expect(
    tablesAfter(users, 'USE shop; CREATE TABLE IF NOT EXISTS users (k int); CREATE TABLE carts (id int)'),
  ).toEqual(['users(id)', 'carts(id)'])
})

test('without USE, the only table of a name is meant', () => {
  expect(
    tablesAfter(`USE shop; ${users} USE reports; CREATE TABLE visits (k int)`, 'ALTER TABLE users ADD a int'),
  ).toEqual(['shop.users(id, a)', 'reports.visits(k)'])
})
