import { expect, test } from 'vitest'
import { dialects } from '../../dialects/index.ts'
import { memoryFiles } from '../../discovery/memory-files.ts'
import { lint } from '../../lint.ts'
import type { DialectName } from '../../migration/migration.ts'
import { readMigrations } from '../read-migrations.ts'

type Files = Readonly<Record<string, string>>

async function migrationsOf(files: Files, dialect: DialectName) {
  await dialects[dialect].load()
  const up = { file: 'm/1.sql', transaction: 'none' as const }
  const file = { name: '1', file: 'm/1.sql', format: 'sql' as const, up, downExpected: false }
  const request = { projectFiles: memoryFiles(files), layout: 'plain', root: '/', knex: {} }
  return (
    await readMigrations({ migrations: [{ file, pending: true }], dialect: dialects[dialect], ...request })
  ).migrations
}

/** `file:line:column text` */
async function statements(files: Files, dialect: DialectName = 'postgres') {
  const [migration] = await migrationsOf(files, dialect)
  return migration?.up.statements.map(
    ({ text, location: { file = 'm/1.sql', line, column } }) => `${file}:${line}:${column} ${text}`,
  )
}

test.each([
  ['postgres', '\\ir x/a.sql', 'm/x/a.sql'],
  ['postgres', '\\i a.sql', 'a.sql'],
  ['postgres', "\\i 'm/a.sql'", 'm/a.sql'],
  ['postgres', '--!include a.sql', 'm/fixtures/a.sql'],
  ['mysql', 'source a.sql;', 'm/a.sql'],
  ['mysql', '\\. a.sql', 'm/a.sql'],
  ['sqlite', '.read a.sql', 'm/a.sql'],
] as const)('%s: %s runs the statements of %s', async (dialect, command, file) => {
  const files = { 'm/1.sql': `SELECT 1;\n${command}\nSELECT 3;`, [file]: '\n DROP TABLE t;' }
  expect(await statements(files, dialect)).toEqual([
    'm/1.sql:1:1 SELECT 1',
    `${file}:2:2 DROP TABLE t`,
    'm/1.sql:3:1 SELECT 3',
  ])
})

test.each([
  ['is not there', '\\i a.sql', {}],
  ['lies outside the project', '\\ir ../../a.sql', { 'a.sql': 'DROP TABLE t' }],
  ['is named from the root', '\\i /a.sql', { '/a.sql': 'DROP TABLE t', 'a.sql': 'DROP TABLE t' }],
  ['has a name that is filled in', '\\i :dir/a.sql', { 'm/a.sql': 'DROP TABLE t' }],
  ['is itself', '\\ir 1.sql', {}],
])('a file that %s is told as not read', async (_, command, files) => {
  const [migration] = await migrationsOf({ 'm/1.sql': command, ...files }, 'postgres')
  expect(migration?.up.statements.map(({ reading }) => reading)).toEqual(['unknown'])
})

test('a migration that another one runs is read once, on its own', async () => {
  await dialects.postgres.load()
  const files = { 'm/1.sql': '\\ir 2.sql', 'm/2.sql': 'DROP TABLE t' }
  const { migrations } = await readMigrations({
    migrations: Object.keys(files).map(path => {
      const up = { file: path, transaction: 'none' as const }
      return { file: { name: path, file: path, format: 'sql', up, downExpected: false }, pending: true }
    }),
    projectFiles: memoryFiles(files),
    layout: 'plain',
    dialect: dialects.postgres,
    root: '/',
    knex: {},
  })
  expect(migrations.map(({ up }) => up.statements.map(({ reading }) => reading))).toEqual([
    ['unknown'],
    ['grammar'],
  ])
})

test('files that run each other come to an end', async () => {
  const files = {
    'm/1.sql': '\\ir a.sql',
    'm/a.sql': 'SELECT 2;\n\\ir b.sql',
    'm/b.sql': '\\ir a.sql\n\\ir c.sql',
    'm/c.sql': 'SELECT 4;',
  }
  expect(await statements(files)).toEqual([
    'm/a.sql:1:1 SELECT 2',
    'm/b.sql:1:1 \\ir a.sql',
    'm/c.sql:1:1 SELECT 4',
  ])
})

test('findings are in the file that says so, and comments there silence them', async () => {
  const drop = 'DROP TABLE t;\n-- migration-lint-disable-next-line drop-table -- archived\nDROP TABLE u;'
  const migrations = await migrationsOf({ 'm/1.sql': '\\ir a.sql', 'm/a.sql': drop }, 'postgres')
  const { migrations: reports } = lint(migrations, { dialect: 'postgres' })
  const found = reports.flatMap(({ findings }) => findings).filter(({ ruleId }) => ruleId === 'drop-table')
  expect(
    found.map(({ file, location, suppressed }) => [file, location?.line, suppressed !== undefined]),
  ).toEqual([
    ['m/a.sql', 1, false],
    ['m/a.sql', 3, true],
  ])
  expect(reports[0]?.sources['m/a.sql']).toBe(drop)
})
