import { beforeAll, expect, test } from 'vitest'
import { dialects } from '../../dialects/index.ts'
import type { Migration } from '../../migration/migration.ts'
import { readSqlScript } from '../../readers/sql/read-sql-script.ts'
import { replay } from '../../schema/replay.ts'
import { runRules } from '../running/run-rules.ts'

const { postgres } = dialects
beforeAll(() => postgres.load())

function told(up: string, down: string): readonly string[] {
  const of = (file: string, text: string, downText?: string): Migration => {
    const read = (sql: string) => readSqlScript({ file, transaction: 'script' }, sql, postgres)
    return {
      name: file,
      file,
      layout: 'knex',
      dialect: 'postgres',
      pending: downText !== undefined,
      downExpected: true,
      up: read(text),
      ...(downText !== undefined && { down: read(downText) }),
    }
  }
  const given = of('1.js', 'CREATE TABLE plans (id int, area int, yield int); CREATE TABLE old (id int)')
  const run = runRules(replay([given, of('2.js', up, down)], postgres.semantics), {
    traitsOf: () => postgres.traits(),
  })
  return [...run.byMigration.values()]
    .flat()
    .flatMap(({ ruleId, message }) => (ruleId === 'down-loses-data' ? [message] : []))
}

const move = 'CREATE TABLE beds (id int, area int); ALTER TABLE plans RENAME TO fields;'

test('code of down reads the rows that hold the values, and writes them back under the old name of the table', () => {
  const up = `${move} ALTER TABLE fields DROP COLUMN area, DROP COLUMN yield;`
  const down = `SELECT * FROM beds; DROP TABLE beds; ALTER TABLE fields RENAME TO plans;
ALTER TABLE plans ADD COLUMN area int, ADD COLUMN yield int; UPDATE plans SET area = 5 WHERE id = 1;`
  expect(told(up, down)).toEqual(['The down script does not bring back the values of fields.yield.'])
})

test.each([
  ['rows that it has read', 'SELECT * FROM beds; INSERT INTO old VALUES (1);', true],
  [
    'rows that it may have read, as the source tells',
    "SELECT * FROM beds; /* await knex('old').insert(rows) */",
    true,
  ],
  ['a list of its own', 'INSERT INTO old VALUES (1);', false],
  ['rows, into another table', "SELECT * FROM beds; /* await knex('plans').insert(rows) */", false],
])('a table that down makes, with %s', (_what, fill, isBack) => {
  const down = `CREATE TABLE old (id int); ${fill}\nDROP TABLE beds;`
  expect(told('CREATE TABLE beds (id int); DROP TABLE old;', down)).toEqual(
    isBack ? [] : ['The down script does not bring back the rows of old.'],
  )
})
