import { describe, expect, test } from 'vitest'
import { dialects } from './dialects/index.ts'
import { lint } from './lint.ts'
import type { DialectName, Migration } from './migration/migration.ts'
import { readSqlScript } from './readers/sql/read-sql-script.ts'
import { reporterNamed } from './reporters/index.ts'
import { UserError } from './user-error.ts'

await dialects.mysql.load()

const history = migration('1_shop', {
  up: "CREATE TABLE products (id int PRIMARY KEY, legacy_category_id int, status enum('draft','sold') NOT NULL)",
  pending: false,
})
const dropCategory = migration('2_drop_category', {
  up: 'ALTER TABLE products DROP COLUMN legacy_category_id',
})
const addName = migration('3_add_name', {
  up: 'ALTER TABLE products ADD COLUMN name varchar(40)',
  down: 'ALTER TABLE products DROP COLUMN name',
})

test('a column is dropped and nothing brings it back', () => {
  const report = lint([history, dropCategory])
  expect(report.verdict).toBe('fail')
  expect(report.reasons).toEqual(['2 errors (--fail-on error)'])
  expect(ruleIds(report.migrations[0]?.findings)).toEqual(['drop-column', 'missing-down'])
  expect(report.migrations[0]).toMatchObject({
    name: '2_drop_category',
    downFile: null,
    reversibility: { grade: 'missing', lost: ['products.legacy_category_id: every value'] },
    statements: [
      { direction: 'up', reading: 'own-parser', operations: ['drop column products.legacy_category_id'] },
    ],
  })
  expect(report.migrations[0]?.statements[0]?.effects[0]).toMatchObject({ table: 'products' })
  expect(report.summary).toEqual({
    migrations: 2,
    pending: 1,
    statements: 1,
    unread: 0,
    errors: 2,
    warnings: 0,
    infos: 0,
    suppressed: 0,
    missingDown: 1,
    irreversible: 1,
    destructive: 1,
  })
  expect(report.risk.score).toBe(report.migrations[0]?.risk.score)
})

test('a change that comes back whole passes', () => {
  const report = lint([history, addName])
  expect(report).toMatchObject({ verdict: 'pass', reasons: [], summary: { errors: 0, warnings: 0 } })
  expect(report.migrations[0]?.reversibility).toEqual({ grade: 'lossless', lost: [], differences: [] })
})

test('earlier migrations say what the schema was', () => {
  const narrow = migration('4_status', {
    up: "ALTER TABLE products MODIFY status enum('draft') NOT NULL",
    down: "ALTER TABLE products MODIFY status enum('draft','sold') NOT NULL",
  })
  const [finding] = lint([history, narrow]).migrations[0]?.findings ?? []
  expect(finding?.ruleId).toBe('enum-values-removed')
  expect(finding?.message).toContain('sold')
})

test('a table that the same deploy makes loses nothing', () => {
  const made = migration('5_tags', { up: 'CREATE TABLE tags (id int, label text)', down: 'DROP TABLE tags' })
  const changed = migration('6_tags', {
    up: 'ALTER TABLE tags DROP COLUMN label',
    down: 'ALTER TABLE tags ADD COLUMN label text',
  })
  const report = lint([history, made, changed])
  expect(report.summary.errors).toBe(0)
  expect(report.migrations[1]?.statements[0]?.effects).toEqual([])
})

test('what was there before the tool came in is not judged', () => {
  const report = lint([{ ...history, pending: true }, dropCategory, addName], {
    startAfter: '2_drop_category',
  })
  expect(report.summary).toMatchObject({ migrations: 3, pending: 1, errors: 0 })
})

test('rules can be turned off and down', () => {
  const report = lint([history, dropCategory], { rules: { 'drop-column': 'warning', 'missing-down': 'off' } })
  expect(report).toMatchObject({ verdict: 'pass', summary: { errors: 0, warnings: 1 } })
  expect(report.rules.find(rule => rule.id === 'drop-column')?.severity).toBe('warning')
  expect(report.rules.some(rule => rule.id === 'missing-down')).toBe(false)
  expect(() => lint([], { rules: { 'drop-colum': 'off' } })).toThrow(UserError)
})

test('a comment silences one finding, which is counted and not judged', () => {
  const up =
    '-- migration-lint-disable-next-line drop-column -- archived in S3\nALTER TABLE products DROP COLUMN legacy_category_id'
  const report = lint([history, migration('2_drop', { up })], { rules: { 'missing-down': 'off' } })
  expect(report).toMatchObject({
    verdict: 'pass',
    risk: { score: 0 },
    summary: { errors: 0, suppressed: 1, destructive: 1 },
  })
})

describe('the verdict', () => {
  test('the policy and the risk are reasons of their own', () => {
    const report = lint([history, addName, dropCategory], {
      failOn: 'never',
      maxRisk: 10,
      environment: { name: 'production', branches: ['main'], maxPending: 1, reviewAbovePending: 1 },
      context: { branch: 'feature/x' },
    })
    expect(report.environment).toBe('production')
    expect(report.reasons).toEqual([
      'blocked by policy: branch, max-pending',
      'needs approval: review-above-pending',
      `risk ${report.risk.score} is over 10 (--max-risk)`,
    ])
  })

  test('applied migrations are not pending for the policy', () => {
    const report = lint([history, addName], { environment: { name: 'production', maxPending: 1 } })
    expect(report.policy.map(({ status }) => status)).toEqual(['passed'])
  })

  test('no migration at all passes', () => {
    expect(lint([], { dialect: 'sqlite' })).toMatchObject({
      verdict: 'pass',
      dialect: 'sqlite',
      migrations: [],
    })
  })
})

test('equal input gives an equal report, byte for byte', () => {
  const render = () =>
    reporterNamed('json').render(lint([history, addName, dropCategory]), { color: false, width: 80 })
  expect(render()).toBe(render())
})

interface Scripts {
  readonly up: string
  readonly down?: string
  readonly pending?: boolean
  readonly dialect?: DialectName
}

function migration(name: string, { up, down, pending = true, dialect = 'mysql' }: Scripts): Migration {
  const script = (direction: 'up' | 'down', text: string) =>
    readSqlScript({ file: `db/${name}.${direction}.sql`, transaction: 'none' }, text, dialects[dialect])
  return {
    name,
    file: `db/${name}.up.sql`,
    layout: 'up-down-files',
    dialect,
    pending,
    up: script('up', up),
    ...(down === undefined ? {} : { down: script('down', down) }),
    downExpected: true,
  }
}

function ruleIds(findings: readonly { readonly ruleId: string }[] | undefined): readonly string[] {
  return findings?.map(finding => finding.ruleId) ?? []
}
