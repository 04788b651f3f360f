import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openSession } from './child-session.ts'
import { type KnexfileFacts, readKnexfile } from './knexfile.ts'

const root = realpathSync(mkdtempSync(join(tmpdir(), 'knexfile-')))
afterAll(() => rmSync(root, { recursive: true }))

let files = 0

async function read(source: string, { extension = 'js', environment = '' } = {}): Promise<KnexfileFacts> {
  const path = join(root, `knexfile${++files}.${extension}`)
  writeFileSync(path, source)
  const session = openSession({ root })
  try {
    return await readKnexfile(session, { path, ...(environment === '' ? {} : { environment }) })
  } finally {
    session.end()
  }
}

const plain = { sortDirsSeparately: false, disableTransactions: false, environments: [], warnings: [] }

test('one configuration', async () => {
  expect(
    await read(`module.exports = {
      client: 'mysql2', version: '8.0', connection: 'mysql://u:secret@h/d', pool: { min: 1 },
      migrations: {
        directory: ['./a', './b'], sortDirsSeparately: true, loadExtensions: ['.mjs'], tableName: 'm',
        schemaName: 's', disableTransactions: true,
      } }`),
  ).toEqual({
    client: 'mysql2',
    version: '8.0',
    directories: ['./a', './b'],
    sortDirsSeparately: true,
    loadExtensions: ['.mjs'],
    tableName: 'm',
    schemaName: 's',
    disableTransactions: true,
    environments: [],
    warnings: [],
  })
})

const environments = `{ development: { client: 'sqlite3' }, production: { client: 'pg', migrations: { directory: 'db' } } }`

test.each([
  ['', 'sqlite3', []],
  ['production', 'pg', ['db']],
])('environment "%s"', async (environment, client, directories) => {
  expect(await read(`module.exports = ${environments}`, { environment })).toEqual({
    ...plain,
    client,
    directories,
    environments: ['development', 'production'],
  })
})

test('an environment that is not there is said', async () => {
  expect((await read(`module.exports = ${environments}`, { environment: 'staging' })).warnings).toEqual([
    'The knexfile has no environment "staging"; "development" is used.',
  ])
})

test.each([
  [
    'ts',
    `import type { Knex } from 'knex'\nconst config: { [name: string]: Knex.Config } = ${environments}\nexport default config`,
  ],
  ['mjs', `export default async () => (${environments})`],
  ['js', `if (!process.env.SECRET) throw new Error('set SECRET'); module.exports = ${environments}`],
  [
    'mjs',
    `import { createRequire } from 'node:module'\nconst require = createRequire(import.meta.url)\nrequire('path')\nexport default ${environments}`,
  ],
  ['js', `const { URL } = require('url'); module.exports = ${environments}`],
])('%s', async (extension, source) => {
  expect((await read(source, { extension, environment: 'production' })).client).toBe('pg')
})

test('what is not installed gets a stand-in and a warning', async () => {
  const facts = await read(
    `require('no-such-dotenv').config(); module.exports = { client: 'pg', connection: process.env.URL }`,
  )
  expect(facts).toEqual({
    ...plain,
    client: 'pg',
    directories: [],
    warnings: [
      'The knexfile asks for "no-such-dotenv", which is not installed or cannot be loaded: install the project\'s packages for what it sets.',
    ],
  })
})

test.each([
  [`throw new Error('no')`, 'The knexfile cannot be loaded: no.'],
  ['module.exports = (', 'The knexfile cannot be loaded: Unexpected token.'],
  ['for (;;);', 'The knexfile did not finish loading, or ended the process that loaded it.'],
  ['module.exports = {}', 'The knexfile names no client.'],
])('%s', async (source, warning) => {
  expect((await read(source)).warnings).toEqual([warning])
})
