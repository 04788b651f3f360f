import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Dialect } from '../../dialects/dialect.ts'
import { dialects } from '../../dialects/index.ts'
import type { Script } from '../../migration/migration.ts'
import { openSession } from './child-session.ts'
import { readKnexfile } from './knexfile.ts'
import type { KnexEngine } from './protocol.ts'
import { type KnexResult, readKnexMigrations } from './read-knex-migrations.ts'

const root = realpathSync(mkdtempSync(join(tmpdir(), 'knex-never-')))
afterAll(() => rmSync(root, { recursive: true }))

let projects = 0

function write(files: Readonly<Record<string, string>>): string {
  const folder = join(root, String(++projects))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

async function readOne(
  files: Readonly<Record<string, string>>,
  engine: KnexEngine = 'never',
  dialect: Dialect = dialects.postgres,
): Promise<KnexResult> {
  const folder = write(files)
  const name = Object.keys(files)[0] ?? ''
  const file = { file: name, path: join(folder, name), pending: true }
  const knexfile =
    files['knexfile.js'] === undefined ? {} : { knexfile: { path: join(folder, 'knexfile.js') } }
  const [result] = await readKnexMigrations([file], {
    dialect,
    root: folder,
    engine,
    timeout: 1500,
    ...knexfile,
  })
  if (result === undefined) throw new Error('nothing was read')
  return result
}

function textsOf(script: Script | undefined): readonly string[] {
  return script?.statements.map(({ text }) => text) ?? []
}

function notesOf(script: Script | undefined): readonly string[] {
  return script?.notes.map(({ kind, message, location }) => `${location?.line} ${kind}: ${message}`) ?? []
}

function up(body: string): string {
  return `exports.up = async knex => { ${body} }\nexports.down = async () => {}`
}

describe('the source says the same as a run', () => {
  const sources: readonly (readonly [string, string, string])[] = [
    [
      'the schema builder, queries and raw',
      'm.js',
      `exports.up = async function (knex) {
        await knex.schema.createTable('users', t => { t.increments(); t.string('name', 20).notNullable().index() })
        await knex('users').where({ id: 1 }).update({ name: 'a' })
        await knex.raw('vacuum; analyze')
      }
      exports.down = knex => knex.schema.dropTable('users').dropTableIfExists('b')`,
    ],
    [
      'loops, helpers, defaults and destructuring',
      'm.js',
      `const tables = ['a', 'b'].map(name => \`t_\${name}\`)
      const { prefix = 'x', ...rest } = { suffix: 'y' }
      function touch(knex, table, { column = 'at' } = {}) {
        return knex.schema.alterTable(table, t => { t.timestamp(column) })
      }
      exports.up = async knex => {
        for (const table of tables) await touch(knex, table)
        for (let i = 0; i < 2; i++) await knex.raw('select ?', [i])
        await Promise.all(tables.map(table => touch(knex, table, { column: prefix + rest.suffix })))
        switch (tables.length) { case 1: await knex.raw('select 1'); break; case 2: await knex.raw('select 2') }
      }
      exports.down = async knex => { while (tables.length > 0) await knex.schema.dropTable(tables.pop()) }`,
    ],
    [
      'TypeScript, enums and exports',
      'm.ts',
      `import type { Knex } from 'knex'
      enum Table { Users = 'users', Posts = 'posts' }
      const columns: readonly string[] = ['a'] as const
      export const config = { transaction: false }
      export async function up(knex: Knex): Promise<void> {
        for (const each of Object.values(Table)) await knex.schema.dropTable(each as string)
        await knex.schema.table(Table.Users, (t: Knex.TableBuilder) => { columns.forEach(c => t.dropColumn(c)) })
      }
      export const down = (knex: Knex) => knex.transaction(async trx => { await trx(Table.Posts!).del() })`,
    ],
    [
      'promise chains',
      'm.js',
      `exports.up = (knex, Promise) => knex.schema.dropTable('a').then(() => knex.schema.dropTable('b')).then(function () { return knex('c').del() })
      exports.down = function (knex) { return Promise.resolve().then(() => knex.raw('select 1')) }`,
    ],
  ]

  test.each(sources)('%s', async (_title, name, source) => {
    const [read, run] = [await readOne({ [name]: source }), await readOne({ [name]: source }, 'node')]
    const plain = (script: Script | undefined): unknown =>
      script?.statements.map(({ text, location, operations }) => ({ text, location, operations }))
    expect(plain(read.up)).toEqual(plain(run.up))
    expect(plain(read.down)).toEqual(plain(run.down))
    expect(read.up.transaction).toBe(run.up.transaction)
    expect([...notesOf(read.up), ...notesOf(read.down)]).toEqual([...notesOf(run.up), ...notesOf(run.down)])
    expect(read.up.statements.every(({ approximate }) => approximate === true)).toBe(true)
    expect(run.up.statements.some(({ approximate }) => approximate === true)).toBe(false)
  })
})

describe('what only a run would know', () => {
  test('both ways of a condition that nobody knows', async () => {
    const { up: script } = await readOne({
      'm.js': up(`
        const [row] = await knex('settings').select()
        if (row.kind === 'old') await knex.schema.dropTable('a')
        else await knex.schema.dropTable('b')
        if (!(await knex.schema.hasTable('c'))) await knex.schema.createTable('c', t => { t.increments() })`),
    })
    const found = script.statements.map(({ text, conditions }) => [text, conditions?.at(-1)])
    expect(found).toEqual([
      ['select * from "settings"', undefined],
      ['drop table "b"', 'the condition on line 3 is false'],
      ['drop table "a"', 'the condition on line 3 is true'],
      ['create table "c" ("id" serial primary key)', "hasTable('c') is false"],
    ])
    expect(notesOf(script)).toEqual([])
  })

  test('a name that is not known is no name', async () => {
    const { up: script } = await readOne({
      'm.js': up(`const names = require('not-there')\nawait knex.schema.dropTable(names.users)`),
    })
    expect(script.statements.map(({ reading, operations }) => [reading, operations[0]?.kind])).toEqual([
      ['partial', 'unreadable'],
    ])
  })

  test('a package that gets the database is named', async () => {
    const { up: script } = await readOne({
      'm.js': `const { seed } = require('not-there')\n${up(`await seed(knex)`)}`,
    })
    expect(notesOf(script)).toEqual([
      '2 not-reached: Line 2 hands the database to code that cannot be followed without running it: what that does was not checked.',
    ])
  })

  test('a helper in another file is followed', async () => {
    const { up: script } = await readOne({
      'm.ts': `import { drop } from './lib/drop.js'\nexport const up = (knex: any) => drop(knex, 'a')\nexport const down = () => {}`,
      'lib/drop.ts': `export const drop = (knex: any, name: string) => knex.schema.dropTable(name)`,
    })
    expect(textsOf(script)).toEqual(['drop table "a"'])
    expect(script.statements[0]?.location.line).toBe(2)
  })

  test('a down that throws', async () => {
    const { down } = await readOne({
      'm.js': `exports.up = async () => {}\nexports.down = () => { throw new Error('one way') }`,
    })
    expect(notesOf(down).join()).toContain('throws: "down" always throws: one way.')
  })
})

describe('nothing of the project runs', () => {
  const hostile: readonly (readonly [string, string])[] = [
    ['a file that throws', `throw new Error('run')`],
    ['constructors', `(() => {}).constructor('globalThis.hit = 1')()`],
    ['a loop without an end', 'while (true) {}'],
    ['functions without an end', 'const f = () => f(); f()'],
    ['a text without an end', `let s = 'x'; for (;;) s += s`],
    ['knex that runs other files', `require('knex')({ client: 'pg' }).migrate.latest()`],
  ]
  test.each(hostile)('%s', async (_title, line) => {
    const { up: script, trusted } = await readOne({ 'm.js': `${up(line)}` })
    expect(textsOf(script)).toEqual([])
    expect(trusted).toBe(true)
  })

  test('the knexfile is read too', async () => {
    const files = {
      'm.js': up(`await knex.schema.dropTable('userAccounts')`),
      'knexfile.js': `
        const hit = require('child_process').execSync('false')
        module.exports = { client: 'pg', connection: process.env.URL, migrations: { directory: ['./a', hit] },
          wrapIdentifier: (name, wrap) => wrap(name.toLowerCase()) }`,
    }
    const { up: script } = await readOne(files)
    expect(textsOf(script)).toEqual(['drop table "useraccounts"'])
    const folder = write(files)
    const session = openSession({ root: folder, engine: 'never' })
    const facts = await readKnexfile(session, { path: join(folder, 'knexfile.js') })
    session.end()
    expect([facts.client, facts.directories]).toEqual(['pg', ['./a']])
  })
})

describe('what a run does not come to is read', () => {
  test('a branch that hangs on a row', async () => {
    const { up: script } = await readOne(
      {
        'm.js': up(`
        const row = await knex('settings').first()
        if (row.value === \`email ${'only'}\`) await knex.schema.dropTable('a')
        await knex.schema.dropTable('b')`),
      },
      'node',
    )
    expect(
      script.statements.map(({ text, approximate, runs, conditions }) => [
        text,
        approximate,
        runs,
        conditions,
      ]),
    ).toEqual([
      ['select * from "settings" limit $1', undefined, undefined, undefined],
      [
        'drop table "a"',
        true,
        'perhaps',
        [
          'read without running',
          'rows(select * from "settings" limit $1) is some',
          'the condition on line 3 is true',
        ],
      ],
      ['drop table "b"', undefined, undefined, ['rows(select * from "settings" limit $1) is some']],
    ])
    expect(script.notes).toEqual([])
  })

  test('of a piece whose source cannot be followed to its end, that stays said', async () => {
    const { up: script } = await readOne(
      {
        'm.js': up(`const row = await knex('settings').first()
if (row?.value === String(knex)) {
  await knex.schema.dropTable('a')
  await require('not-there').remove(knex)
}`),
      },
      'node',
    )
    expect(script.notes.map(({ kind }) => kind)).toEqual(['not-reached'])
  })

  test('a migration that never ends', async () => {
    const result = await readOne({ 'm.js': up(`await knex.schema.dropTable('a')\nwhile (knex) {}`) }, 'node')
    expect(textsOf(result.up)).toEqual(['drop table "a"'])
    expect(result.trusted).toBe(false)
    expect(result.up.notes.map(({ kind }) => kind)).toEqual(['failed'])
  })

  test('a variable of the environment', async () => {
    const { up: script } = await readOne(
      {
        'm.js': up(`
        if (process.env.REGION === 'eu') await knex.schema.dropTable('a')
        const schema = process.env.SCHEMA || 'public'
        await knex.raw('drop table ' + schema + '.b')`),
      },
      'node',
    )
    expect(script.statements.map(({ text, conditions }) => [text, conditions])).toEqual([
      ['drop table "a"', ["process.env.REGION is 'eu'"]],
      ['drop table public.b', undefined],
    ])
    expect(script.notes).toEqual([])
  })

  test('a variable that was read when the file was loaded', async () => {
    const { up: script } = await readOne(
      {
        'm.js': `const isEu = process.env.REGION === 'eu'\n${up(`if (isEu) await knex.schema.dropTable('a')`)}`,
      },
      'node',
    )
    expect(script.statements.map(({ text, conditions }) => [text, conditions])).toEqual([
      ['drop table "a"', ['the environment variables are set']],
    ])
    expect(script.notes).toEqual([])
  })
})
