import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { lintProject } from '../../lint-project.ts'

const root = realpathSync(mkdtempSync(join(tmpdir(), 'migration-lint-down-slip-')))
afterAll(() => rmSync(root, { recursive: true, force: true }))

test.each([
  ['a slip', 'knex => knex.dropTable("carts")', 'error', /^Correct the code: "down" stops here/],
  ['no way back', 'async () => { throw new Error("restore a backup") }', 'warning', /^Plan for it/],
])('a down that throws by %s', async (name, down, severity, instead) => {
  const folder = join(root, name)
  mkdirSync(join(folder, 'migrations'), { recursive: true })
  writeFileSync(join(folder, 'knexfile.js'), "module.exports = { client: 'pg' }")
  const up = "knex => knex.schema.createTable('carts', t => { t.increments() })"
  writeFileSync(join(folder, 'migrations/1_carts.js'), `exports.up = ${up}\nexports.down = ${down}`)
  const { migrations } = await lintProject({ cwd: folder })
  const found = migrations.flatMap(({ findings }) => findings)
  expect(found.filter(({ ruleId }) => ruleId === 'down-throws')).toMatchObject([
    { severity, instead: expect.stringMatching(instead) },
  ])
})
