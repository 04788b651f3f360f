import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Dialect } from '../../dialects/dialect.ts'
import { dialects } from '../../dialects/index.ts'
import type { Script } from '../../migration/migration.ts'
import { type KnexResult, readKnexMigrations } from './read-knex-migrations.ts'

const root = realpathSync(mkdtempSync(join(tmpdir(), 'knex-projects-')))
afterAll(() => rmSync(root, { recursive: true }))

let projects = 0

/** Reads the first of the files; the others are what it finds beside it. */
async function read(
  files: Readonly<Record<string, string>>,
  dialect: Dialect = dialects.postgres,
): Promise<KnexResult> {
  const folder = join(root, String(++projects))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  const name = Object.keys(files)[0] ?? ''
  const [result] = await readKnexMigrations([{ file: name, path: join(folder, name), pending: true }], {
    dialect,
    root: folder,
  })
  if (result === undefined) throw new Error('nothing was read')
  return result
}

function textsOf(script: Script | undefined): readonly string[] {
  return script?.statements.map(({ text }) => text) ?? []
}

function up(body: string): string {
  return `exports.up = async knex => { ${body} }\nexports.down = async () => {}`
}

describe('what a migration imports', () => {
  test('through the path aliases of the tsconfig.json, comments and inheritance included', async () => {
    const { up: script, stubbed } = await read({
      'db/m.ts': `import { name } from '@names/users'\nimport { other } from 'src/other'
        export const up = (knex: any) => knex.schema.dropTable(name).dropTable(other)\nexport const down = () => {}`,
      'tsconfig.json': `{ "extends": "./base", "compilerOptions": { "baseUrl": ".", } /* paths are in the base */ }`,
      'base.json': `{ // shared
        "compilerOptions": { "paths": { "@names/*": ["lib/names/*"], }, }, }`,
      'lib/names/users.ts': `export const name = 'users'`,
      'src/other.ts': `export const other = 'other'`,
    })
    expect(textsOf(script)).toEqual(['drop table "users"', 'drop table "other"'])
    expect(stubbed).toEqual([])
  })

  test.each([
    ['package.json', '{ "workspaces": ["packages/*"] }'],
    ['pnpm-workspace.yaml', "packages:\n  - 'packages/*'\n"],
  ])('from a package of the same repository that is not linked: %s', async (name, text) => {
    const { up: script, stubbed } = await read({
      'db/m.ts': `import { users } from '@acme/names'\nimport { posts } from '@acme/names/posts'
        export const up = (knex: any) => knex.schema.dropTable(users).dropTable(posts)\nexport const down = () => {}`,
      [name]: text,
      'packages/names/package.json': `{ "name": "@acme/names", "main": "dist/index.js" }`,
      'packages/names/src/index.ts': `export const users = 'users'`,
      'packages/names/src/posts.ts': `export const posts = 'posts'`,
    })
    expect(textsOf(script)).toEqual(['drop table "users"', 'drop table "posts"'])
    expect(stubbed).toEqual([])
  })
})

describe('SQL that hangs on the moment', () => {
  test('is told where it stands; values that are bound are not', async () => {
    const { up: script } = await read({
      'm.js': up(`
        await knex('t').insert({ at: new Date(), key: Math.random() })
        await knex.transaction(async trx => { await trx.raw('select 1') })
        await knex.schema.createTable('p_' + Date.now(), t => { t.increments() })`),
    })
    expect(script.notes.map(({ kind, location }) => [kind, location?.line])).toEqual([['varies', 4]])
  })
})

describe('SQL that the server refuses', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['an enum', `t.enu('e', ['a']).alter()`, 'writes the CHECK of an enum into ALTER COLUMN'],
    ['a check without a name', `t.check('n > 1')`, 'makes a wrong name for a CHECK'],
  ]
  test.each(cases)('%s', async (_title, call, reason) => {
    const { up: script } = await read({ 'm.js': up(`await knex.schema.alterTable('t', t => { ${call} })`) })
    const [unreadable] = script.statements
      .flatMap(({ operations }) => operations)
      .filter(({ kind }) => kind === 'unreadable')
    expect(unreadable).toMatchObject({ reason: expect.stringContaining(reason) })
  })
})

test('names that only a database has are no names', async () => {
  const { up: script } = await read({
    'm.js': up(`
      const rows = await knex('pg_tables').select('tablename')
      for (const { tablename } of rows) {
        await knex.raw(\`drop table \${tablename}\`)
        await knex(tablename).update({ a: tablename })
        await knex('t').where({ a: tablename }).del()
      }`),
  })
  expect(script.statements.map(({ reading, operations }) => [reading, operations[0]?.kind])).toEqual([
    ['recorded', 'read-rows'],
    ['partial', 'unreadable'],
    ['partial', 'unreadable'],
    ['recorded', 'delete-rows'],
  ])
})

test('a table that knex makes anew on SQLite is named', async () => {
  const { up: script } = await read(
    {
      'm.js': up(`
      await knex.schema.alterTable('t', t => { t.dropColumn('a') })
      await knex.schema.alterTable('t', t => { t.string('b') })`),
    },
    dialects.sqlite,
  )
  expect(script.statements.map(({ rebuildsTable }) => rebuildsTable)).toEqual(['t', undefined])
})
