import { beforeAll, expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import { exampleFindings } from '../example-findings.ts'
import { dbmate } from '../layouts/dbmate.ts'
import type { Layout } from '../layouts/layout.ts'
import { liquibase } from '../layouts/liquibase.ts'
import { placeOfDown } from '../readers/knex/place-of-down.ts'
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

beforeAll(() => dialects.postgres.load())

test('a query that nobody awaits in up says nothing of an empty down', () => {
  const note = { kind: 'not-awaited', message: 'raw() is never awaited.' } as const
  const findings = exampleFindings({ title: '', up: 'CREATE TABLE users (id int)', down: '', notes: [note] })
  expect(findings.map(({ ruleId }) => ruleId)).toContain('empty-down')
})
