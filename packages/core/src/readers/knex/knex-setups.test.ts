import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { lintProject } from '../../lint-project.ts'

const root = realpathSync(mkdtempSync(join(tmpdir(), 'migration-lint-knex-setups-')))
afterAll(() => rmSync(root, { recursive: true, force: true }))
let projects = 0

/** What each migration does, in the order in which Knex would run them. */
async function operationsOf(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { migrations } = await lintProject({ cwd: write(files) })
  return migrations.map(({ file, statements }) => {
    const up = statements.filter(({ direction }) => direction === 'up')
    return `${file}: ${up.flatMap(({ operations }) => operations).join(', ')}`
  })
}

function write(files: Readonly<Record<string, string>>): string {
  const folder = join(root, String(++projects))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

const drop = (table: string): string =>
  `exports.up = knex => knex.schema.dropTable('${table}')\nexports.down = () => {}`

test('several directories are one list by name, or one after the other', async () => {
  const files = { 'b/1.js': drop('first'), 'a/2.js': drop('second'), 'b/3.js': drop('third') }
  const config = (rest: string): string =>
    `module.exports = { client: 'pg', migrations: { directory: ['./a', './b']${rest} } }`
  expect(await operationsOf({ ...files, 'knexfile.js': config('') })).toEqual([
    'b/1.js: drop table first',
    'a/2.js: drop table second',
    'b/3.js: drop table third',
  ])
  expect(await operationsOf({ ...files, 'knexfile.js': config(', sortDirsSeparately: true') })).toEqual([
    'a/2.js: drop table second',
    'b/1.js: drop table first',
    'b/3.js: drop table third',
  ])
})

test('loadExtensions says which files are migrations', async () => {
  const module = `export const up = knex => knex.schema.dropTable('t')\nexport const down = () => {}`
  expect(
    await operationsOf({
      'migrations/1.mjs': module,
      'migrations/2.js': drop('u'),
      'knexfile.js': `module.exports = { client: 'pg', migrations: { loadExtensions: ['.mjs'] } }`,
    }),
  ).toEqual(['migrations/1.mjs: drop table t'])
})

test.each([
  ['knexfile.js', 'module.exports = async () => (CONFIG)'],
  ['knexfile.mjs', 'export default CONFIG'],
  [
    'knexfile.ts',
    `import type { Knex } from 'knex'\nconst config: Record<string, Knex.Config> = CONFIG\nexport default config`,
  ],
])('%s with environments, wrapIdentifier and searchPath', async (name, text) => {
  const config = `{ development: {
    client: 'pg', searchPath: ['app'], migrations: { directory: './db' },
    wrapIdentifier: (value, wrap) => wrap(value.replace(/[A-Z]/g, letter => '_' + letter.toLowerCase())) } }`
  expect(
    await operationsOf({ 'db/1.js': drop('userAccounts'), [name]: text.replace('CONFIG', config) }),
  ).toEqual(['db/1.js: drop table user_accounts'])
})

test('a name without a schema is in the first of searchPath', async () => {
  const report = await lintProject({
    cwd: write({
      'knexfile.js': "module.exports = { client: 'pg', searchPath: ['app', 'public'] }",
      'migrations/1.js': `exports.up = knex => knex.schema.createTable('users', t => { t.text('name') })
        exports.down = knex => knex.schema.withSchema('app').dropTable('users')`,
      'migrations/2.js': `exports.up = knex => knex.schema.withSchema('app').alterTable('users', t => t.dropColumn('name'))
        exports.down = knex => knex.schema.alterTable('users', t => t.text('name'))`,
    }),
  })
  // The table is new in the deploy, and each down takes its up back.
  expect(report.migrations.map(({ reversibility }) => reversibility.differences)).toEqual([[], []])
  expect(report.migrations.flatMap(({ findings }) => findings.map(({ ruleId }) => ruleId))).not.toContain(
    'drop-column',
  )
})

test('a client that only a package which is not installed knows is the one that the project is seen to use', async () => {
  expect(
    await operationsOf({
      'knexfile.js': `const env = require('no-such-envalid').cleanEnv(process.env, {})
        module.exports = { client: env.DB_CLIENT, wrapIdentifier: undefined }`,
      'package.json': '{"dependencies":{"mysql2":"3","no-such-envalid":"8"}}',
      'migrations/1.js': drop('users'),
    }),
  ).toEqual(['migrations/1.js: drop table users'])
  expect(
    await operationsOf({
      'knexfile.js': "module.exports = { client: require('no-such-client') }",
      'package.json': '{"dependencies":{"mysql2":"3","no-such-client":"8"}}',
      'migrations/1.js': drop('users'),
    }),
  ).toEqual(['migrations/1.js: drop table users'])
})
