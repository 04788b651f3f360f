import { expect, test } from 'vitest'
import type { Reading } from '../migration/migration.ts'
import type { Grade } from '../reversal/round-trip.ts'
import type { Finding } from '../rules/finding.ts'
import type { MigrationReport } from './report.ts'
import { summarise } from './summarise.ts'

test('counts findings by severity, those of the deploy too, suppressed ones apart', () => {
  const silenced = finding({ suppressed: { by: 'comment' } })
  const migrations = [
    migration({ findings: [finding({}), finding({ severity: 'warning' }), silenced] }),
    migration({ findings: [finding({ severity: 'info' })] }),
  ]
  expect(summarise(9, migrations, [finding({}), silenced])).toMatchObject({
    migrations: 9,
    pending: 2,
    errors: 2,
    warnings: 1,
    infos: 1,
    suppressed: 2,
  })
})

test.each<[Reading, number]>([
  ['grammar', 0],
  ['own-parser', 0],
  ['recorded', 0],
  ['partial', 1],
  ['unknown', 1],
])('a statement read by %s: %i unread', (reading, unread) => {
  const location = { line: 1, column: 1, endLine: 1, endColumn: 2 }
  const statement = { direction: 'down', location, reading, operations: [], effects: [] } as const
  expect(summarise(1, [migration({ statements: [statement] })], [])).toMatchObject({ statements: 1, unread })
})

test.each<[Grade, readonly string[], number, number]>([
  ['lossless', [], 0, 0],
  ['structure-only', ['users: every row'], 0, 1],
  ['broken', [], 0, 0],
  ['missing', [], 1, 0],
  ['missing', ['users: every row'], 1, 1],
  ['irreversible', [], 0, 1],
  ['unknown', [], 0, 0],
])('%s, lost %j: missing %i, irreversible %i', (grade, lost, missingDown, irreversible) => {
  const one = migration({ reversibility: { grade, lost, differences: [] } })
  expect(summarise(1, [one], [])).toMatchObject({ missingDown, irreversible })
})

test('destructive: values are lost on the way up, silenced or not', () => {
  const migrations = [
    migration({ findings: [finding({ suppressed: { by: 'comment' } }), finding({})] }),
    migration({ findings: [finding({ direction: 'down' })] }),
    migration({ findings: [finding({ category: 'locking' })] }),
  ]
  expect(summarise(3, migrations, [])).toMatchObject({ destructive: 1 })
})

function finding(part: Partial<Finding>): Finding {
  return {
    ruleId: 'drop-table',
    category: 'data-loss',
    severity: 'error',
    direction: 'up',
    message: 'Drops table users.',
    instead: 'Rename it.',
    file: 'a.sql',
    objects: [],
    ...part,
  }
}

function migration(part: Partial<MigrationReport>): MigrationReport {
  return {
    name: 'a',
    file: 'a.sql',
    downFile: null,
    layout: 'plain',
    dialect: 'mysql',
    pending: true,
    risk: { score: 0, level: 'none', parts: [] },
    reversibility: { grade: 'lossless', lost: [], differences: [] },
    statements: [],
    findings: [],
    sources: {},
    ...part,
  }
}
