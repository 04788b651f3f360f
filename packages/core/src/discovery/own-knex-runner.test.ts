import { expect, test } from 'vitest'
import { knex } from '../layouts/knex.ts'
import { memoryFiles } from './memory-files.ts'
import { ownKnexRunner } from './own-knex-runner.ts'

const file = 'db/migrations/1_a.js'
const migrations = [
  {
    name: '1_a.js',
    file,
    format: 'knex',
    up: { file, transaction: 'batch' },
    downExpected: true,
  } as const,
]

const runs = `for (const name of await readdir(__dirname)) {
  const { up } = await import(name)
  await up(database)
}`
const starts = "import run from './db/migrations/run.js'\nawait run(knex(settings))"

test.each([
  ['one by one on the plain instance', {}, 'db/migrations/run.js'],
  [
    'in a transaction',
    { 'db/migrations/run.js': `await database.transaction(async trx => {${runs}})` },
    undefined,
  ],
  ['in a transaction of its caller', { 'start.js': `${starts}\ndatabase.transaction(run)` }, undefined],
  ["by Knex's migrator too", { 'server.js': 'await knex.migrate.latest()' }, undefined],
  [
    "by Knex's command line too",
    { 'package.json': '{"scripts":{"migrate":"knex migrate:latest"}}' },
    undefined,
  ],
  ['perhaps by the command line', { 'knexfile.js': 'module.exports = {}' }, undefined],
  ['by code that nobody calls', { 'start.js': '' }, undefined],
])('Knex migrations are run %s', async (_, code, runner) => {
  const files = memoryFiles({ [file]: '', 'db/migrations/run.js': runs, 'start.js': starts, ...code })
  expect(await ownKnexRunner({ layout: knex, migrations }, files)).toBe(runner)
})
