import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { dialects } from '../../dialects/index.ts'
import type { Script } from '../../migration/migration.ts'
import type { CodeResult } from '../knex/code-file.ts'
import { ourVersion } from './our-version.ts'
import { type NodePgMigrateSetup, readNodePgMigrations } from './read-node-pg-migrations.ts'

const root = realpathSync(mkdtempSync(join(tmpdir(), 'node-pg-migrate-')))
afterAll(() => rmSync(root, { recursive: true }))

let projects = 0

/** Reads all files whose name begins with a digit, in their order. */
async function readAll(
  texts: Readonly<Record<string, string>>,
  setup: Partial<NodePgMigrateSetup> = {},
): Promise<readonly CodeResult[]> {
  const folder = join(root, String(++projects))
  for (const [name, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  const files = Object.entries(texts)
    .filter(([name]) => /^\d/.test(name))
    .map(([file, source]) => ({ file, path: join(folder, file), source, pending: true }))
  const { results } = await readNodePgMigrations(files, {
    dialect: dialects.postgres,
    root: folder,
    project: { isDecamelized: false, version: ourVersion },
    ...setup,
  })
  return results
}

async function read(text: string, setup: Partial<NodePgMigrateSetup> = {}): Promise<CodeResult> {
  const [result] = await readAll({ '1_m.js': text }, setup)
  if (result === undefined) throw new Error('nothing was read')
  return result
}

function textsOf(script: Script | undefined): readonly string[] {
  return script?.statements.map(({ text }) => text.replace(/\s+/g, ' ')) ?? []
}

describe('up and down', () => {
  test('are what the builder puts on its list, each at the call that put it there', async () => {
    const { up, down } = await read(`
exports.up = pgm => {
  pgm.createTable('users', { id: 'id', name: { type: 'text', notNull: true, default: pgm.func('now()') } })
  pgm.addIndex('users', 'name')
  pgm.sql('DELETE FROM {table}', { table: 'users' })
}
exports.down = pgm => {
  pgm.dropTable('users')
}`)
    expect(textsOf(up)).toEqual([
      'CREATE TABLE "users" ( "id" serial PRIMARY KEY, "name" text DEFAULT now() NOT NULL )',
      'CREATE INDEX "users_name_index" ON "users" ("name")',
      'DELETE FROM "users"',
    ])
    expect(up.statements.map(({ location: { line, column } }) => [line, column])).toEqual([
      [3, 3],
      [4, 3],
      [5, 3],
    ])
    expect(up.statements.map(({ reading }) => reading)).toEqual(['recorded', 'recorded', 'recorded'])
    expect(textsOf(down)).toEqual(['DROP TABLE "users"'])
    expect([up.transaction, down?.transaction]).toEqual(['batch', 'batch'])
  })

  test.each([
    ['a callback', `exports.up = (pgm, run) => { setTimeout(() => { pgm.dropTable('a'); run() }, 5) }`],
    ['a promise', `exports.up = async pgm => { await null; pgm.dropTable('a') }`],
    ['an object', `module.exports = { async up(pgm) { pgm.dropTable('a') } }`],
    [
      'a helper that is handed a method',
      `exports.up = ({ dropTable }) => ['a'].forEach(name => dropTable(name))`,
    ],
    ['an ES module', `export const up = pgm => { pgm.dropTable('a') }`],
    ['a default export', `export default { up(pgm) { pgm.dropTable('a') } }`],
  ])('%s', async (_title, text) => {
    const { up } = await read(text)
    expect(textsOf(up)).toEqual(['DROP TABLE "a"'])
  })

  test('TypeScript, with what the package exports', async () => {
    const [result] = await readAll({
      '1_m.ts': `import { MigrationBuilder, PgType, ColumnDefinitions } from 'node-pg-migrate'
        export const shorthands: ColumnDefinitions | undefined = undefined
        export async function up(pgm: MigrationBuilder): Promise<void> {
          pgm.addColumns('t', { a: { type: PgType.JSONB } })
        }`,
    })
    expect(textsOf(result?.up)).toEqual(['ALTER TABLE "t" ADD "a" jsonb'])
    expect(result?.stubbed).toEqual([])
  })
})

describe('without a down', () => {
  test('the reverse is inferred, last step first, each at the call that it reverses', async () => {
    const { up, down } = await read(`
exports.up = pgm => {
  pgm.createTable('users', { id: 'id' })
  pgm.addColumns('users', { age: 'integer' })
  pgm.renameTable('carts', 'baskets')
}`)
    expect(up.statements).toHaveLength(3)
    expect(textsOf(down)).toEqual([
      'ALTER TABLE "baskets" RENAME TO "carts"',
      'ALTER TABLE "users" DROP "age"',
      'DROP TABLE "users"',
    ])
    expect(down?.statements.map(({ location }) => location.line)).toEqual([5, 4, 3])
  })

  test.each([
    ['pgm.sql()', `pgm.sql('DELETE FROM a')`],
    ['pgm.dropTable()', `pgm.dropTable('a')`],
    ['pgm.addConstraint() with raw SQL expression', `pgm.addConstraint('a', 'b', 'CHECK (c > 0)')`],
    ['pgm.db.query()', `await pgm.db.query('DELETE FROM a')`],
  ])('there is none where %s has no reverse', async (name, call) => {
    const { up, down } = await read(`
exports.up = async pgm => {
  pgm.createTable('t', { id: 'id' })
  ${call}
}`)
    expect(down).toBeUndefined()
    expect(up.notes).toEqual([
      {
        kind: 'no-way-back',
        message: `node-pg-migrate infers none, because ${name} has no reverse`,
        location: expect.objectContaining({ line: 4 }),
      },
    ])
  })

  test('what our version cannot infer, the version of the project may', async () => {
    const { down, up } = await read(`exports.up = pgm => { pgm.addConstraint('a', 'b', 'CHECK (c > 0)') }`, {
      project: { isDecamelized: false, version: '^6.2.2' },
    })
    expect(down).toBeUndefined()
    expect(up.notes).toMatchObject([
      {
        kind: 'way-back-unknown',
        message: expect.stringContaining(
          'the one of this project, ^6.2.2, is not installed, and may infer it',
        ),
      },
    ])
  })

  test('the author can say that there is none', async () => {
    const { down, declaredIrreversible } = await read(
      `exports.up = pgm => { pgm.dropTable('a') }\nexports.down = false`,
    )
    expect([down, declaredIrreversible]).toEqual([undefined, {}])
  })
})

test('noTransaction takes the migration out of the common transaction', async () => {
  const [first, second] = await readAll({
    '1_a.js': `exports.up = pgm => { pgm.dropTable('a') }`,
    '2_b.js': `exports.up = pgm => {
      pgm.noTransaction()
      pgm.createIndex('b', 'c', { concurrently: true })
    }`,
  })
  expect([first?.up.transaction, second?.up.transaction, second?.down?.transaction]).toEqual([
    'batch',
    'none',
    'none',
  ])
})

test('shorthands hold for the files that come after', async () => {
  const [, second] = await readAll({
    '1_a.js': `exports.shorthands = { key: { type: 'uuid', primaryKey: true } }\nexports.up = () => {}`,
    '2_b.js': `exports.shorthands = { day: 'date' }
      exports.up = pgm => { pgm.createTable('t', { id: 'key', at: 'day' }) }`,
  })
  expect(textsOf(second?.up)).toEqual(['CREATE TABLE "t" ( "id" uuid PRIMARY KEY, "at" date )'])
})

test('what pgm.db finds is not known, so that both ways are taken', async () => {
  const { up } = await read(`
exports.up = async pgm => {
  const rows = await pgm.db.select("SELECT 1 FROM t WHERE a = 'b'")
  if (rows.length === 0) pgm.sql("INSERT INTO t VALUES ('b')")
  else pgm.sql('DELETE FROM t WHERE a IS NULL')
}`)
  expect(up.statements.map(({ text, conditions }) => [text, conditions])).toEqual([
    [`SELECT 1 FROM t WHERE a = 'b'`, undefined],
    [`INSERT INTO t VALUES ('b')`, [`rows(SELECT 1 FROM t WHERE a = 'b') is none`]],
    ['DELETE FROM t WHERE a IS NULL', [`rows(SELECT 1 FROM t WHERE a = 'b') is some`]],
  ])
})

test('names are decamelized where the project does so', async () => {
  const { up } = await read(`exports.up = pgm => { pgm.dropTable('userCarts') }`, {
    project: { isDecamelized: true },
  })
  expect(textsOf(up)).toEqual(['DROP TABLE "user_carts"'])
})

test.each([
  ['no function "up"', 'exports.down = () => {}'],
  ['neither a function nor false', 'exports.up = () => {}\nexports.down = 1'],
])('a file that is no migration: %s', async (reason, text) => {
  const { up, down } = await read(text)
  const notes = [...up.notes, ...(down?.notes ?? [])]
  expect(notes[0]).toMatchObject({ kind: 'failed', message: expect.stringContaining(reason) })
})

test('in the sandbox it is the same', async () => {
  const { up, down } = await read(`exports.up = pgm => { pgm.createTable('a', { id: 'id' }) }`, {
    engine: 'sandbox',
  })
  expect([textsOf(up), textsOf(down)]).toEqual([
    ['CREATE TABLE "a" ( "id" serial PRIMARY KEY )'],
    ['DROP TABLE "a"'],
  ])
})

test('read without running any of it', async () => {
  const { up, down } = await read(
    `exports.up = pgm => {
      for (const name of ['a', 'b']) pgm.dropTable(name)
    }
    exports.down = pgm => { pgm.createTable('a', { id: 'id' }) }`,
    { engine: 'never' },
  )
  expect(up.statements.map(({ text, approximate }) => [text, approximate])).toEqual([
    ['DROP TABLE "a"', true],
    ['DROP TABLE "b"', true],
  ])
  expect(textsOf(down)).toEqual(['CREATE TABLE "a" ( "id" serial PRIMARY KEY )'])
})

test('where nothing of the project is to run, its copy of the tool does not run either', async () => {
  const migration = `exports.up = pgm => { pgm.dropTable('a') }; exports.down = false`
  const copy = {
    'node_modules/node-pg-migrate/package.json':
      '{ "name": "node-pg-migrate", "version": "9.0.0", "main": "index.js" }',
    'node_modules/node-pg-migrate/index.js': 'throw new Error("it runs")',
  }
  const [never] = await readAll({ '1_m.js': migration, ...copy }, { engine: 'never' })
  expect(textsOf(never?.up)).toEqual(['DROP TABLE "a"'])
  const [run] = await readAll({ '1_m.js': migration, ...copy }, { engine: 'node' })
  expect(run?.up.notes.map(({ message }) => message).join()).toContain('it runs')
})

test('the version that stands in is the one that is installed here', () => {
  const { version } = createRequire(import.meta.url)('node-pg-migrate/package.json')
  expect(ourVersion).toBe(version)
})
