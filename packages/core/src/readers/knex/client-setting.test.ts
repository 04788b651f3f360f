import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { dialects } from '../../dialects/index.ts'
import type { DialectName } from '../../migration/migration.ts'
import { clientSetting } from './child/client-setting.ts'
import { readKnexMigrations } from './read-knex-migrations.ts'

const root = realpathSync(mkdtempSync(join(tmpdir(), 'migration-lint-client-')))
afterAll(() => rmSync(root, { recursive: true, force: true }))

async function sent(condition: string, dialect: DialectName): Promise<readonly string[]> {
  const path = join(root, 'm.js')
  writeFileSync(join(root, 'env.js'), `module.exports = require('no-such-envalid').cleanEnv(process.env, {})`)
  writeFileSync(
    path,
    `const wasSo = ${condition}
    exports.up = async knex => {
      const isSo = ${condition}
      if (wasSo || isSo) await knex.raw('drop table a')
      else await knex.raw('drop table b')
    }
    exports.down = () => {}`,
  )
  const [result] = await readKnexMigrations([{ file: 'm.js', path, pending: true }], {
    dialect: dialects[dialect],
    root,
    timeout: 20_000,
  })
  expect(result?.up.notes).toEqual([])
  return result?.up.statements.map(({ text }) => text) ?? []
}

describe.each([
  `process.env.DB_CLIENT === 'mysql' || process.env.DB_CLIENT === 'mysql2'`,
  `process.env.DATABASE_TYPE === 'mysql'`,
  `['mysql', 'mysql2'].includes(process.env.APP_DB_ENGINE)`,
  `require('./env').DB_CLIENT === 'mysql2'`,
  `require('no-such-config').db.type === 'mysql'`,
])('%s', condition => {
  test('holds where the migrations are read for MySQL', async () => {
    expect(await sent(condition, 'mysql')).toEqual(['drop table a'])
  })
  test.each(['postgres', 'sqlite'] as const)('does not hold for %s', async dialect => {
    expect(await sent(condition, dialect)).toEqual(['drop table b'])
  })
})

test('what is no database client is tried each way', async () => {
  expect(await sent(`process.env.QUEUE_TYPE === 'redis'`, 'postgres')).toEqual([
    'drop table a',
    'drop table b',
  ])
})

test.each([
  ['DB_CLIENT', [], 'pg'],
  ['DB_CLIENT', ['mysql', 'postgresql'], 'postgresql'],
  ['config.db.type', [], 'postgres'],
  ['MYDB_TYPE', [], undefined],
  ['MESSAGE_TYPE', [], undefined],
])('%s, compared with %j, is %s', (name, compared, value) => {
  expect(clientSetting(name, { name: 'knex', client: 'pg' }, compared)).toBe(value)
})
