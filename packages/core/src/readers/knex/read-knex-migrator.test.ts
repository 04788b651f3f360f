import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { dialects } from '../../dialects/index.ts'
import type { Script } from '../../migration/migration.ts'
import type { CodeResult } from './code-file.ts'
import { readKnexMigratorMigrations } from './read-knex-migrator.ts'

const root = realpathSync(mkdtempSync(join(tmpdir(), 'knex-migrator-')))
afterAll(() => rmSync(root, { recursive: true }))

async function read(source: string): Promise<CodeResult> {
  const files = [{ file: 'm.js', path: join(root, 'm.js'), source, pending: true }]
  const [result] = await readKnexMigratorMigrations(files, { dialect: dialects.mysql, root })
  if (result === undefined) throw new Error('nothing was read')
  return result
}

function textsOf(script: Script | undefined): readonly string[] {
  return script?.statements.map(({ text }) => text) ?? []
}

test('a migration is handed a connection, or the transaction that it asks for', async () => {
  const plain = await read(`
    module.exports.up = ({ connection, transacting }) => transacting ?? connection.schema.dropTable('a')
    module.exports.down = async options => { await options.connection('b').del() }`)
  expect(textsOf(plain.up)).toEqual(['drop table `a`'])
  expect(textsOf(plain.down)).toEqual(['delete from `b`'])
  expect([plain.up.transaction, plain.down?.transaction]).toEqual(['none', 'none'])

  const wrapped = await read(`
    module.exports.config = { transaction: true }
    module.exports.up = async ({ connection, transacting }) => { await (connection ?? transacting)('a').del() }`)
  expect(textsOf(wrapped.up)).toEqual(['delete from `a`'])
  expect([wrapped.up.transaction, wrapped.down]).toEqual(['script', undefined])
})

test('what the factories of a project make is run, each statement at the call that asked for it', async () => {
  writeFileSync(
    join(root, 'factories.js'),
    `const debug = require('@acme/debug')('migrations')
    exports.addColumn = (table, column, build) => ({
      config: { transaction: true },
      async up({ transacting }) {
        debug('adding')
        if (await transacting.schema.hasColumn(table, column)) return
        await transacting.schema.table(table, t => build(t, column))
      },
      async down({ transacting }) { await transacting.schema.table(table, t => t.dropColumn(column)) },
    })`,
  )
  const { up, down } = await read(`const { addColumn } = require('./factories')
module.exports = addColumn('posts', 'hidden', (t, name) => t.boolean(name))`)
  expect(textsOf(up)).toEqual(['alter table `posts` add `hidden` boolean'])
  expect(up.statements[0]?.location.line).toBe(2)
  expect(textsOf(down)).toEqual(['alter table `posts` drop `hidden`'])
  // No code of the file itself is on the way to it.
  expect(down?.statements[0]?.location.line).toBe(2)
  expect(up.notes).toEqual([])
})

test('the author can say that there is no way back', async () => {
  const { declaredIrreversible, down } = await read(`
    exports.config = { irreversible: true }
    exports.up = ({ connection }) => connection('a').del()
    exports.down = () => { throw new Error('no') }`)
  expect([declaredIrreversible, down]).toEqual([{}, undefined])
})
