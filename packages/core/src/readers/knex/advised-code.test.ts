import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { lintProject } from '../../lint-project.ts'
import { builtInRules } from '../../rules/index.ts'
import type { Example } from '../../rules/rule.ts'

const root = realpathSync(mkdtempSync(join(tmpdir(), 'migration-lint-advised-code-')))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const clients = { postgres: 'pg', mysql: 'mysql2', mariadb: 'mysql2', sqlite: 'better-sqlite3' } as const

const advised = builtInRules.flatMap(rule =>
  rule.examples.flagged.flatMap(example => {
    const { instead } = example
    if (instead === undefined || typeof instead === 'string' || !('knex' in instead)) return []
    return [[`${rule.id}: ${example.title}`, rule.id, example, instead.knex] as const]
  }),
)

describe('the code that a rule advises is run, and the rule has nothing to say of it', () => {
  test.each(advised)('%s', async (name, ruleId, example, code) => {
    const report = await lintProject({ cwd: project(name, example, code), applied: { text: '1_base.js' } })
    const found = report.migrations.flatMap(({ findings }) => findings)
    expect(report.summary.statements).toBeGreaterThan(0)
    expect(found.map(finding => finding.ruleId)).not.toContain(ruleId)
    expect(found.filter(({ category }) => category === 'readability')).toEqual([])
  })
})

/** The example's history as one applied migration, and the advised code behind it. */
function project(name: string, { given = '', dialect = 'postgres' }: Example, code: string): string {
  const folder = join(root, name.replace(/\W+/g, '-'))
  mkdirSync(join(folder, 'migrations'), { recursive: true })
  const config = { client: clients[dialect], migrations: { directory: './migrations' } }
  writeFileSync(join(folder, 'knexfile.js'), `module.exports = ${JSON.stringify(config)}`)
  const statements = given.split(';').filter(text => text.trim() !== '')
  const base = statements.map(text => `  await knex.raw(${JSON.stringify(text)})`).join('\n')
  writeFileSync(
    join(folder, 'migrations/1_base.js'),
    `exports.up = async knex => {\n${base}\n}\nexports.down = async () => {}\n`,
  )
  writeFileSync(join(folder, 'migrations/2_new.js'), code)
  return folder
}
