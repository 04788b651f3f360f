import { beforeAll, expect, test } from 'vitest'
import { dialects } from '../../dialects/index.ts'
import type { Migration } from '../../migration/migration.ts'
import { readSqlScript } from '../../readers/sql/read-sql-script.ts'
import { replay } from '../../schema/replay.ts'
import { runRules } from '../running/run-rules.ts'

const { postgres } = dialects
beforeAll(() => postgres.load())

function migration(file: string, text: string, pending = true): Migration {
  const up = readSqlScript({ file, transaction: 'script' }, text, postgres)
  return { name: file, file, layout: 'knex', dialect: 'postgres', pending, downExpected: false, up }
}

function told(file: string, up: string): readonly string[] {
  const given = migration('1.js', 'CREATE TABLE fields (id int, "group" int)', false)
  const run = runRules(replay([given, migration(file, up)], postgres.semantics), {
    traitsOf: () => postgres.traits(),
  })
  return [...run.byMigration.values()]
    .flat()
    .flatMap(({ ruleId, severity, message }) =>
      ruleId.startsWith('drop-') ? [`${ruleId} ${severity} ${message}`] : [],
    )
}

const read = 'SELECT id, "group" FROM fields WHERE "group" IS NOT NULL;'
const change = 'ALTER TABLE fields DROP COLUMN "group"; ALTER TABLE fields ADD COLUMN "group" varchar(64);'
const write = `UPDATE fields SET "group" = 'x' WHERE id = 1;`

test('code reads the values and writes them back: running code finds none in between', () => {
  expect(told('2.js', `${read}\n${change}\n${write}`)).toEqual([
    'drop-column warning Dropping fields.group: line 1 reads its values and line 3 fills the new group from them; until then running code finds none.',
  ])
})

const loop = `for (const { id, group } of rows) {
  await knex('fields')
    .update({ group: names.get(group) })
    .where({ id })
}`

test('the loop that writes them back ran over no rows: its source is looked at', () => {
  expect(told('2.js', `${read}\n${change}\n/* ${loop} */ SELECT 1;`)).toEqual([
    'drop-column warning Dropping fields.group: line 1 reads its values and line 4 fills the new group from them; until then running code finds none.',
  ])
})

test('code reads all rows and inserts them elsewhere as they are', () => {
  const of = (inserted: string) =>
    told(
      '2.js',
      `SELECT * FROM fields;\n/* const rows = await knex('fields')\nawait knex('places').insert(${inserted}) */ SELECT 1;\nDROP TABLE fields;`,
    )
  expect(of('rows')).toEqual([
    'drop-table warning Dropping fields: line 1 reads its rows and line 3 puts them into places, perhaps not all; running code that still uses the table fails.',
  ])
  expect(of('{ id: 1 }')).toEqual(['drop-table error Dropping fields deletes every row in it.'])
})

test.each([
  [
    'the loop is in the down script',
    '2.js',
    `${read}\n${change}\n/* exports.down = () => { ${loop} } */ SELECT 1;`,
  ],
  [
    'the loop writes another table',
    '2.js',
    `${read}\n${change}\n/* ${loop.replace('fields', 'groups')} */ SELECT 1;`,
  ],
  [
    'the loop writes another column',
    '2.js',
    `${read}\n${change}\n/* ${loop.replace('group:', 'groups:')} */ SELECT 1;`,
  ],
  ['nothing is written back', '2.js', `${read}\n${change}`],
  ['nothing was read before', '2.js', `${change}\n${write}`],
  ['what a SELECT of a SQL script finds goes nowhere', '2.sql', `${read}\n${change}\n${write}`],
])('the values are lost: %s', (_title, file, up) => {
  expect(told(file, up)).toEqual([
    'drop-and-re-add-column error fields.group is dropped and added again: every old value is lost.',
  ])
})

const drop = 'ALTER TABLE fields DROP COLUMN "group";'

test.each([
  `await knex.batchInsert('members', rows.map(row => ({ field: row.id, group: row.group })), 1000)`,
  `await knex('members').insert(rows.map(({ id, group }) => ({ id, group })))`,
  `const rows = await knex('fields').select('id', 'group'); if (rows.length) await knex('members').insert(rows)`,
  `const rows = await knex('fields').select('id', 'group'); await knex.batchInsert('members', rows, 100)`,
])('code puts what it has read into another table: %s', insert => {
  expect(told('2.js', `${read}\n/* ${insert} */\n${drop}`)).toEqual([
    'drop-column warning Dropping fields.group: line 1 reads its values and line 2 puts them into members, perhaps not of every row; running code that still reads the column fails.',
  ])
})

test.each([
  ['without the column', `await knex('members').insert(rows.map(({ id }) => ({ id })))`, ''],
  [
    'of rows read without it',
    `const rows = await knex('fields').select('id'); await knex('members').insert(rows)`,
    '',
  ],
  [
    'of rows of another table',
    `const rows = await knex('teams').select('group'); await knex('members').insert(rows)`,
    '',
  ],
  ['into the same table', `await knex('fields').insert(rows.map(({ id, group }) => ({ id, group })))`, ''],
  ['after the drop', '', `await knex('members').insert(rows.map(({ id, group }) => ({ id, group })))`],
])('it is lost where the INSERT is %s', (_, before, after) => {
  expect(told('2.js', `${read}\n/* ${before} */\n${drop}\n/* ${after} */ SELECT 1;`)).toEqual([
    'drop-column error Dropping fields.group deletes every value in it.',
  ])
})
