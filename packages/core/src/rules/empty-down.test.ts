import { beforeAll, expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import { exampleFindings } from '../example-findings.ts'
import { dbmate } from '../layouts/dbmate.ts'
import { diesel } from '../layouts/diesel.ts'
import { golangMigrate } from '../layouts/golang-migrate.ts'
import type { Layout } from '../layouts/layout.ts'
import { liquibase } from '../layouts/liquibase.ts'
import { lint } from '../lint.ts'
import { placeOfDown } from '../readers/knex/place-of-down.ts'
import { readSqlScript } from '../readers/sql/read-sql-script.ts'
import { isDownEmptyInCode } from './scripts/empty-in-code.ts'
import { findingsInLayout } from './testing/findings-in-layout.ts'

const changelog = `<databaseChangeLog>
  <changeSet id="1" author="a">
    <sqlFile path="a.sql" relativeToChangelogFile="true"/>
    <rollback/>
  </changeSet>
  <changeSet id="2" author="a">
    <addColumn tableName="t"><column name="x" type="int"/></addColumn>
    <rollback>
      <sqlFile path="b.sql" relativeToChangelogFile="true"/>
    </rollback>
  </changeSet>
</databaseChangeLog>
`

const layouts: readonly [
  string,
  Layout,
  Readonly<Record<string, string>>,
  readonly (number | undefined)[],
][] = [
  [
    'dbmate, at the marker',
    dbmate,
    { 'm/1_t.sql': '-- migrate:up\nCREATE TABLE t (id int);\n\n-- migrate:down\n\n' },
    [4],
  ],
  [
    'dbmate, at what is there',
    dbmate,
    { 'm/1_t.sql': '-- migrate:up\nCREATE TABLE t (id int);\n-- migrate:down\n\n-- nothing to do\n' },
    [5],
  ],
  [
    'Liquibase, at the rollback',
    liquibase,
    {
      'db/changelog.xml': changelog,
      'db/a.sql': 'CREATE TABLE t (id int);',
      'db/b.sql': '-- nothing to do\n',
    },
    [4, 8],
  ],
]

test.each(layouts)('an empty down is told where it stands: %s', async (_title, layout, files, lines) => {
  const findings = await findingsInLayout(layout, files, 'postgres')
  expect(
    findings.filter(({ ruleId }) => ruleId === 'empty-down').map(({ location }) => location?.line),
  ).toEqual(lines)
})

const empty = [
  [
    diesel,
    'sqlite',
    '',
    'holds no statement: "diesel migration revert" stops there ("Attempted to run an empty migration"); a program that has the migrations built in takes it off the list. Nothing is undone.',
  ],
  [diesel, 'sqlite', '\n', 'does nothing: a rollback succeeds and undoes nothing.'],
  [
    diesel,
    'postgres',
    '-- nothing',
    'holds no statement: Diesel stops there ("Received an empty query"). Nothing is undone.',
  ],
  [diesel, 'postgres', 'SELECT 1', 'does nothing: a rollback succeeds and undoes nothing.'],
  [diesel, 'mysql', ' ;\n', 'holds no statement: Diesel stops there ("Query was empty"). Nothing is undone.'],
  [diesel, 'mysql', '-- nothing', 'does nothing: a rollback succeeds and undoes nothing.'],
  [
    golangMigrate,
    'mysql',
    '',
    'holds no statement: "migrate down" stops there ("Query was empty"). Nothing is undone, and golang-migrate marks the version as dirty: nothing runs until "migrate force".',
  ],
  [golangMigrate, 'postgres', '', 'does nothing: a rollback succeeds and undoes nothing.'],
] as const

test.each(empty)('what runs it may stop: case %#', async (layout, dialect, down, said) => {
  const [up, back] =
    layout === diesel ? ['m/1_t/up.sql', 'm/1_t/down.sql'] : ['m/1_t.up.sql', 'm/1_t.down.sql']
  const findings = await findingsInLayout(layout, { [up]: 'CREATE TABLE t (id int);', [back]: down }, dialect)
  expect(findings.filter(({ ruleId }) => ruleId === 'empty-down').map(({ message }) => message)).toEqual([
    `The down script of 1_t ${said}`,
  ])
})

test('rows alone, and the down says why it is empty: the rollback is to go on', async () => {
  const files = {
    'm/1_t/up.sql': 'DELETE FROM t WHERE id = 1;',
    'm/1_t/down.sql': '-- not needed any more',
  }
  const [finding] = (await findingsInLayout(diesel, files, 'postgres')).filter(
    ({ ruleId }) => ruleId === 'empty-down',
  )
  expect([finding?.severity, finding?.instead]).toEqual([
    'warning',
    'Where nothing is to be undone, write SELECT 1; with the reason: the rollback goes on to the migrations before it then.',
  ])
})

test.each([
  ['exports.up = () => {}\nexports.down = async () => {}', 2],
  ['module.exports = {\n  async up() {},\n  async down() {},\n}', 3],
  ['// function down\nexport async function down(knex) {}', 2],
  ['export const down = () => {}', 1],
  ['module.exports = create(\n  async function up() {},\n  async function down() {},\n)', 3],
  ["module.exports = require('./helper').adding('users')", undefined],
])('%s', (source, line) => {
  expect(placeOfDown(source)?.line).toBe(line)
})

test.each([
  ["ALTER TABLE users ALTER email SET DEFAULT ''", 'ALTER TABLE users ALTER email DROP DEFAULT', 'info'],
  ["ALTER TABLE users ALTER email SET DEFAULT ''", '-- by hand', 'error'],
  [
    "ALTER TABLE users ALTER email SET DEFAULT ''; ALTER TABLE users ALTER email DROP DEFAULT",
    'SELECT 1; ALTER TABLE users ALTER email DROP DEFAULT',
    'error',
  ],
])('what an earlier migration does too, as far as that still stands: %s', (up, down, severity) => {
  const findings = exampleFindings({
    title: '',
    given: 'CREATE TABLE users (id int, email text)',
    after: { up, down },
    up: "ALTER TABLE users ALTER email SET DEFAULT ''",
    down: '-- nothing to do',
  }).filter(({ ruleId, message }) => ruleId === 'empty-down' && message.includes('of example'))
  expect(findings.map(each => each.severity)).toEqual([severity])
})

beforeAll(() => dialects.postgres.load())

test('a query that nobody awaits in up says nothing of an empty down', () => {
  const note = { kind: 'not-awaited', message: 'raw() is never awaited.' } as const
  const findings = exampleFindings({ title: '', up: 'CREATE TABLE users (id int)', down: '', notes: [note] })
  expect(findings.map(({ ruleId }) => ruleId)).toContain('empty-down')
})

const table = (number: number, down: string): Readonly<Record<string, string>> => ({
  [`m/${number}_t/up.sql`]: `CREATE TABLE t_${number} (id int PRIMARY KEY);`,
  [`m/${number}_t/down.sql`]: down,
})

const severities = async (applied: readonly string[]): Promise<readonly string[]> => {
  const pending = ['', '', '']
  const files = [...applied, ...pending].map((down, at) => table(at + 101, down))
  const findings = await findingsInLayout(diesel, Object.assign({}, ...files), 'mysql', applied.length)
  return findings
    .filter(({ ruleId }) => ruleId === 'empty-down')
    .map(({ severity, message }) => `${severity} ${message.replace(/: .*/, '')}`)
}

test('a third of the applied ones is empty too: the first says so, the others are notes', async () => {
  const downs = Array.from({ length: 15 }, (_, at) => (at < 5 ? '' : `DROP TABLE t_${at + 101}`))
  expect(await severities(downs)).toEqual([
    'error The down script of 116_t holds no statement, as in 5 of the 15 applied migrations that change the schema, and in 2 more of the pending ones',
    'info The down script of 117_t holds no statement',
    'info The down script of 118_t holds no statement',
  ])
})

const inCode = (number: number, down: string): Readonly<Record<string, string>> => ({
  [`m/${number}_t.js`]: `exports.up = knex => knex.schema.createTable('t_${number}', table => table.increments())\n${down}\n`,
})

test.each([
  [true, 'exports.down = knex => { }'],
  [true, 'exports.down = async function (knex) {\n  // nothing\n}'],
  [true, 'exports.down = (knex, Promise) => {\n  return Promise.resolve()\n}'],
  [true, 'exports.down = function() {};'],
  [true, 'export async function down(knex: Knex): Promise<void> {}'],
  [false, "exports.down = knex => { return knex.schema.dropTable('t') }"],
  [false, 'exports.down = knex => knex.raw(`{}`)'],
  [false, "exports.down = function () { throw new Error('no') }"],
  [false, '// exports.down = knex => { }'],
  [false, 'exports.down = undo;\nconst undo = {}'],
])('an applied migration in code, whose down is not run: empty is %s of %s', (isEmpty, down) => {
  const [[file = '', source = ''] = []] = Object.entries(inCode(1, down))
  const up = { file, source, transaction: 'script', statements: [], notes: [] } as const
  const migration = { name: '1', file, layout: 'knex', dialect: 'postgres', pending: false, up } as const
  expect(isDownEmptyInCode({ ...migration, downExpected: true })).toBe(isEmpty)
})

test.each([
  ['less than a third', 16, 5],
  ['too few', 12, 4],
])('%s is no habit: each is an error', async (_title, all, empties) => {
  const downs = Array.from({ length: all }, (_, at) => (at < empties ? '' : `DROP TABLE t_${at + 101}`))
  expect((await severities(downs)).map(each => each.split(' ')[0])).toEqual(['error', 'error', 'error'])
})

test.each([
  ['info', 'CREATE TABLE stages (id int)', 'DROP TABLE stages'],
  ['warning', 'CREATE TABLE stages (id int)', 'INSERT INTO old SELECT id FROM stages; DROP TABLE stages'],
  ['warning', 'CREATE TABLE stages (id int)', 'SELECT 1; DROP TABLE old'],
  ['warning', 'CREATE TABLE others (id int)', 'DROP TABLE others'],
])('rows that go with a table of the deploy: %s, behind %s and %s', (severity, made, down) => {
  const findings = exampleFindings({
    title: '',
    given: `CREATE TABLE old (id int); ${made.includes('stages') ? '' : 'CREATE TABLE stages (id int)'}`,
    after: { up: made, down },
    up: 'INSERT INTO stages SELECT id FROM old',
    down: '-- nothing',
  }).filter(({ ruleId }) => ruleId === 'empty-down')
  expect(findings.map(each => each.severity)).toEqual([severity])
})

const outOf = (up: string) =>
  exampleFindings({
    title: '',
    given: 'CREATE TABLE old (id int)',
    after: { up: 'CREATE TABLE stages (id int)', down: 'DROP TABLE stages' },
    up,
    down: '-- nothing',
  }).find(({ ruleId }) => ruleId === 'empty-down')?.instead

test.each([
  [true, 'INSERT INTO stages SELECT id FROM old'],
  [true, 'DELETE FROM stages WHERE id > 7; INSERT INTO stages SELECT id FROM old'],
  [true, 'INSERT INTO stages SELECT o.id FROM old o LEFT JOIN old s ON s.id = o.id WHERE s.id IS NULL'],
  [false, 'DELETE FROM stages; INSERT INTO stages SELECT id FROM old'],
  [false, 'TRUNCATE stages; INSERT INTO stages SELECT id FROM old'],
  [false, 'INSERT INTO stages SELECT o.id FROM old o LEFT JOIN stages s ON s.id = o.id WHERE s.id IS NULL'],
  [false, 'INSERT INTO stages SELECT id FROM old WHERE id NOT IN (SELECT id FROM stages)'],
  [false, 'INSERT INTO stages SELECT id FROM old ON CONFLICT DO NOTHING'],
  [false, 'UPDATE stages SET id = 7'],
])('rows that go with their table: %s that up may insert them twice: %s', (isTwice, up) => {
  expect(outOf(up)).toBe(
    `Say in the down script that the rows go with stages.${
      isTwice
        ? ' Where it may be rolled back alone and run again, let up leave out the rows that are there.'
        : ''
    }`,
  )
})

test('rows that a later migration of the deploy deletes do not stay', async () => {
  const fill = '-- migrate:up\nDELETE FROM s; INSERT INTO s SELECT 1;\n-- migrate:down\n'
  const files = {
    'm/1_made.sql': '-- migrate:up\nCREATE TABLE s (id int);\n-- migrate:down\nDROP TABLE s;\n',
    'm/2_first.sql': fill,
    'm/3_again.sql': fill,
  }
  const findings = await findingsInLayout(dbmate, files, 'postgres')
  expect(findings.filter(({ ruleId }) => ruleId === 'empty-down').map(({ message }) => message)).toEqual([
    'The down script of 2_first does nothing: 3_again, of the same deploy, deletes all rows of s and fills it anew, and the down script of 1_made drops it.',
    'The down script of 3_again does nothing: the rows stay until the down script of 1_made drops s, which the same deploy makes.',
  ])
})

test('code that was not reached may change the rows of other tables', () => {
  const findings = exampleFindings({
    title: '',
    given: 'CREATE TABLE old (id int)',
    after: { up: 'CREATE TABLE stages (id int)', down: 'DROP TABLE stages' },
    up: 'INSERT INTO stages SELECT id FROM old',
    down: '-- nothing',
    notes: [{ kind: 'not-reached', message: 'Lines 5 to 7 were not reached in any run.' }],
  }).filter(({ ruleId }) => ruleId === 'empty-down')
  expect(findings.map(each => each.severity)).toEqual(['warning'])
})

test.each([
  ['m/1_t.down.sql', 'Write the reverse of the up script into 1_t.mysql.down.sql'],
  ['m/1_t.mysql.down.sql', undefined],
])('the reverse for one engine stands in a file of its own: %s', async (down, instead) => {
  await dialects.mysql.load()
  const up = readSqlScript(
    { file: 'm/1_t.mysql.up.sql', transaction: 'none' },
    'CREATE TABLE t (a int);',
    dialects.mysql,
  )
  const migration = {
    name: '1_t',
    file: up.file,
    layout: 'pop',
    dialect: 'mysql',
    pending: true,
    downExpected: true,
    up,
    down: { ...up, file: down, source: '', statements: [] },
  } as const
  const { migrations } = lint([migration], { dialect: 'mysql' })
  const found = migrations.flatMap(({ findings }) => findings).filter(({ ruleId }) => ruleId === 'empty-down')
  expect(found).toHaveLength(1)
  if (instead === undefined) expect(found[0]?.instead).not.toContain('of its own')
  else expect(found[0]?.instead).toContain(instead)
})
