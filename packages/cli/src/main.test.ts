import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { Project } from './testing/project.ts'

const bin = fileURLToPath(new URL('../dist/main.js', import.meta.url))

// `npm test` builds first; a run of one file while working may not have.
test.skipIf(!existsSync(bin))('the built program runs, and bears a reader that leaves', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [bin, '--version'])
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)

  const child = spawn(process.execPath, [bin, 'rules'], { stdio: ['ignore', 'pipe', 'pipe'] })
  child.stdout.destroy()
  const errors: string[] = []
  child.stderr.on('data', chunk => errors.push(String(chunk)))
  const code = await new Promise(done => child.on('close', done))
  expect({ code, errors }).toEqual({ code: 0, errors: [] })
})

test.skipIf(!existsSync(bin))('a pipe gets the whole of a large report, and the exit code', async () => {
  const cwd = fileURLToPath(new URL('../../../fixtures/friday-deploy', import.meta.url))
  const child = spawn(process.execPath, [bin, 'sql', '--dialect', 'mysql', '--format', 'json'], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const chunks: string[] = []
  child.stdout.on('data', chunk => chunks.push(String(chunk)))
  const code = await new Promise(done => child.on('close', done))
  expect(JSON.parse(chunks.join('')).summary.pending).toBe(59)
  expect(code).toBe(1)
})

test.skipIf(!existsSync(bin))('the built program has the same to say of code in the sandbox', async () => {
  const cwd = fileURLToPath(new URL('../../../fixtures/friday-deploy/knex', import.meta.url))
  const [apart, run] = await Promise.all(
    ['sandbox', 'node'].map(engine => runBuilt(['--knex-engine', engine, '--format', 'json'], cwd)),
  )
  expect(apart?.stdout).toBe(run?.stdout)
  expect(JSON.parse(apart?.stdout ?? '').summary.pending).toBe(59)
})

test.skipIf(!existsSync(bin))(
  'the built program runs Knex migrations, and the rules of a config',
  async () => {
    const project = new Project({
      'migration-lint.config.mjs': `
      import { defineConfig } from '@migration-lint/core'
      const rule = {
        id: 'no-more-tables',
        category: 'style',
        severity: 'error',
        title: 'One more table',
        why: 'There are enough.',
        instead: 'Drop one first.',
        examples: { flagged: [], allowed: [] },
        checkOperation: { 'create-table': () => ({ message: 'One more.' }) },
      }
      export default defineConfig({ plugins: [{ name: 'house', rules: [rule] }], dialect: 'postgres' })`,
      'knexfile.js': "module.exports = { client: 'pg' }",
      'migrations/001_old.ts': `import type { Knex } from 'knex'
      export const up = (knex: Knex) => knex.schema.createTable('old', table => { table.bigIncrements() })
      export const down = (knex: Knex) => knex.schema.dropTable('old')`,
    })
    const { stdout, stderr } = await runBuilt(['--format', 'json'], project.root)
    expect(stderr).toBe('')
    const [migration] = JSON.parse(stdout).migrations
    expect(migration.statements.map(({ operations }: { operations: unknown }) => operations)).toEqual([
      ['create table old'],
      ['drop table old'],
    ])
    expect(migration.findings.map(({ ruleId }: { ruleId: string }) => ruleId)).toContain(
      'house/no-more-tables',
    )
  },
)

test.skipIf(!existsSync(bin))('the built program reads what only an older PostgreSQL takes', async () => {
  const project = new Project({ 'm/1.sql': 'CREATE TABLE a (system_user text);\nDROP TABLE b;\n' })
  const { stdout } = await runBuilt(['m', '--dialect', 'postgres', '--format', 'json'], project.root)
  const [migration] = JSON.parse(stdout).migrations
  expect(migration.statements.map(({ reading }: { reading: string }) => reading)).toEqual([
    'grammar',
    'grammar',
  ])
})

function runBuilt(argv: readonly string[], cwd: string): Promise<{ stdout: string; stderr: string }> {
  return new Promise(done => {
    execFile(process.execPath, [bin, ...argv], { cwd }, (_error, stdout, stderr) => done({ stdout, stderr }))
  })
}
