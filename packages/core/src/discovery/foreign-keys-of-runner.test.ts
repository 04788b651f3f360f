import { expect, test } from 'vitest'
import { drizzle } from '../layouts/drizzle.ts'
import { golangMigrate } from '../layouts/golang-migrate.ts'
import { knex } from '../layouts/knex.ts'
import type { Layout } from '../layouts/layout.ts'
import type { DialectName } from '../migration/migration.ts'
import { runnerWithoutForeignKeys } from './foreign-keys-of-runner.ts'
import { memoryFiles } from './memory-files.ts'

function runner(
  layout: Layout,
  file: string,
  code: Readonly<Record<string, string>>,
  dialect: DialectName = 'sqlite',
) {
  const migrations = [
    { name: '1', file, format: 'sql', up: { file, transaction: 'script' }, downExpected: false } as const,
  ]
  return runnerWithoutForeignKeys({ layout, dialect, migrations }, memoryFiles({ [file]: '', ...code }))
}

const off = "await db.exec('PRAGMA foreign_keys = OFF')"
const on = "await db.exec('PRAGMA foreign_keys = ON')"
const latest = 'await knex.migrate.latest({ directory })'

test.each([
  ['off before it', { 'server/database.js': `${on}\n${off}\n${latest}\n${on}` }, 'server/database.js'],
  ['on again before it', { 'server/database.js': `${off}\n${on}\n${latest}` }, undefined],
  ['off behind it', { 'server/database.js': `${latest}\n${off}` }, undefined],
  ['far away', { 'server/database.js': `${off}\n${' '.repeat(2000)}\n${latest}` }, undefined],
  ['in a test', { 'test/database.test.js': `${off}\n${latest}` }, undefined],
  ['one of two', { 'server/database.js': `${off}\n${latest}`, 'bin/migrate.js': latest }, undefined],
  ['nothing runs them', { 'server/database.js': off }, undefined],
])('Knex: foreign keys %s', async (_, code, file) => {
  expect((await runner(knex, 'db/migrations/1.js', code))?.file).toBe(file)
})

test('another engine has no such PRAGMA', async () => {
  const code = { 'server/database.js': `${off}\n${latest}` }
  expect(await runner(knex, 'db/migrations/1.js', code, 'mysql')).toBeUndefined()
})

test("Drizzle: better-sqlite3's pragma() before migrate()", async () => {
  const before =
    "import { migrate } from 'drizzle-orm/better-sqlite3/migrator'\nconst sqlite = new Database(file)\n"
  const run = 'migrate(drizzle(sqlite), { migrationsFolder })'
  const told = (text: string) => runner(drizzle, 'db/drizzle/0_a.sql', { 'db/migrate.ts': text })
  expect((await told(`${before}sqlite.pragma('foreign_keys = OFF')\n${run}`))?.upAlone).toBe(true)
  expect(await told(`${before}${run}`)).toBeUndefined()
})

const imported = 'import sqlite3mig "github.com/golang-migrate/migrate/v4/database/sqlite3"'

test.each([
  ['const disableForeignKeys = true', true],
  ['const disableForeignKeys = false', false],
  ['url := "file:" + path + "?_fk=0"', true],
  ['url := "file:" + path + "?_foreign_keys=on"', false],
  ['conn := open(path)', false],
])('golang-migrate: %s', async (line, isOff) => {
  const found = await runner(golangMigrate, 'pkg/db/migrations/1_a.up.sql', {
    'pkg/db/migrate.go': `${imported}\n${line}`,
  })
  expect(found).toEqual(isOff ? { file: 'pkg/db/migrate.go', upAlone: false } : undefined)
})
