import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { lintProject } from './lint-project.ts'
import type { Report } from './report/report.ts'

const root = realpathSync(mkdtempSync(join(tmpdir(), 'migration-source-')))
afterAll(() => rmSync(root, { recursive: true }))

let projects = 0

function check(knexfile: string, paths: readonly string[] = ['db']): Promise<Report> {
  const folder = join(root, String(++projects))
  const files = {
    'knexfile.js': knexfile,
    'db/a.js': up(`knex.schema.dropTable('a')`),
    'db/b.js': up(`knex.schema.dropTable('b')`),
    'db/unused.js': up(`knex.schema.dropTable('unused')`),
  }
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return lintProject({ cwd: folder, paths })
}

function up(body: string): string {
  return `\nexports.up = knex => ${body}\nexports.down = () => {}\n`
}

function source(getMigration: string): string {
  return `class Source {
      async getMigrations() { return ['b', 'a'] }
      getMigrationName(file) { return 'step ' + file }
      ${getMigration}
    }
    module.exports = { client: 'pg', migrations: { migrationSource: new Source() } }`
}

test('names and order are those of the migrationSource, and each statement has its place', async () => {
  const { migrations } = await check(source("getMigration(file) { return require('./db/' + file) }"))
  expect(migrations.map(({ name, file }) => [name, file])).toEqual([
    ['step b', 'db/b.js'],
    ['step a', 'db/a.js'],
  ])
  expect(migrations.flatMap(({ statements }) => statements)).toMatchObject([
    { operations: ['drop table b'], location: { line: 2 } },
    { operations: ['drop table a'], location: { line: 2 } },
  ])
})

test('one that is given alone has those before it', async () => {
  const { migrations } = await check(source("getMigration(file) { return require('./db/' + file) }"), [
    'db/a.js',
  ])
  expect(migrations.filter(({ pending }) => pending).map(({ name }) => name)).toEqual(['step a'])
})

test('what it wraps is run as it gives it', async () => {
  const { migrations } = await check(
    source(`getMigration(file) {
      const { down } = require('./db/' + file)
      return { up: knex => knex.schema.createTable(file, t => { t.increments() }), down }
    }`),
  )
  expect(migrations.map(({ file, statements }) => [file, statements[0]?.operations])).toEqual([
    ['knexfile.js', ['create table b']],
    ['knexfile.js', ['create table a']],
  ])
})

test('one that needs what is not here is told once, and the folder is read', async () => {
  const { migrations, findings } = await check(
    `const getMigrations = () => require.context('./db', true, /.js$/).keys()
    module.exports = { client: 'pg', migrations: { migrationSource: { getMigrations } } }`,
  )
  expect(migrations.map(({ name }) => name)).toEqual(['a.js', 'b.js', 'unused.js'])
  const told = findings.filter(({ ruleId }) => ruleId === 'unknown-statement')
  expect(told.map(({ file, message }) => [file, message])).toEqual([
    ['knexfile.js', expect.stringContaining('require.context is not a function')],
  ])
})
