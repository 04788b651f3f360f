import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dialectNames, dialects } from '../../dialects/index.ts'
import { memoryFiles } from '../../discovery/memory-files.ts'
import { liquibase } from '../../layouts/liquibase.ts'
import type { DialectName, Migration } from '../../migration/migration.ts'
import { readMigrations } from '../read-migrations.ts'

async function read(name: string, text: string, on: DialectName): Promise<readonly Migration[]> {
  const files = { [name]: text }
  const projectFiles = memoryFiles(files)
  const { migrations } = await liquibase.arrange(Object.keys(files), projectFiles)
  const read = await readMigrations({
    migrations: migrations.map(file => ({ file, pending: true })),
    projectFiles,
    layout: 'liquibase',
    dialect: dialects[on],
    root: '/',
    knex: {},
  })
  return read.migrations
}

const inChangelog = (inside: string) =>
  `<databaseChangeLog><changeSet id="1" author="a">${inside}</changeSet></databaseChangeLog>`

// biome-ignore format: pieces of changelogs, side by side
const pieces = [
  '<createTable tableName="t">', '</createTable>', '<column name="a" type="int"/>', '<column name="$" type="varchar(">', '</column>', '<constraints nullable="false" references="b("/>',
  '<addColumn tableName="t">', '</addColumn>', '<dropColumn tableName="t" columnName="a"/>', '<sql>', '</sql>', '<sqlFile path="../x.sql"/>', '<rollback>', '</rollback>', '<rollback/>',
  '<preConditions onFail="MARK_RAN">', '</preConditions>', '<not>', '</not>', '<or>', '<tableExists tableName="t"/>', '<dbms type="mysql"/>', '<where>', '</where>', 'a = :name', '&lt;', '<![CDATA[', ']]>', '<!--', '-->',
  '<update tableName="t">', '</update>', '<property name="x" value="$' + '{x}"/>', '<renameTable oldTableName="" newTableName="b"/>', '</changeSet>', '<changeSet id="2">', "'", '"', ';', '<constructor/>', '<toString/>', '__proto__',
]

test.each(dialectNames)('any changelog comes to an end on %s', async name => {
  await dialects[name].load()
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...pieces), { maxLength: 25 }), async some => {
      for (const { up, down } of await read('c.xml', inChangelog(some.join('')), name))
        for (const { operations } of [...up.statements, ...(down?.statements ?? [])])
          expect(operations.length).toBeGreaterThan(0)
    }),
    { numRuns: 60 },
  )
})

test.each([
  ['open', '<not>'.repeat(20_000)],
  [
    'preconditions',
    `<preConditions onFail="MARK_RAN">${'<not>'.repeat(20_000)}${'</not>'.repeat(20_000)}</preConditions><dropTable tableName="t"/>`,
  ],
  [
    'columns',
    `<createTable tableName="t">${'<columns>'.repeat(20_000)}${'</columns>'.repeat(20_000)}</createTable>`,
  ],
  ['a type', `<createTable tableName="t"><column name="a" type="${'('.repeat(200_000)}"/></createTable>`],
  ['properties', `<dropTable tableName="${'${a'.repeat(50_000)}"/>`],
  ['comments', '<!--'.repeat(100_000)],
])('deep and long: %s', async (_, inside) => {
  await dialects.postgres.load()
  await expect(read('c.xml', inChangelog(inside), 'postgres')).resolves.toBeDefined()
})

const aliases = Array.from(
  { length: 30 },
  (_, level) => `  x${level + 1}: &x${level + 1} {a: *x${level}, b: *x${level}}`,
)

test.each([
  `- changeSet: {id: 1, author: a, changes: ${'[{a: '.repeat(500)}1${'}]'.repeat(500)}}`,
  `- a: &a {b: *a}`,
  `- x0: &x0 {y: {z: 1}}\n${aliases.join('\n')}`,
])('deep YAML is told: %#', async list => {
  const text = `databaseChangeLog:\n${list}\n`
  const { problems } = await liquibase.arrange(['c.yaml'], memoryFiles({ 'c.yaml': text }))
  expect(problems).toMatchObject([
    { message: expect.stringMatching(/^c.yaml cannot be read as a Liquibase changelog, line \d: ./) },
  ])
})

test('thousands of changesets of one file take linear time', async () => {
  await dialects.postgres.load()
  const changesets = Array.from(
    { length: 4000 },
    (_, index) =>
      `<changeSet id="${index}" author="a"><addColumn tableName="t"><column name="c${index}" type="int"/></addColumn></changeSet>\n`,
  )
  const migrations = await read(
    'c.xml',
    `<databaseChangeLog>${changesets.join('')}</databaseChangeLog>`,
    'postgres',
  )
  expect(migrations).toHaveLength(4000)
  expect(migrations.at(-1)?.up.statements[0]?.location.line).toBe(4000)
}, 20_000)
