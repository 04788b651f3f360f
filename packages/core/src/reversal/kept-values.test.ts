import { beforeAll, expect, test } from 'vitest'
import { postgres } from '../dialects/postgres/index.ts'
import type { Migration } from '../migration/migration.ts'
import { readSqlScript } from '../readers/sql/read-sql-script.ts'
import { replay } from '../schema/replay.ts'
import { roundTrip } from './round-trip.ts'

beforeAll(() => postgres.load())

const given =
  'CREATE TABLE loans (id bigint PRIMARY KEY, due_on date, lent_at date, note text);' +
  'CREATE TABLE kept (migration text, id bigint, value text);'

const keep = "INSERT INTO kept (migration, id, value) SELECT '2', id, note FROM loans;"
const drop = 'ALTER TABLE loans DROP COLUMN note;'
const restore = 'UPDATE loans SET note = k.value FROM kept AS k WHERE k.id = loans.id;'
const addAgain = 'ALTER TABLE loans ADD COLUMN note text;'
const fill = 'UPDATE loans SET due_on = lent_at + 28 WHERE due_on IS NULL AND id <= 10000;'

test.each<[string, string, string, readonly string[]]>([
  ['copied and put back', keep + drop, `${addAgain}${restore}`, []],
  [
    'copied with AS and put back',
    `CREATE TABLE old_notes AS SELECT id, note FROM loans;${drop}`,
    `${addAgain}UPDATE loans SET note = o.note FROM old_notes AS o WHERE o.id = loans.id; DROP TABLE old_notes;`,
    [],
  ],
  [
    'copied in part',
    `${keep.replace(';', '')} WHERE id > 9;${drop}`,
    `${addAgain}${restore}`,
    ['loans.note: every value'],
  ],
  [
    'another column copied',
    `${keep.replace('note', 'lent_at::text')}${drop}`,
    `${addAgain}${restore}`,
    ['loans.note: every value'],
  ],
  [
    'some rows moved to a table and back',
    "INSERT INTO kept SELECT '2', id, note FROM loans WHERE id > 9 ON CONFLICT DO NOTHING; DELETE FROM loans WHERE id > 9;",
    "INSERT INTO loans (id, note) SELECT id, value FROM kept WHERE migration = '2'; DELETE FROM kept WHERE migration = '2';",
    [],
  ],
  [
    'others deleted than moved',
    "INSERT INTO kept SELECT '2', id, note FROM loans WHERE id > 9; DELETE FROM loans WHERE id > 8;",
    "INSERT INTO loans (id, note) SELECT id, value FROM kept WHERE migration = '2'; DELETE FROM kept WHERE migration = '2';",
    ['loans: the deleted rows'],
  ],
  [
    'a column that another one takes the place of, and back',
    'ALTER TABLE loans ADD c text; UPDATE loans SET c = note::text; ALTER TABLE loans DROP note; ALTER TABLE loans RENAME c TO note;',
    'ALTER TABLE loans ADD d text; UPDATE loans SET d = note::text; ALTER TABLE loans DROP note; ALTER TABLE loans RENAME d TO note;',
    [],
  ],
  [
    'one that is made of it and more',
    'ALTER TABLE loans ADD c text; UPDATE loans SET c = left(note, id); ALTER TABLE loans DROP note; ALTER TABLE loans RENAME c TO note;',
    'SELECT 1',
    ['loans.note: every value'],
  ],
  ['copied, not put back', keep + drop, addAgain, ['loans.note: every value']],
  ['put back from nowhere', drop, `${addAgain}${restore}`, ['loans.note: every value']],
  ['what was NULL is NULL again', fill, 'UPDATE loans SET due_on = NULL WHERE due_on = lent_at + 28', []],
  ['what was NULL stays filled', fill, 'SELECT 1', ['loans.due_on: the previous values of the updated rows']],
  [
    'not NULL alone',
    fill.replace('AND', 'OR'),
    'UPDATE loans SET due_on = NULL WHERE id > 1',
    ['loans.due_on: the previous values of the updated rows'],
  ],
])('%s', (_title, up, down, lost) => {
  const pending = { ...migrationOf('up', up), pending: true, down: scriptOf('down', down) }
  const replayed = replay([migrationOf('given', given), pending], postgres.semantics, { complete: true }).at(
    -1,
  )
  const found = replayed && roundTrip(replayed, postgres.traits())
  expect(found?.lost.filter(text => text.startsWith('loans'))).toEqual(lost)
})

function migrationOf(name: string, text: string): Migration {
  const up = scriptOf(name, text)
  return {
    name,
    file: up.file,
    layout: 'up-down-files',
    dialect: 'postgres',
    pending: false,
    downExpected: true,
    up,
  }
}

function scriptOf(name: string, text: string): Migration['up'] {
  return readSqlScript({ file: `${name}.sql`, transaction: 'script' }, text, postgres)
}
