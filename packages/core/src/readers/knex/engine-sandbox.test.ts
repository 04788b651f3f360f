import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { dialects } from '../../dialects/index.ts'
import type { Script } from '../../migration/migration.ts'
import { guestFiles } from './child/sandbox/guest-code.ts'
import { readableFiles } from './child/sandbox/readable-files.ts'
import type { KnexEngine } from './protocol.ts'
import { readKnexMigrations } from './read-knex-migrations.ts'
import { ownFolder } from './start-child.ts'

const root = realpathSync(mkdtempSync(join(tmpdir(), 'knex-sandbox-')))
afterAll(() => rmSync(root, { recursive: true }))

const helpers: Readonly<Record<string, string>> = {
  'knexfile.js': `module.exports = { client: 'pg', wrapIdentifier: (name, wrap) => wrap(name.toLowerCase()) }`,
  'lib/touch.ts': `export async function touch(knex: any, table: string) {
    await knex(table).del()
    return knex.schema.dropTable(table)
  }`,
  'create.sql': 'create table from_a_file (id int)',
}

const migrations: Readonly<Record<string, string>> = {
  '01_builders.js': `exports.up = async knex => {
    await knex.schema.createTable('users', t => {
      t.increments()
      t.string('userName', 20).notNullable().index()
    })
    if (!(await knex.schema.hasTable('b'))) return knex.schema.createTable('b', t => { t.increments() })
  }
  exports.down = knex => knex.schema.dropTable('users').dropTableIfExists('b')`,
  '02_typescript.ts': `import type { Knex } from 'knex'
  import { touch } from './lib/touch.js'
  enum Table { Users = 'users' }
  export const config = { transaction: false }
  export async function up(knex: Knex): Promise<void> {
    await touch(knex, Table.Users)
    await Promise.all(['c', 'd'].map(async each => { await knex.raw('select 1'); await touch(knex, each) }))
  }
  export const down = (knex: Knex) => knex.transaction(async trx => { await trx('users').del() })`,
  '03_chains.js': `exports.up = (knex, Promise) => knex.schema.dropTable('a')
    .then(() => knex.schema.dropTable('b'))
    .then(function () { return Promise.resolve(knex('c').del()) })
  exports.down = async knex => { try { await knex('a').insert({ b: 1 }); throw new Error('no') } catch (e) { await knex.raw('select ?', [e.message]) } }`,
  '04_rows.js': `exports.up = async knex => {
    for (const row of await knex('settings').select()) await knex('copies').insert({ name: row.name })
    knex('forgotten').del()
  }
  exports.down = async () => { throw new Error('one way') }`,
  '05_files.js': `const { readFileSync } = require('fs')
  const { join } = require('path')
  exports.up = knex => knex.raw(readFileSync(join(__dirname, 'create.sql'), 'utf8'))
  exports.down = async knex => { await new Promise(done => setTimeout(done, 5000)); await knex.raw('select ' + process.env.SCHEMA) }`,
  '06_built-ins.js': `const util = require('util'), url = require('url'), path = require('path'), crypto = require('crypto'), events = require('events')
  exports.up = async knex => {
    const emitter = new events.EventEmitter()
    const heard = []
    emitter.once('a', x => heard.push(x)).on('a', x => heard.push(-x))
    emitter.emit('a', 1); emitter.emit('a', 2)
    const address = new URL('http://me:pw@[::1]:5432/path?x=1#y')
    const bytes = Buffer.from('zażółć €😀')
    const whole = Buffer.alloc(8); whole.writeInt32BE(-5, 2)
    await knex.raw("select '" + JSON.stringify([
      heard, emitter.listenerCount('a'), address.port, address.searchParams.get('x'), address.href,
      url.fileURLToPath('file:///a/b'), path.relative('/a/b', '/a/c'), path.parse('/a/b.js'),
      crypto.createHash('md5').update('ä').digest('hex'), crypto.createHmac('sha256', 'k').update('x').digest('base64'),
      bytes.toString('base64'), bytes.toString('hex'), Buffer.from('_-8', 'base64url').toString('hex'), bytes.length,
      whole.toString('hex'), whole.readInt32BE(2), Buffer.concat([bytes, whole]).length, Buffer.from([255, 254]).toString(),
      util.format('%s %d %j %%', 'a', 1, { b: 2 }, 'c'), util.isDeepStrictEqual({ a: [1] }, { a: [1] }),
      await util.promisify((x, done) => done(null, x + 1))(1), typeof process.version, btoa('a'),
      new Date(0).toISOString(), Math.random(), new Date().getFullYear(), structuredClone({ a: 1 }),
    ]).replaceAll('?', '!') + "'")
  }
  exports.down = () => {}`,
}

test('it says the same as Node, at the same places', async () => {
  for (const [name, text] of Object.entries({ ...helpers, ...migrations })) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), text)
  }
  const files = Object.keys(migrations).map(file => ({ file, path: join(root, file), pending: true }))
  const knexfile = { path: join(root, 'knexfile.js') }
  const read = (engine: KnexEngine): ReturnType<typeof readKnexMigrations> =>
    readKnexMigrations(files, { dialect: dialects.postgres, root, engine, knexfile })
  const [apart, run] = await Promise.all([read('sandbox'), read('node')])
  const told = (script: Script | undefined): unknown => script && { ...script, source: '' }
  for (const [index, { file, up, down, trusted }] of run.entries()) {
    expect(
      up.notes.filter(({ kind }) => kind === 'failed' || kind === 'throws'),
      file,
    ).toEqual([])
    expect(up.statements.length, file).toBeGreaterThan(0)
    expect(told(apart[index]?.up), file).toEqual(told(up))
    expect(told(apart[index]?.down), file).toEqual(told(down))
    expect(apart[index]?.trusted).toBe(trusted)
  }
})

test('nobody but our own files can name our own files', () => {
  const places = { ownFolder, ownPackageFile: join(ownFolder, '../../../package.json') }
  const readable = readableFiles(dirname(places.ownPackageFile), [])
  const { resolveInstalled, guestFile } = guestFiles(places, readable)
  const [host, stranger] = [guestFile('host'), join(root, '01_builders.js')]
  for (const from of [stranger, guestFile('main')]) {
    expect(resolveInstalled(host, from)).toBeUndefined()
    expect(resolveInstalled('./host.ts', from)).toBeUndefined()
  }
})
