import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Dialect } from '../../dialects/dialect.ts'
import { dialects } from '../../dialects/index.ts'
import type { Location, Script } from '../../migration/migration.ts'
import { type KnexResult, type KnexSetup, readKnexMigrations } from './read-knex-migrations.ts'

const { postgres, mysql, sqlite } = dialects
const root = realpathSync(mkdtempSync(join(tmpdir(), 'knex-read-')))
afterAll(() => rmSync(root, { recursive: true }))

let projects = 0

/** Reads a project: files whose names begin with `m` are its pending migrations, those with `a` applied ones. */
async function read(
  files: Readonly<Record<string, string | Buffer>>,
  dialect: Dialect = postgres,
  setup: Partial<KnexSetup> = {},
): Promise<readonly KnexResult[]> {
  const folder = join(root, String(++projects))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  const migrations = Object.keys(files)
    .filter(name => /^[am]/.test(name))
    .map(name => ({ file: name, path: join(folder, name), pending: name.startsWith('m') }))
  return await readKnexMigrations(migrations, { dialect, root: folder, ...setup })
}

async function readOne(source: string, dialect: Dialect = postgres, name = 'm.js'): Promise<KnexResult> {
  const [result] = await read({ [name]: source }, dialect)
  if (result === undefined) throw new Error('nothing was read')
  return result
}

function up(body: string): string {
  return `exports.up = async knex => { ${body} }\nexports.down = async () => {}`
}

function textsOf(script: Script | undefined): readonly string[] {
  return script?.statements.map(({ text }) => text) ?? []
}

function kindsOf(script: Script | undefined): readonly string[] {
  return script?.statements.flatMap(({ operations }) => operations.map(({ kind }) => kind)) ?? []
}

function notesOf(script: Script | undefined): readonly string[] {
  return script?.notes.map(({ kind, message }) => `${kind}: ${message}`) ?? []
}

/** What a location covers. */
function cut(source: string, { line, column, endLine, endColumn }: Location): string {
  const lines = source.split('\n').slice(line - 1, endLine)
  const last = lines.length - 1
  lines[last] = (lines[last] ?? '').slice(0, endColumn - 1)
  lines[0] = (lines[0] ?? '').slice(column - 1)
  return lines.join('\n')
}

describe('what is sent', () => {
  test('both directions, through the schema builder, queries and raw', async () => {
    const { up: forth, down: back } = await readOne(`
      exports.up = async knex => {
        await knex.schema.createTable('users', t => { t.increments(); t.string('name', 20).notNullable() })
        await knex('users').where({ id: 1 }).update({ name: 'a' })
        await knex.raw('vacuum')
      }
      exports.down = knex => knex.schema.dropTable('users')`)
    expect(textsOf(forth)).toEqual([
      'create table "users" ("id" serial primary key, "name" varchar(20) not null)',
      'update "users" set "name" = $1 where "id" = $2',
      'vacuum',
    ])
    expect(textsOf(back)).toEqual(['drop table "users"'])
    expect(forth.statements.map(({ reading }) => reading)).toEqual(['recorded', 'recorded', 'recorded'])
  })

  test('each engine gets its own SQL', async () => {
    const source = up(`await knex.schema.alterTable('t', t => { t.enu('e', ['a', 'b']).alter() })`)
    expect(textsOf((await readOne(source, mysql)).up)).toEqual(["alter table `t` modify `e` enum('a', 'b')"])
    expect(kindsOf((await readOne(source, mysql)).up)).toEqual(['change-column'])
    expect(textsOf((await readOne(source, postgres)).up).at(2)).toContain('::text::text check')
  })

  test('a raw call with several statements is several statements, each on its line', async () => {
    const source = up('await knex.raw(`\n  drop table a;\n  drop table b`)')
    const { up: script } = await readOne(source)
    expect(script.statements.map(({ text, location }) => [text, cut(source, location)])).toEqual([
      ['drop table a', 'drop table a'],
      ['drop table b', 'drop table b'],
    ])
  })

  test('transactions, batches and streams inside of a migration', async () => {
    const { up: script } = await readOne(
      up(`
        await knex.transaction(async trx => { await trx('a').insert({ b: 1 }) })
        await knex.batchInsert('c', [{ d: 1 }, { d: 2 }], 1)
        knex('e').stream().pipe({ on() { return this }, once() {}, emit() {}, write() {}, end() {} })`),
    )
    expect(textsOf(script)).toEqual([
      'SAVEPOINT trx1',
      'insert into "a" ("b") values ($1)',
      'RELEASE SAVEPOINT trx1',
      'SAVEPOINT trx2',
      'insert into "c" ("d") values ($1)',
      'insert into "c" ("d") values ($1)',
      'RELEASE SAVEPOINT trx2',
      'select * from "e"',
    ])
  })

  test('SQLite: a rebuild of the table is one change', async () => {
    const { up: script } = await readOne(
      up(`
        await knex.schema.alterTable('t', t => { t.dropColumn('a') })
        await knex.schema.alterTable('t', t => { t.string('b', 5).notNullable().alter() })
        await knex.schema.alterTable('t', t => { t.setNullable('c'); t.foreign('d').references('id').inTable('u') })`),
      sqlite,
    )
    expect(kindsOf(script)).toEqual(['drop-column', 'change-column', 'drop-not-null', 'add-constraint'])
  })

  test('MySQL: a column is renamed with the definition it has, and the keys that point at the table are made anew', async () => {
    const { up: script } = await readOne(
      up(`
        await knex.schema.createTable('u', t => { t.increments(); t.string('a', 10).notNullable().defaultTo('x') })
        await knex.schema.createTable('v', t => { t.integer('u_id').unsigned().references('u.id') })
        await knex.schema.alterTable('u', t => { t.renameColumn('a', 'b') })`),
      mysql,
    )
    expect(textsOf(script).slice(3)).toEqual([
      'alter table `v` drop foreign key `v_u_id_foreign`',
      "alter table `u` change `a` `b` varchar(10) NOT NULL DEFAULT 'x'",
      'alter table `v` add constraint `v_u_id_foreign` foreign key (`u_id`) references `u` (`id`) ON UPDATE NO ACTION ON DELETE NO ACTION',
    ])
    expect(kindsOf(script).slice(3)).toEqual(['drop-constraint', 'rename-column', 'add-constraint'])
  })

  test('the knexfile changes the SQL, and its connection is never used', async () => {
    const [result] = await read(
      {
        'm.js': up(`await knex.schema.dropTable('userAccounts')`),
        'knexfile.js': `module.exports = { production: {
          client: 'pg', connection: () => { throw new Error('used') },
          wrapIdentifier: (name, wrap) => wrap(name.replace(/[A-Z]/g, c => '_' + c.toLowerCase())) } }`,
      },
      postgres,
      { knexfile: { path: join(root, String(projects + 1), 'knexfile.js'), environment: 'production' } },
    )
    expect(textsOf(result?.up)).toEqual(['drop table "user_accounts"'])
  })

  test('equal input gives equal output', async () => {
    const source = up(`
      await knex('t').insert({ at: new Date(), n: Math.random(), m: Date.now() })
      await knex.raw(\`select '\${new Date().toISOString()} \${Math.random()}'\`)`)
    expect((await readOne(source)).up.statements).toEqual((await readOne(source)).up.statements)
  })
})

describe('where it is written', () => {
  const source = `exports.up = async function (knex) {
  await knex.schema
    .createTable('a', table => {
      table.string('x').primary(); table.string('y').unique()
    })
    .dropTable('b')
  await knex.schema.alterTable('c', t => {
    t.dropColumn('x'); t.dropColumn('y')
    t.string('z')
      .notNullable()
  })
  await knex('d')
    .where('id', 1)
    .del()
  await Promise.all([drop(knex, 'e')])
}
async function drop(knex, name) {
  await knex.raw('select 1')
  await knex.schema.dropTable(name)
}
exports.down = dropAll('f')
function dropAll(name) { return knex => knex.schema.dropTable(name) }
`
  const places: readonly (readonly [string, string])[] = [
    ['create table "a"', 'knex.schema'],
    ['alter table "a" add constraint', 'unique()'],
    ['drop table "b"', "dropTable('b')"],
    ['alter table "c" add column', "t.string('z')"],
    ['alter table "c" drop column "x"', "t.dropColumn('x')"],
    ['alter table "c" drop column "y"', "t.dropColumn('y')"],
    ['delete from "d"', "knex('d')"],
    ['select 1', "knex.raw('select 1')"],
    ['drop table "e"', 'knex.schema.dropTable(name)'],
  ]

  test.each(['m.js', 'm.ts', 'm.mjs'])('%s', async name => {
    const text = name === 'm.js' ? source : source.replace(/exports\.(up|down) =/g, 'export const $1 =')
    const { up: script } = await readOne(text, postgres, name)
    const found = script.statements.map(({ text: sql, location }) => [sql, cut(text, location)] as const)
    for (const [sql, place] of places) {
      const at = found.find(([each]) => each.startsWith(sql))?.[1]
      expect([sql, at?.slice(0, place.length)]).toEqual([sql, place])
    }
  })

  test('a helper that makes the function leaves the place of the export', async () => {
    const { down: script } = await readOne(source)
    expect(script?.statements.map(({ location }) => location.line)).toEqual([22])
  })

  test('two columns that one statement adds keep their own places', async () => {
    const text = up(
      `await knex.schema.alterTable('t', t => { t.integer('a'); t.integer('b').notNullable() })`,
    )
    const { up: script } = await readOne(text)
    expect(script.statements[0]?.operationLocations?.map(each => cut(text, each))).toEqual([
      "t.integer('a')",
      "t.integer('b').notNullable()",
    ])
  })

  test('a call in another file is placed where the migration calls it', async () => {
    const source = `import { drop } from './lib/helper.js'
export const up = async (knex: unknown) => { await drop(knex) }
export const down = () => {}`
    const [result] = await read({
      'm.ts': source,
      'lib/helper.ts': `export const drop = (knex: any) => knex.schema.dropTable('t')`,
    })
    expect(result?.up.statements.map(({ location }) => cut(source, location))).toEqual(['drop(knex)'])
  })
})

describe('where another file makes the calls', () => {
  test('what it sends in a callback belongs to the call of the migration', async () => {
    const source = `const { revert } = require('./lib/revert')
exports.up = knex => {
  return revert(knex)
}
exports.down = () => {}`
    const [result] = await read({
      'm.js': source,
      'lib/revert.js': `exports.revert = knex => Promise.resolve()
        .then(() => undefined) && knex('t').where({ a: 1 }).del().then(() => new Promise(done => setTimeout(done, 1))).then(() => knex('u').del())`,
    })
    expect(result?.up.statements.map(({ location }) => cut(source, location))).toEqual([
      'revert(knex)',
      'revert(knex)',
    ])
  })
})

describe('answers', () => {
  test('what earlier migrations made is known', async () => {
    const results = await read({
      'a.js': up(`await knex.schema.createTable('t', t => { t.integer('a') })`),
      'm.js': up(`
        if (await knex.schema.hasTable('t')) await knex.raw('select 1')
        else await knex.raw('select 2')
        if (!(await knex.schema.hasColumn('t', 'b'))) await knex.schema.alterTable('t', t => { t.integer('b') })
        const info = await knex('t').columnInfo()
        if ('b' in info) await knex.raw('select 3')`),
    })
    expect(textsOf(results[1]?.up)).toEqual([
      'select 1',
      'alter table "t" add column "b" integer',
      'select 3',
    ])
    expect(results[1]?.up.statements.map(({ conditions }) => conditions)).toEqual([
      undefined,
      undefined,
      undefined,
    ])
  })

  test('what is not known goes each way, and says under which condition', async () => {
    const { up: script } = await readOne(
      up(`
        if (await knex.schema.hasTable('t')) await knex.schema.dropTable('t')
        const rows = await knex('u').select('id')
        for (const row of rows) await knex('v').where({ id: row.id }).del()
        await knex.raw('select 1')`),
    )
    expect(script.statements.map(({ text, conditions }) => [text, conditions])).toEqual([
      ['drop table "t"', ["hasTable('t') is true"]],
      ['select "id" from "u"', undefined],
      ['delete from "v" where "id" = $1', ['rows(select "id" from "u") is some']],
      ['select 1', undefined],
    ])
  })

  test('a whole history knows what is not there', async () => {
    const source = up(`if (await knex.schema.hasTable('t')) await knex.schema.dropTable('t')`)
    const [result] = await read({ 'm.js': source }, postgres, { historyComplete: true })
    expect(textsOf(result?.up)).toEqual([])
  })

  test('environment variables are set where nothing goes without them', async () => {
    const { up: script } = await readOne(`
      if (!process.env.TENANT) throw new Error('set TENANT')
      ${up(`await knex.raw('select 1')`)}`)
    expect(textsOf(script)).toEqual(['select 1'])
    expect(notesOf(script)).toEqual([])
  })
})

describe('the transaction of the runner', () => {
  const plain = up('')
  const own = `${plain}\nexports.config = { transaction: false }`

  test('all pending files share one, going back each has its own', async () => {
    const results = await read({ 'a.js': plain, 'm1.js': plain, 'm2.js': plain })
    expect(results.map(each => [each.up.transaction, each.down?.transaction])).toEqual([
      ['script', undefined],
      ['batch', 'script'],
      ['batch', 'script'],
    ])
  })

  test('one file that asks for none splits the batch', async () => {
    const results = await read({ 'm1.js': plain, 'm2.js': own })
    expect(results.map(each => [each.up.transaction, each.down?.transaction])).toEqual([
      ['script', 'script'],
      ['none', 'none'],
    ])
  })

  test('disableTransactions', async () => {
    const results = await read({ 'm1.js': plain }, postgres, { disableTransactions: true })
    expect(results.map(each => each.up.transaction)).toEqual(['none'])
  })
})

describe('loading', () => {
  test('TypeScript with enums, type imports and aliases of packages that are not installed', async () => {
    const [result] = await read({
      'm.ts': `
        import { Knex } from 'knex'
        import logger from '@acme/logger'
        import { v4 } from 'no-such-uuid'
        enum Table { Users = 'users' }
        const fs = require('node:fs')
        export async function up(knex: Knex): Promise<void> {
          logger.child({ a: 1 }).info('x')
          await knex(Table.Users).insert({ id: v4() })
          await knex.raw(fs.readFileSync(__dirname + '/lib/a.sql', 'utf8'))
        }
        export async function down() {}`,
      'lib/a.sql': 'drop table a',
    })
    expect(textsOf(result?.up)).toEqual(['insert into "users" ("id") values ($1)', 'drop table a'])
    expect(result?.stubbed).toEqual(['@acme/logger', 'no-such-uuid'])
  })

  test('an ES module that makes __dirname itself', async () => {
    const { up: script } = await readOne(
      `import { dirname } from 'node:path'
       import { fileURLToPath } from 'node:url'
       const __dirname = dirname(fileURLToPath(import.meta.url))
       export const up = knex => knex.raw('select ' + (__dirname.length > 1))
       export const down = () => {}`,
    )
    expect(textsOf(script)).toEqual(['select true'])
  })

  test('a module that is imported as async, beside functions that are', async () => {
    const [result] = await read({
      'm.ts': `
        import async from './lib/async'
        export async function up(knex: any): Promise<void> {
          await async.each(['a', 'b'], async (name: string) => { await knex.raw('drop table ' + name) })
          await async.each(['c'], async name => knex({ async: name }.async).del())
        }
        export const down = async () => {}`,
      'lib/async.ts': `
        export default { async each(list: string[], visit: (name: string) => Promise<void>) {
          for (const name of list) await visit(name)
        } }`,
    })
    expect(notesOf(result?.up)).toEqual([])
    expect(textsOf(result?.up)).toEqual(['drop table a', 'drop table b', 'delete from "c"'])
  })

  test('content that is given takes the place of the disk', async () => {
    const path = join(root, 'staged.js')
    writeFileSync(path, up(`await knex.raw('select 1')`))
    const file = { file: 'staged.js', path, pending: true, source: up(`await knex.raw('select 2')`) }
    const [result] = await readKnexMigrations([file], { dialect: postgres, root })
    expect(textsOf(result?.up)).toEqual(['select 2'])
  })
})

describe('what goes wrong is said', () => {
  const cases: readonly (readonly [string, string | Buffer, readonly string[]])[] = [
    [
      'no up',
      'module.exports = {}',
      ['failed: This file exports no function "up", so it is not a Knex migration.'],
    ],
    ['throws at import', `throw new Error('no')`, ['failed: This file throws when it is loaded: no.']],
    [
      'a syntax error',
      'exports.up = (',
      ['failed: This file is not valid JavaScript or TypeScript: Unexpected token.'],
    ],
    ['a binary file', Buffer.from([0, 1, 2]), ['failed: This is a binary file, not a migration.']],
    [
      'always throws',
      up(`throw new Error('cannot be done')`),
      ['throws: "up" always throws: cannot be done.'],
    ],
    ['an empty raw', up(`await knex.raw('')`), ['throws: "up" always throws: The query is empty.']],
    ['an empty file', '', ['failed: This file exports no function "up", so it is not a Knex migration.']],
    [
      'a promise that never settles',
      up('await new Promise(() => {})'),
      ['failed: "up" did not come to an end in the time that it was given.'],
    ],
    [
      'a callback of a package that is not installed',
      up(`const { Parser } = require('no-such-parser')
          await new Promise(resolve => new Parser({ onend: resolve }).end('<a/>'))`),
      [
        'failed: "up" did not come to an end in the time that it was given. It, or a file that it loads, uses no-such-parser, which is not installed or cannot be loaded: a callback that it waits for may never be called here.',
      ],
    ],
    [
      'a builder that never runs',
      `exports.up = knex => { knex.schema.dropTable('t') }; exports.down = () => {}`,
      ['not-awaited: schema.dropTable() is built, but neither awaited nor returned: it never runs.'],
    ],
    ['a raw that is a value', up(`const now = knex.raw('CURRENT_TIMESTAMP')`), []],
    [
      'a raw that never runs',
      up(`knex.raw('drop table t')`),
      ['not-awaited: knex.raw() is built, but neither awaited nor returned: it never runs.'],
    ],
    [
      'a query that nobody waits for',
      up(`setImmediate(() => knex('t').del().then(() => {}))`),
      ['not-awaited: Nobody waits for this: a query of it starts after the migration has ended.'],
    ],
    [
      'a program',
      up(`require('child_process').execSync('nginx -t')`),
      ['side-effect: It starts another program.'],
    ],
  ]
  test.each(cases)('%s', async (_name, source, notes) => {
    const [result] = await read({ 'm.js': source }, postgres, { timeout: 500 })
    expect(notesOf(result?.up)).toEqual(notes)
  })

  test('a client that knex does not know', async () => {
    const [result] = await read({ 'm.js': up('') }, postgres, { client: 'nosuch' })
    expect(notesOf(result?.up).join()).toContain("Unknown configuration option 'client' value nosuch")
  })

  test('a thousand long statements come through', async () => {
    const { up: script } = await readOne(
      up(
        `for (let n = 0; n < 1000; n++) await knex.raw('select ' + n + ' /* ' + 'x'.repeat(1000) + ' */, 1')`,
      ),
    )
    expect(script.statements).toHaveLength(1000)
  })

  test('no down is no down', async () => {
    expect((await readOne('exports.up = async () => {}')).down).toBeUndefined()
  })

  test('a throw has a place', async () => {
    const { down: script } = await readOne(
      `exports.up = async () => {}\nexports.down = () => {\n  throw new Error('irreversible')\n}`,
    )
    expect(script?.notes.map(({ location }) => location?.line)).toEqual([3])
  })

  test('values that are only part of other queries are not taken for forgotten ones', async () => {
    const { up: script } = await readOne(
      up(`
        const now = knex.raw('now()')
        const inner = knex('u').select('id')
        await knex('t').update({ at: now }).whereIn('id', inner)
        await knex.schema.createTable('v', t => { t.timestamp('at').defaultTo(knex.fn.now()) })`),
    )
    expect(notesOf(script)).toEqual([])
  })
})
