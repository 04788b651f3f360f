import { expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import { memoryFiles } from '../discovery/memory-files.ts'
import type { Script } from '../migration/migration.ts'
import { readMigrations } from '../readers/read-migrations.ts'
import { liquibase } from './liquibase.ts'

type Files = Readonly<Record<string, string>>

/** `line:column text` of up, and of down after `|`; with how it was read where that is not whole. */
async function statements(files: Files): Promise<readonly string[]> {
  await dialects.postgres.load()
  const projectFiles = memoryFiles(files)
  const arranged = await liquibase.arrange(Object.keys(files), projectFiles)
  const { migrations } = await readMigrations({
    migrations: arranged.migrations.map(file => ({ file, pending: true })),
    projectFiles,
    layout: 'liquibase',
    dialect: dialects.postgres,
    root: '/',
    knex: {},
  })
  const inWords = (script: Script) =>
    script.statements.map(
      ({ text, location, reading }) =>
        `${location.line}:${location.column} ${text}${reading === 'grammar' ? '' : ` (${reading})`}`,
    )
  return migrations.map(({ up, down }) =>
    [inWords(up).join('; '), ...(down === undefined ? [] : [inWords(down).join('; ')])].join(' | '),
  )
}

const inXml = (changes: string) => ({
  'c.xml': `<databaseChangeLog>\n<changeSet id="1" author="a">${changes}</changeSet>\n</databaseChangeLog>`,
})

test.each([
  ['<sql>DROP TABLE a; DROP TABLE b</sql>', '2:35 DROP TABLE a; 2:49 DROP TABLE b'],
  ['<sql><![CDATA[\nDROP TABLE a\n]]></sql>', '3:1 DROP TABLE a'],
  ['<sql>\n  SELECT 1 WHERE 1 &lt;= 2</sql>', '3:3 SELECT 1 WHERE 1    <= 2'],
  [
    "<sql>SELECT 1 WHERE '{}'::jsonb -&gt;&gt; &apos;a&apos; &lt;&gt; &quot;b&quot;</sql>",
    "2:35 SELECT 1 WHERE '{}'::jsonb ->>            'a'            <>      \"b\"",
  ],
  ["<sql><![CDATA[SELECT '&lt;']]></sql>", "2:44 SELECT '&lt;'"],
  ['<sql><comment>DROP</comment>DROP TABLE a<!-- ; DROP TABLE b --></sql>', '2:58 DROP TABLE a'],
  [
    '<comment>x</comment><sql endDelimiter="//">DROP TABLE a//\nDROP TABLE b\n//</sql><sql>DROP TABLE c</sql>',
    '2:73 DROP TABLE a; 3:1 DROP TABLE b; 4:14 DROP TABLE c',
  ],
  [
    '<createProcedure>CREATE PROCEDURE p() LANGUAGE SQL AS $$ SELECT 1; $$</createProcedure>',
    '2:47 CREATE PROCEDURE p() LANGUAGE SQL AS $$ SELECT 1; $$',
  ],
  [
    '<sql>DROP TABLE a</sql><rollback>CREATE TABLE a ()</rollback>',
    '2:35 DROP TABLE a | 2:63 CREATE TABLE a ()',
  ],
  [
    '<sql>DROP TABLE a</sql><rollback><sql>CREATE TABLE a ()</sql></rollback>',
    '2:35 DROP TABLE a | 2:68 CREATE TABLE a ()',
  ],
  ['<sql>DROP TABLE a</sql><rollback/>', '2:35 DROP TABLE a | '],
])('SQL in XML: %s', async (changes, expected) => {
  expect(await statements(inXml(changes))).toEqual([expected])
})

test.each([
  ['<sql>DROP TABLE a</sql><dropTable tableName="b"/>', '2:35 DROP TABLE a; 2:53 DROP TABLE b (recorded)'],
  [
    '<sql>DROP TABLE a</sql><rollback><createTable tableName="a"/></rollback>',
    '2:35 DROP TABLE a | 2:63 CREATE TABLE a () (recorded)',
  ],
  ['<sql dbms="h2">DROP TABLE a</sql><sql>DROP TABLE b</sql>', '2:68 DROP TABLE b'],
  [
    '<sql>DROP TABLE a</sql><customChange class="b"/>',
    '2:35 DROP TABLE a; 2:53 <customChange class="b"/> (unknown)',
  ],
])('SQL beside what is none: %s', async (changes, expected) => {
  expect(await statements(inXml(changes))).toEqual([expected])
})

const yaml = (sql: string) => ({
  'c.yaml': `databaseChangeLog:\n- changeSet:\n    id: 1\n    author: a\n    changes:\n    - sql:\n        sql: ${sql}\n`,
})

test.each([
  ['|\n          DROP TABLE a;\n          DROP TABLE b;', '8:11 DROP TABLE a; 9:11 DROP TABLE b'],
  ['>-\n          DROP\n          TABLE a', '8:11 DROP\n          TABLE a'],
  ['DROP TABLE a', '7:14 DROP TABLE a'],
  ['"DROP TABLE \\"a b\\";\\nDROP TABLE c"', '7:15 DROP TABLE  "a b"; 7:36 DROP TABLE c'],
  ["'SELECT ''a'''", "7:15 SELECT  'a'"],
  ['DROP TABLE a\n    rollback: DROP TABLE b', '7:14 DROP TABLE a | 8:15 DROP TABLE b'],
  ['DROP TABLE a\n    rollback:\n    - sql: {sql: DROP TABLE b}', '7:14 DROP TABLE a | 9:18 DROP TABLE b'],
  ['DROP TABLE a//\n        endDelimiter: //', '7:14 DROP TABLE a'],
])('SQL in YAML: %s', async (sql, expected) => {
  expect(await statements(yaml(sql))).toEqual([expected])
})

test('SQL in JSON', async () => {
  const changes = [{ sql: { sql: 'DROP TABLE "a";\nDROP TABLE b' } }]
  const text = JSON.stringify({ databaseChangeLog: [{ changeSet: { id: 1, author: 'a', changes } }] })
  const columns = ['DROP TABLE \\', 'DROP TABLE b'].map(start => text.indexOf(start) + 1)
  expect(await statements({ 'c.json': text })).toEqual([
    `1:${columns[0]} DROP TABLE  "a"; 1:${columns[1]} DROP TABLE b`,
  ])
})

test('a changeset for another engine stays out', async () => {
  const files = inXml('<sql dbms="mysql">DROP TABLE a</sql>')
  const { migrations } = await liquibase.arrange(Object.keys(files), memoryFiles(files))
  expect(migrations.map(({ engines }) => engines)).toEqual([['mysql']])
})
