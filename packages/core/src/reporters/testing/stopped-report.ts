import { readFileSync } from 'node:fs'
import type { Report } from '../../report/report.ts'
import type { Finding, Severity } from '../../rules/finding.ts'

/** The deploy of the fixture, stopped. */
export const stopped: Report = JSON.parse(
  readFileSync(new URL('../golden/stopped.report.json', import.meta.url), 'utf8'),
)

export function withFindings(
  findings: readonly Finding[],
  sources: Readonly<Record<string, string>> = {},
): Report {
  return {
    ...stopped,
    policy: [],
    findings: [],
    migrations: stopped.migrations.slice(0, 1).map(one => ({ ...one, findings, sources })),
  }
}

export function finding(part: Partial<Finding>): Finding {
  return {
    ruleId: 'drop-table',
    category: 'data-loss',
    severity: 'error',
    direction: 'up',
    message: 'Drops table orders: every row in it is lost.',
    instead: 'Rename it now and drop it one release later.',
    file: 'a.up.sql',
    location: { line: 2, column: 1, endLine: 2, endColumn: 5 },
    objects: ['orders'],
    ...part,
  }
}

export function repeat(severity: Severity, times: number): readonly Finding[] {
  return Array.from({ length: times }, (_, index) =>
    finding({
      severity,
      message: `Finding ${index}.`,
      location: { line: index + 1, column: 1, endLine: index + 1, endColumn: 2 },
    }),
  )
}
