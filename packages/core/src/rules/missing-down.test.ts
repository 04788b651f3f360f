import { expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import { golangMigrate } from '../layouts/golang-migrate.ts'
import { plain } from '../layouts/plain.ts'
import { lint } from '../lint.ts'
import { readSqlScript } from '../readers/sql/read-sql-script.ts'
import { findingsInLayout } from './testing/findings-in-layout.ts'

const up = (number: number): string => `CREATE TABLE t_${number} (id int PRIMARY KEY);`
const numbers = [1, 2, 3, 4, 5]
const told = (findings: Awaited<ReturnType<typeof findingsInLayout>>) =>
  findings
    .filter(({ ruleId }) => ruleId === 'missing-down' || ruleId === 'down-incomplete-batch')
    .map(({ ruleId, severity, message }) => `${ruleId} ${severity} ${message}`)

const without = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`m/${at + 1}_t.sql`, up(at + 1)]))

test('where none of many migrations has one, the first says so for all', async () => {
  const findings = told(await findingsInLayout(plain, without(10), 'postgres'))
  expect(findings).toHaveLength(10)
  expect(findings.slice(0, 2)).toEqual([
    'missing-down error 1_t has no down script, as none of the 10 migrations here has, of which 10 are pending: nothing undoes it.',
    'missing-down info 2_t has no down script: nothing undoes it.',
  ])
})

test('the others refer to it', async () => {
  const findings = await findingsInLayout(plain, without(10), 'postgres')
  const [first, second] = findings.filter(({ ruleId }) => ruleId === 'missing-down')
  expect(first?.instead).toMatch(/^Decide once: /)
  expect(second?.instead).toBe(
    '1_t says it for the whole deploy: what is decided there holds for this one too.',
  )
})

test('a few are no habit: each is an error', async () => {
  const findings = told(await findingsInLayout(plain, without(9), 'postgres'))
  expect(findings).toHaveLength(9)
  expect(new Set(findings.map(each => each.split(' ')[1]))).toEqual(new Set(['error']))
})

const withDown = Object.fromEntries(
  numbers.flatMap(number => [
    [`m/${number}_t.up.sql`, up(number)],
    ...(number === 3 ? [] : [[`m/${number}_t.down.sql`, `DROP TABLE t_${number};`]]),
  ]),
)

const oldDowns = (count: number, last: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, at) => at + 1).flatMap(number => [
      [`m/${number}_t.up.sql`, up(number)],
      ...(number <= last ? [[`m/${number}_t.down.sql`, `DROP TABLE t_${number};`]] : []),
    ]),
  )

test('where none of the last ten before the deploy has one, the old ones are no reason', async () => {
  const findings = told(await findingsInLayout(golangMigrate, oldDowns(14, 2), 'postgres', 12))
  expect(findings.map(each => each.replace(/ In a rollback .*/, ''))).toEqual([
    'missing-down error 13_t has no down script, as none of the last 12 migrations here has, of which 2 are pending: nothing undoes it.',
    'missing-down info 14_t has no down script: nothing undoes it.',
  ])
})

test('nine before the deploy are no habit, and neither are ten where one of the deploy has a down', async () => {
  const severity = (found: readonly string[]) => found.map(each => each.split(' ')[1])
  const nine = told(await findingsInLayout(golangMigrate, oldDowns(14, 3), 'postgres', 12))
  expect(severity(nine)).toEqual(['error', 'error'])
  const files = { ...oldDowns(15, 2), 'm/13_t.down.sql': 'DROP TABLE t_13;' }
  const own = told(await findingsInLayout(golangMigrate, files, 'postgres', 12))
  expect(severity(own)).toEqual(['error', 'error'])
})

test.each([
  [true, ''],
  [false, 'export async function down(knex) { await knex.schema.dropTable("t") }'],
])('applied code, whose down is not run: it is a habit %s behind %s', async (isHabit, source) => {
  await dialects.postgres.load()
  const migrations = Array.from({ length: 12 }, (_, at) => {
    const name = `${at + 1}.js`
    const read = readSqlScript({ file: name, transaction: 'script' }, up(at + 1), dialects.postgres)
    return {
      ...({ name, file: name, layout: 'knex', dialect: 'postgres', downExpected: true } as const),
      pending: at > 9,
      up: { ...read, source: at > 9 ? read.source : source },
    } as const
  })
  const found = lint(migrations, { dialect: 'postgres' }).migrations.flatMap(({ findings }) => findings)
  const severities = found.flatMap(({ ruleId, severity }) => (ruleId === 'missing-down' ? [severity] : []))
  expect(severities).toEqual(['error', isHabit ? 'info' : 'error'])
})

test('code that belongs to the migration was not read: the script takes back what was', async () => {
  const files = { 'm/1_t.up.sql': up(1), 'm/1_postmigrate.go': 'package m' }
  const [found] = (await findingsInLayout(golangMigrate, files, 'postgres')).filter(
    ({ ruleId }) => ruleId === 'missing-down',
  )
  expect(found?.suggestion?.title).toBe(
    'A down script that takes back what was read: 1_postmigrate.go was not',
  )
})

test('where the others have one that is not said', async () => {
  const findings = told(await findingsInLayout(golangMigrate, withDown, 'postgres'))
  expect(findings).toEqual([
    'missing-down error 3_t has no down script: nothing undoes it. In a rollback golang-migrate goes on to the migration before it, with the schema as up has left it.',
  ])
})

test('an index that IF EXISTS does not find is no reason', async () => {
  const files = {
    'm/1_t.sql': 'CREATE TABLE user (id integer, name text); CREATE TABLE other AS SELECT 1 AS id;',
    'm/2_t.sql': 'CREATE INDEX idx_user_name ON user (name); CREATE INDEX idx_by_id ON user (id);',
    'm/3_t.sql':
      'CREATE TABLE copy (id integer, name text); DROP TABLE user; ALTER TABLE copy RENAME TO user;',
    'm/4_t.sql': 'DROP INDEX IF EXISTS idx_user_name; CREATE INDEX u ON user (id);',
    'm/5_t.sql': 'DROP INDEX IF EXISTS idx_visits_day;',
  }
  const findings = told(await findingsInLayout(plain, files, 'sqlite'))
  expect(findings.slice(3)).toEqual([
    'missing-down error 4_t has no down script: nothing undoes it.',
    'missing-down error 5_t has no down script: nothing undoes it, and the migrations do not say enough to write one: the definition of index idx_visits_day was never seen.',
  ])
})

test.each([
  ["UPDATE t SET note = 'x' WHERE note IS NULL", 'the rows that it fills cannot be told afterwards'],
  [
    "UPDATE t SET note = 'x' WHERE id IS NULL",
    'nothing keeps the previous values of the updated rows of t.note',
  ],
])('%s: %s', async (sql, why) => {
  const files = { 'm/1_t.sql': 'CREATE TABLE t (id int, note text);', 'm/2_t.sql': `${sql};` }
  const findings = told(await findingsInLayout(plain, files, 'postgres'))
  expect(findings.at(-1)).toContain(why)
})
