import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sqlite } from '../../dialects/sqlite/index.ts'
import type { KnexEngine } from './protocol.ts'
import { type KnexResult, readKnexMigrations } from './read-knex-migrations.ts'

const root = mkdtempSync(join(tmpdir(), 'knex-isolation-'))
const outside = mkdtempSync(join(tmpdir(), 'knex-outside-'))
const secret = join(outside, 'secret.txt')
const loot = join(outside, 'loot.txt')
let server: Server
let port = 0
let connections = 0

beforeAll(async () => {
  writeFileSync(secret, 'top secret')
  server = createServer(socket => {
    connections++
    socket.destroy()
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  port = typeof address === 'object' && address !== null ? address.port : 0
})

afterAll(() => {
  server.close()
  rmSync(root, { recursive: true })
  rmSync(outside, { recursive: true })
})

const neighbour = `exports.up = knex => knex.schema.dropTable('kept'); exports.down = () => {}`

const engines: readonly KnexEngine[] = ['node', 'sandbox', 'never']

/** Reads a hostile file between two harmless ones. */
async function readBetweenNeighbours(engine: KnexEngine, source: string): Promise<readonly KnexResult[]> {
  const files = ['1.js', '2.js', '3.js'].map(file => ({ file, path: join(root, file), pending: true }))
  for (const { file, path } of files) writeFileSync(path, file === '2.js' ? source : neighbour)
  return await readKnexMigrations(files, { dialect: sqlite, root, engine, timeout: 700 })
}

function textsOf(result: KnexResult | undefined): readonly string[] {
  return [...(result?.up.statements ?? []), ...(result?.down?.statements ?? [])].map(({ text }) => text)
}

function up(body: string): string {
  return `exports.up = async knex => { ${body} }; exports.down = async () => {}`
}

const attempts: readonly (readonly [string, () => string])[] = [
  ['writes with fs', () => up(`require('fs').writeFileSync(${JSON.stringify(loot)}, 'x')`)],
  [
    'writes with a promise',
    () => up(`await require('node:fs/promises').writeFile(${JSON.stringify(loot)}, 'x')`),
  ],
  [
    'writes through a file handle',
    () =>
      up(
        `const fs = require('fs'); const f = fs.openSync(${JSON.stringify(loot)}, 'w'); fs.writeSync(f, 'x')`,
      ),
  ],
  ['writes through a stream', () => up(`require('fs').createWriteStream(${JSON.stringify(loot)}).end('x')`)],
  [
    'imports fs dynamically',
    () => up(`(await import('node:fs')).writeFileSync(${JSON.stringify(loot)}, 'x')`),
  ],
  [
    'asks process for a built-in',
    () => up(`process.getBuiltinModule('fs').writeFileSync(${JSON.stringify(loot)}, 'x')`),
  ],
  [
    'reaches the main module',
    () => up(`process.mainModule.require('fs').writeFileSync(${JSON.stringify(loot)}, 'x')`),
  ],
  [
    'makes its own require',
    () => up(`require('module').createRequire(__filename)('fs').writeFileSync(${JSON.stringify(loot)}, 'x')`),
  ],
  ['uses the Function constructor', () => up(`new Function('return process')().binding('fs')`)],
  [
    'climbs out through constructors',
    () =>
      up(
        `knex.constructor.constructor('return process')().mainModule.require('fs').writeFileSync(${JSON.stringify(loot)}, 'x')`,
      ),
  ],
  [
    'imports from a Function',
    () => up(`(await new Function('return import("fs")')()).writeFileSync(${JSON.stringify(loot)}, 'x')`),
  ],
  ['starts a program', () => up(`require('child_process').execSync('touch ' + ${JSON.stringify(loot)})`)],
  [
    'starts a program when it is loaded',
    () => `require('child_process').spawnSync('touch', [${JSON.stringify(loot)}]); ${up('')}`,
  ],
  [
    'starts a worker',
    () =>
      up(
        `new (require('worker_threads').Worker)('require("fs").writeFileSync(' + ${JSON.stringify(JSON.stringify(loot))} + ', "x")', { eval: true })`,
      ),
  ],
  ['opens a socket', () => up(`require('net').connect(${port}, '127.0.0.1')`)],
  ['constructs a socket', () => up(`new (require('net').Socket)().connect(${port}, '127.0.0.1')`)],
  ['asks over http', () => up(`require('http').get('http://127.0.0.1:${port}')`)],
  ['fetches', () => up(`await fetch('http://127.0.0.1:${port}')`)],
  ['sends a datagram', () => up(`require('dgram').createSocket('udp4').send('x', ${port}, '127.0.0.1')`)],
  ['kills its parent', () => up(`process.kill(process.ppid, 'SIGKILL')`)],
  ['kills the test', () => up(`process.kill(${process.pid}, 'SIGKILL')`)],
  [
    'opens a real connection with knex',
    () =>
      up(
        `await require('knex')({ client: 'pg', connection: { host: '127.0.0.1', port: ${port} } }).raw('select 1')`,
      ),
  ],
]

describe.each(engines)('nothing gets out of the engine %s', engine => {
  let results: ReadonlyMap<string, KnexResult>

  beforeAll(async () => {
    const sources = attempts.flatMap(([name, source], index) => [
      { file: `attempt ${name}`, path: join(root, `${index}a.js`), source: source(), pending: true },
      { file: `after ${name}`, path: join(root, `${index}b.js`), source: neighbour, pending: true },
    ])
    const read = await readKnexMigrations(sources, { dialect: sqlite, root, engine, timeout: 700 })
    results = new Map(read.map(result => [result.file, result]))
  })

  test.each(attempts)('%s', name => {
    const attempt = results.get(`attempt ${name}`)
    const notes = [...(attempt?.up.notes ?? []), ...(attempt?.down?.notes ?? [])]
    // Who only reads has nothing to tell: nothing was tried.
    if (engine !== 'never') expect(notes.map(({ kind }) => kind)).not.toEqual([])
    expect(textsOf(results.get(`after ${name}`))).toEqual(['drop table `kept`'])
    expect(results.get(`after ${name}`)?.trusted).toBe(true)
  })

  test('nothing was written and nobody was called', () => {
    expect(existsSync(loot)).toBe(false)
    expect(connections).toBe(0)
  })

  test('no secret is read', async () => {
    process.env.MIGRATION_LINT_SECRET = 'top secret'
    const [, result] = await readBetweenNeighbours(
      engine,
      up(`
        const read = f => { try { return String(f()) } catch { return 'refused' } }
        const fs = require('fs')
        await knex.raw('select ' + JSON.stringify([
          read(() => process.env.MIGRATION_LINT_SECRET),
          read(() => fs.readFileSync(${JSON.stringify(secret)}, 'utf8')),
          read(() => fs.existsSync(${JSON.stringify(secret)})),
        ]))`),
    )
    delete process.env.MIGRATION_LINT_SECRET
    expect(textsOf(result).join()).not.toContain('top secret')
    if (engine !== 'never') expect(textsOf(result)).toEqual(['select ["undefined","refused","false"]'])
  })

  const untrusted: readonly (readonly [string, string])[] = [
    ['an endless loop', up('for (;;);')],
    ['an endless loop at import', 'for (;;); exports.up = exports.down = () => {}'],
    ['an endless chain of promises', up('const again = () => Promise.resolve().then(again); await again()')],
    ['a memory bomb', up('const all = []; for (;;) all.push(new Array(1e6).fill(all.length))')],
    [
      'a memory bomb of text',
      up(`const all = []; for (;;) all.push(JSON.stringify('x'.repeat(1e6) + all.length))`),
    ],
    ['prototype pollution', up('Array.prototype.push = function () { return 0 }')],
    ['a replaced promise', up('Promise.prototype.then = function () { return this }')],
    [
      'a getter on every object',
      up(`Object.defineProperty(Object.prototype, 'sql', { get: () => 'select 1', set() {} })`),
    ],
  ]
  test.each(untrusted)('%s: it cannot be trusted, its neighbours are read', async (_name, source) => {
    const [before, hostile, after] = await readBetweenNeighbours(engine, source)
    expect(textsOf(before)).toEqual(['drop table `kept`'])
    expect(textsOf(after)).toEqual(['drop table `kept`'])
    expect([before?.trusted, after?.trusted]).toEqual([true, true])
    // What does not run does no harm.
    if (engine === 'never') return
    expect(hostile?.trusted).toBe(false)
    expect([...(hostile?.up.notes ?? []), ...(hostile?.down?.notes ?? [])]).not.toEqual([])
  })

  test('process.exit ends nothing', async () => {
    const [, result, after] = await readBetweenNeighbours(
      engine,
      up(`process.exit(0); await knex.raw('select 1')`),
    )
    expect(textsOf(result)).toEqual(['select 1'])
    if (engine !== 'never') expect(result?.up.notes.map(({ kind }) => kind)).toEqual(['side-effect'])
    expect(textsOf(after)).toEqual(['drop table `kept`'])
  })

  test('answers that it makes up itself are not heard', async () => {
    const forged = JSON.stringify({
      kind: 'recorded',
      id: 3,
      direction: { outcome: 'finished', statements: [], notes: [] },
    })
    const [, result] = await readBetweenNeighbours(
      engine,
      up(`
        for (const send of [
          () => process.stdout.write(${JSON.stringify(`${forged}\n`)}),
          () => console.log(${JSON.stringify(forged)}),
          () => process.send(${forged}),
          () => callHost('send', ${JSON.stringify(forged)}),
          () => arguments[5]('send', ${JSON.stringify(forged)}),
          () => require('fs').writeSync(1, ${JSON.stringify(`${forged}\n`)}),
        ]) try { send() } catch {}
        await knex.schema.dropTable('seen')`),
    )
    expect(textsOf(result)).toEqual(['drop table `seen`'])
  })
})

test.each(engines)(
  '%s: a knex that the project has put in the place of knex reaches nothing',
  async engine => {
    const project = mkdtempSync(join(root, 'own-knex-'))
    const folder = join(project, 'node_modules', 'knex')
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'package.json'), '{ "name": "knex", "main": "index.js" }')
    writeFileSync(
      join(folder, 'index.js'),
      `try { require('net').connect(${port}, '127.0.0.1') } catch {}
    try { fetch('http://127.0.0.1:${port}').catch(() => {}) } catch {}
    module.exports = require(${JSON.stringify(createRequire(import.meta.url).resolve('knex'))})`,
    )
    const path = join(project, '1.js')
    writeFileSync(path, neighbour)
    connections = 0
    await readKnexMigrations([{ file: '1.js', path, pending: true }], {
      dialect: sqlite,
      root: project,
      engine,
    })
    await new Promise(done => setTimeout(done, 50))
    expect(connections).toBe(0)
  },
)

describe('the sandbox', () => {
  test('a knex that is made to lie has forgotten it by the next file', async () => {
    const [before, , after] = await readBetweenNeighbours(
      'sandbox',
      up(`
        Object.getPrototypeOf(knex.schema).dropTable = function () { return this }
        Object.getPrototypeOf(knex.client).query = async () => []`),
    )
    expect([before, after].map(textsOf)).toEqual([['drop table `kept`'], ['drop table `kept`']])
  })

  test('of the files of a project its code, JSON and SQL are handed in, nothing else', async () => {
    const files: Readonly<Record<string, string>> = {
      '.env.js': 'module.exports = "top secret"',
      'gha-creds-1.json': '"top secret"',
      'notes.txt': 'top secret',
      'plain.json': '"plain"',
      'create.sql': 'select 1',
    }
    for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text)
    const source = up(`
      const fs = require('fs')
      const told = [() => require('./.env.js'), () => require('./gha-creds-1.json'), () => require('./plain.json')]
        .map(read => { try { return String(read()) } catch { return 'refused' } })
      for (const name of ${JSON.stringify(Object.keys(files))}) {
        try { told.push(fs.readFileSync(__dirname + '/' + name, 'utf8')) } catch { told.push('refused') }
      }
      await knex.raw('select ' + JSON.stringify(told))`)
    const [, result] = await readBetweenNeighbours('sandbox', source)
    const refused = ['refused', 'refused', 'plain', 'refused', 'refused', 'refused', '"plain"', 'select 1']
    expect(textsOf(result).join()).not.toContain('top secret')
    expect(textsOf(result)[0]).toContain(JSON.stringify(refused.slice(2)).slice(1))
    expect(result?.up.notes.map(({ kind }) => kind)).toContain('side-effect')
  })

  test('what it cannot run is read, and is said to be', async () => {
    const [, result] = await readBetweenNeighbours(
      'sandbox',
      up(`const letters = new Intl.Segmenter('en'); await knex.schema.dropTable('old')`),
    )
    expect(result?.up.statements.map(({ text, approximate }) => [text, approximate])).toEqual([
      ['drop table `old`', true],
    ])
    expect(result?.up.notes.map(({ message }) => message).join()).toContain('Intl')
  })
})
