import { beforeAll, expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import { lint } from '../lint.ts'
import type { Migration, Script } from '../migration/migration.ts'

beforeAll(() => dialects.mysql.load())

const text = 'alter table `users` add `age` int, algorithm=copy'

function migration(name: string, source: string, sql: string, pending = true): Migration {
  const { operations } = dialects.mysql.parse(sql)
  const location = { line: 1, column: 1, endLine: 1, endColumn: 10 }
  const up: Script = {
    file: `${name}.js`,
    source,
    transaction: 'none',
    statements: [{ text: sql, location, operations, reading: 'recorded' }],
    notes: [],
  }
  return { name, file: up.file, layout: 'knex', dialect: 'mysql', pending, up, downExpected: false }
}

function told(source: string): readonly unknown[] {
  const table = migration('1_users', '', 'CREATE TABLE users (id int PRIMARY KEY)', false)
  const { migrations } = lint([table, migration('2_age', source, text)], { dialect: 'mysql' })
  return migrations
    .flatMap(({ findings }) => findings)
    .filter(({ ruleId }) => ruleId === 'lock-table')
    .map(({ severity, suggestion }) => [severity, suggestion?.sql])
}

test('the migration itself asks for the copy', () => {
  expect(told(`exports.up = knex => knex.raw('${text}')`)).toEqual([
    ['warning', 'alter table `users` add `age` int, LOCK=NONE;'],
  ])
})

test('a helper writes it into each migration', () => {
  expect(told("module.exports = addColumn('users', 'age')")).toEqual([['info', undefined]])
})

test('a helper that wrote LOCK=NONE would stop what cannot run so: the clause goes', () => {
  const table = migration('1_users', '', 'CREATE TABLE users (id int PRIMARY KEY)', false)
  const { migrations } = lint([table, migration('2_age', 'module.exports = helper()', text)], {
    dialect: 'mysql',
  })
  const [found] = migrations
    .flatMap(({ findings }) => findings)
    .filter(({ ruleId }) => ruleId === 'lock-table')
  expect(found?.instead).toBe('Leave the clause out where the helper adds it.')
})

test('a helper writes it into each migration: the first that is told counts the others', () => {
  const ups = [
    'CREATE TABLE carts (id int PRIMARY KEY)',
    'alter table `carts` add `age` int, algorithm=copy',
    text,
    'alter table `users` add `name` int, algorithm=copy',
  ]
  const table = migration('1_users', '', 'CREATE TABLE users (id int PRIMARY KEY)', false)
  const helped = ups.map((sql, at) => migration(`${at + 2}_next`, 'module.exports = helper()', sql))
  const { migrations } = lint([table, ...helped], { dialect: 'mysql' })
  const messages = migrations
    .flatMap(({ findings }) => findings)
    .filter(({ ruleId }) => ruleId === 'lock-table')
    .map(({ file, message }) => `${file}: ${message}`)
  expect(messages).toEqual([
    '4_next.js: ALGORITHM=COPY keeps others from writing to users until the statement is done; the server could do it while they work. It is in 1 more statement of this deploy.',
  ])
})

test('what a helper writes into the way back too is told once', () => {
  const table = migration('1_users', '', 'CREATE TABLE users (id int PRIMARY KEY)', false)
  const added = migration('2_age', 'module.exports = helper()', text)
  const down = { ...migration('2_age', added.up.source, 'alter table `users` drop `age`, algorithm=copy').up }
  const { migrations } = lint([table, { ...added, down }], { dialect: 'mysql' })
  const directions = migrations
    .flatMap(({ findings }) => findings)
    .filter(({ ruleId }) => ruleId === 'lock-table')
    .map(({ direction }) => direction)
  expect(directions).toEqual(['up'])
})
