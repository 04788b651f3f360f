import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { lintProject } from './lint-project.ts'

/** `file: rule` of every finding, and what was detected of the order. */
async function told(ups: Readonly<Record<string, string>>, applied?: readonly string[]) {
  const cwd = mkdtempSync(join(tmpdir(), 'migration-lint-order-'))
  try {
    for (const [name, up] of Object.entries(ups)) {
      for (const [file, text] of [
        [`db/up/${name}.sql`, up],
        [`db/down/${name}.sql`, undo(up)],
      ] as const) {
        mkdirSync(dirname(join(cwd, file)), { recursive: true })
        writeFileSync(join(cwd, file), text)
      }
    }
    const report = await lintProject({
      cwd,
      paths: ['db'],
      dialect: 'postgres',
      ...(applied && { applied: { text: applied.join('\n') } }),
    })
    const findings = [...report.migrations.flatMap(each => each.findings), ...report.findings]
    return {
      order: report.detected.filter(line => line.startsWith('order:')).length,
      names: report.migrations.map(({ name }) => name),
      findings: findings.map(({ ruleId, file }) => `${file}: ${ruleId}`),
    }
  } finally {
    rmSync(cwd, { recursive: true })
  }
}

const undo = (up: string): string =>
  /^CREATE TABLE/.test(up)
    ? up.replace(/CREATE TABLE (\w+).*/, 'DROP TABLE $1;')
    : up.replace(/ADD COLUMN (\w+).*/, 'DROP COLUMN $1;')

const ups = {
  add_name: 'ALTER TABLE users ADD COLUMN name text;',
  create_carts: 'CREATE TABLE carts (id bigint PRIMARY KEY, user_id bigint REFERENCES users (id));',
  create_users: 'CREATE TABLE users (id bigint PRIMARY KEY);',
}

test('what a file needs comes before it where no name has a number', async () => {
  expect(await told(ups)).toEqual({
    order: 1,
    names: ['create_users', 'add_name', 'create_carts'],
    findings: [],
  })
})

test('what has run comes before what has not', async () => {
  const { names } = await told(
    { ...ups, a_first: 'CREATE TABLE a (id bigint PRIMARY KEY);' },
    Object.keys(ups),
  )
  expect(names).toEqual(['a_first'])
})

test('what drops something comes after all that use it', async () => {
  const { names, findings } = await told({
    ...ups,
    clean: 'DROP TABLE carts;',
    size: 'ALTER TABLE carts ADD COLUMN size int;',
  })
  expect(names.indexOf('clean')).toBeGreaterThan(names.indexOf('size'))
  expect(findings.filter(each => /^db\/up.*object-missing$/.test(each))).toEqual([])
})

test('numbers are the order, whatever is needed', async () => {
  const numbered = Object.fromEntries(
    Object.entries(ups).map(([name, up], index) => [`${index + 1}_${name}`, up]),
  )
  const { order, names, findings } = await told(numbered)
  expect([order, names]).toEqual([0, ['1_add_name', '2_create_carts', '3_create_users']])
  expect(findings).not.toEqual([])
})
