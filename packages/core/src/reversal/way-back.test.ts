import { beforeAll, expect, test } from 'vitest'
import { dialectNames, dialects } from '../dialects/index.ts'
import { readSqlScript } from '../readers/sql/read-sql-script.ts'
import { examplesToUndo, type Undone, undo } from '../rules/testing/undone-examples.ts'
import { apply } from '../schema/apply.ts'
import { differencesOf } from '../schema/compare.ts'
import { inWords } from '../schema/difference.ts'
import { restOfWayBack } from './way-back.ts'

beforeAll(async () => {
  await Promise.all(dialectNames.map(name => dialects[name].load()))
})

const examples = examplesToUndo()
let written = 0

test.each(examples)('$dialect: $given; $up', example => {
  const { replayed, back } = undo(example)
  if (back === undefined) return
  written += 1
  const script = readSqlScript({ file: 'd.sql', transaction: 'none' }, back.sql, dialects[example.dialect])
  const operations = script.statements.flatMap(statement => statement.operations)
  expect(operations.filter(({ kind }) => kind === 'unreadable')).toEqual([])
  const after = operations.reduce(apply, replayed.up.after)
  expect(differencesOf(replayed.up.before, after).map(inWords), back.sql).toEqual([])
})

test('for most of them there is a way back', () => {
  expect(written / examples.length).toBeGreaterThan(0.6)
})

test.each([
  ['a rename that down forgets', 'ALTER TABLE users RENAME TO people', 'SELECT 1'],
  ['a column that is renamed', 'ALTER TABLE users RENAME COLUMN email TO mail', 'SELECT 1'],
  [
    'values that are moved',
    'ALTER TABLE users ADD COLUMN mail text; UPDATE users SET mail = email; ALTER TABLE users DROP COLUMN email',
    'ALTER TABLE users DROP COLUMN mail',
  ],
])('nothing is added to a down script where rows would be lost: %s', (_title, up, down) => {
  const given = 'CREATE TABLE users (id int, email text)'
  expect(restOf({ dialect: 'postgres', given, up, down })).toBeUndefined()
})

test('what a down script leaves out', () => {
  const given = 'CREATE TABLE users (id int)'
  const up = 'ALTER TABLE users ADD COLUMN mail text; CREATE INDEX by_id ON users (id)'
  const down = 'DROP INDEX by_id'
  expect(restOf({ dialect: 'postgres', given, up, down })).toBe('ALTER TABLE users DROP COLUMN mail;')
})

test('values that are moved have no way back that is sure to be right', () => {
  const given = 'CREATE TABLE users (id int, email text)'
  const up =
    'ALTER TABLE users ADD COLUMN mail text; UPDATE users SET mail = email; ALTER TABLE users DROP COLUMN email'
  expect(undo({ dialect: 'postgres', given, up }).back).toBeUndefined()
})

function restOf(example: Undone & { readonly down: string }): string | undefined {
  return restOfWayBack(undo(example).replayed, dialects[example.dialect].traits())
}
