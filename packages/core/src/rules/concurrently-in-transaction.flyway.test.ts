import { expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import { memoryFiles } from '../discovery/memory-files.ts'
import { flyway } from '../layouts/flyway.ts'
import { lint } from '../lint.ts'
import { readMigrations } from '../readers/read-migrations.ts'

async function findings(sql: string) {
  const projectFiles = memoryFiles({ 'm/V1__a.sql': sql })
  const { migrations: files } = await flyway.arrange(['m/V1__a.sql'], projectFiles)
  await dialects.postgres.load()
  const { migrations } = await readMigrations({
    migrations: files.map(file => ({ file, pending: true })),
    projectFiles,
    layout: 'flyway',
    dialect: dialects.postgres,
    root: '/',
    knex: {},
  })
  return lint(migrations, { dialect: 'postgres' })
    .migrations.flatMap(each => each.findings)
    .filter(({ category }) => category === 'transaction')
    .map(({ ruleId, severity, message }) => `${severity} ${ruleId}: ${message}`)
}

test.each([
  [
    'CREATE INDEX CONCURRENTLY i ON t (a);',
    ['warning concurrently-in-transaction: With Flyway 9.1.2 or later, CREATE INDEX CONCURRENTLY waits'],
  ],
  ['DROP INDEX CONCURRENTLY i; -- alone\nDROP INDEX CONCURRENTLY IF EXISTS j;', []],
  ['VACUUM t;', []],
  [
    'CREATE TABLE u (a int); DROP INDEX CONCURRENTLY i;',
    [
      "error concurrently-in-transaction: DROP INDEX CONCURRENTLY fails inside the migration tool's transaction.",
    ],
  ],
  [
    'REINDEX TABLE CONCURRENTLY t;',
    [
      "error concurrently-in-transaction: REINDEX CONCURRENTLY fails inside the migration tool's transaction.",
    ],
  ],
])('Flyway opens no transaction for what refuses one: %s', async (sql, expected) => {
  expect(await findings(sql)).toEqual(expected.map(text => expect.stringContaining(text)))
})
