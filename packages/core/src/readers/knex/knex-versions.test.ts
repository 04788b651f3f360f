import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { dialects } from '../../dialects/index.ts'
import { readKnexMigrations } from './read-knex-migrations.ts'

const root = realpathSync(mkdtempSync(join(tmpdir(), 'migration-lint-knex-versions-')))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Forms of files, and the builder's methods that more than one version has. */
const files: Readonly<Record<string, string>> = {
  '1_tables.js': `
    exports.up = async knex => {
      await knex.schema.createTable('users', t => {
        t.increments(); t.string('email', 100).notNullable().unique(); t.text('note'); t.boolean('on').defaultTo(true)
        t.enu('kind', ['a', 'b']).defaultTo('a'); t.decimal('price', 8, 2); t.json('data'); t.jsonb('more'); t.uuid('key')
        t.timestamp('seen'); t.timestamps(true, true); t.index(['kind', 'on'], 'kind_on')
      })
      await knex.schema.createTable('carts', t => {
        t.bigIncrements('id'); t.integer('user_id').unsigned().references('id').inTable('users').onDelete('CASCADE')
        t.integer('n').notNullable().defaultTo(0); t.date('day'); t.binary('b'); t.float('f')
      })
    }
    exports.down = async knex => { await knex.schema.dropTable('carts'); await knex.schema.dropTableIfExists('users') }`,
  '2_changes.js': `
    module.exports = {
      async up(knex) {
        await knex.schema.alterTable('users', t => { t.string('name', 50); t.integer('age').notNullable().defaultTo(1) })
        await knex.schema.alterTable('users', t => { t.string('name', 80).notNullable().alter() })
        await knex.schema.table('users', t => { t.renameColumn('note', 'remark'); t.dropColumn('data') })
        await knex.schema.alterTable('users', t => {
          t.dropUnique(['email']); t.unique(['email', 'name']); t.index('age'); t.dropIndex(['kind', 'on'], 'kind_on')
        })
        await knex.schema.alterTable('carts', t => {
          t.dropForeign('user_id'); t.foreign('user_id').references('users.id').onDelete('SET NULL')
        })
        await knex.schema.renameTable('carts', 'baskets')
      },
      async down(knex) {
        await knex.schema.renameTable('baskets', 'carts')
        await knex.schema.alterTable('users', t => { t.dropColumns('name', 'age'); t.dropTimestamps() })
      },
    }`,
  '3_rows.cjs': `
    exports.up = async knex => {
      await knex('users').insert([{ email: 'a' }, { email: 'b' }])
      await knex('users').where({ email: 'a' }).whereIn('id', [1, 2]).update({ email: 'c' })
      await knex('users').where('id', '>', 3).del()
      await knex.batchInsert('users', [{ email: 'd' }, { email: 'e' }], 1)
      await knex.transaction(async trx => { await trx('users').insert({ email: 'f' }) })
      await knex.raw('update users set email = ? where id = ?', ['x', 1])
      await knex('users').insert({ id: 1, email: 'g' }).onConflict('id').merge()
      if (await knex.schema.hasTable('users')) await knex.raw('select 1')
      if (!(await knex.schema.hasColumn('users', 'zzz'))) await knex.raw('select 2')
      if ('email' in (await knex('users').columnInfo())) await knex.raw('select 3')
    }
    exports.down = knex => knex.schema.raw('select 4')`,
  '4_keys.ts': `
    import type { Knex } from 'knex'
    export async function up(knex: Knex): Promise<void> {
      await knex.schema.createTable('logs', t => { t.primary(['a', 'b']); t.integer('a'); t.integer('b'); t.comment('c') })
      await knex.schema.alterTable('logs', t => { t.dropPrimary() })
    }
    export async function down(knex: Knex): Promise<void> { await knex.schema.dropTable('logs') }`,
  '5_module.mjs': `
    export const up = knex => knex.schema.createTable('m', t => { t.increments('id'); t.datetime('at').defaultTo(knex.fn.now()) })
    export const down = knex => knex.schema.dropTable('m')`,
}

const newest = 'knex'
const older = ['knex-3.1', 'knex-2', 'knex-1', 'knex-0.95'] as const
const clients = {
  pg: dialects.postgres,
  cockroachdb: dialects.postgres,
  mysql: dialects.mysql,
  mysql2: dialects.mysql,
  sqlite3: dialects.sqlite,
  'better-sqlite3': dialects.sqlite,
} as const

type Client = keyof typeof clients

/** Statements with the primary key of a new table apart, as knex before 2.0 makes it, and what is not sent by it. */
const explained: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'knex-1': {
    pg: ['create table "logs"', 'alter table "logs" add constraint "logs_pkey"'],
    cockroachdb: ['create table "logs"', 'alter table "logs" add constraint "logs_pkey"'],
  },
  'knex-0.95': {
    pg: ['create table "logs"', 'alter table "logs" add constraint "logs_pkey"'],
    // 0.95 knows nothing of the setting that CockroachDB needs for a change of type.
    cockroachdb: [
      'create table "logs"',
      'alter table "logs" add constraint "logs_pkey"',
      'SET enable_experimental_alter_column_type_general',
    ],
    mysql: ['create table `logs`', 'alter table `logs` add primary key'],
    mysql2: ['create table `logs`', 'alter table `logs` add primary key'],
  },
}

const folderOf = createRequire(import.meta.url)
const read = new Map<string, Promise<readonly string[]>>()

/** Every statement and note of the set, as one version makes it for one client. */
function statementsOf(version: string, client: Client): Promise<readonly string[]> {
  const key = `${version} ${client}`
  const known = read.get(key) ?? readSet(version, client)
  read.set(key, known)
  return known
}

async function readSet(version: string, client: Client): Promise<readonly string[]> {
  const folder = join(root, `${version}-${client}`)
  mkdirSync(join(folder, 'node_modules'), { recursive: true })
  symlinkSync(
    dirname(folderOf.resolve(`${version}/package.json`)),
    join(folder, 'node_modules/knex'),
    'junction',
  )
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  const results = await readKnexMigrations(
    Object.keys(files).map(name => ({ file: name, path: join(folder, name), pending: true })),
    { dialect: clients[client], client, root: folder, historyComplete: true, timeout: 20_000 },
  )
  return results.flatMap(({ file, up, down }) =>
    [up, down].flatMap((script, index) => [
      ...(script?.notes ?? []).map(({ kind, message }) => `${file} ${index} ${kind}: ${message}`),
      ...(script?.statements ?? []).map(
        ({ text, operations }) =>
          `${file} ${index} ${text} → ${operations.map(({ kind }) => kind).join(', ')}`,
      ),
    ]),
  )
}

describe.each(Object.keys(clients).filter(isClient))('%s', client => {
  test('the newest version says something of every call, and nothing is unreadable', async () => {
    const statements = await statementsOf(newest, client)
    expect(statements.length).toBeGreaterThan(35)
    const unread = statements.filter(each => each.includes('unreadable') || each.endsWith('→ '))
    // CockroachDB's own syntax, which PostgreSQL's grammar does not take: told as unread.
    expect(unread.filter(each => !each.includes('drop index "users"@"users_email_unique"'))).toEqual([])
  })

  test.each([...older])('%s sends the same, but for what is explained', async version => {
    const [ours, theirs] = await Promise.all([statementsOf(newest, client), statementsOf(version, client)])
    const expected = explained[version]?.[client] ?? []
    const isUnexplained = (statement: string): boolean => !expected.some(start => statement.includes(start))
    expect(theirs.filter(isUnexplained)).toEqual(ours.filter(isUnexplained))
  })
})

function isClient(name: string): name is Client {
  return name in clients
}
