import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Report } from '../report/report.ts'
import type { Finding, Severity } from '../rules/finding.ts'
import { github } from './github.ts'

const plain = { color: false, width: 100 }
const stopped: Report = JSON.parse(
  readFileSync(new URL('golden/stopped.report.json', import.meta.url), 'utf8'),
)

test('the deploy that is stopped', async () => {
  await expect(github.render(stopped, plain)).toMatchFileSnapshot('golden/stopped.github.txt')
})

test('ten of each kind, the last of which counts the rest', () => {
  const lines = github
    .render(withFindings([...repeat('error', 12), ...repeat('warning', 10), ...repeat('info', 11)]), plain)
    .split('\n')
  expect(lines.filter(line => line.startsWith('::error'))).toHaveLength(10)
  expect(lines.filter(line => line.startsWith('::warning'))).toHaveLength(10)
  expect(lines.filter(line => line.startsWith('::notice'))).toHaveLength(10)
  expect(lines[9]).toBe('::error title=migration-lint::and 3 more: the log of this step has them all')
  expect(lines.filter(line => line.includes('more'))).toHaveLength(2)
})

test('what matters most comes first', () => {
  const down = finding({ ruleId: 'missing-down', category: 'reversibility' })
  const [first] = github.render(withFindings([down, finding({})]), plain).split('\n')
  expect(first).toContain('title=drop-table::')
})

test('escapes what would end a property or a command', () => {
  const hostile = finding({ file: 'a:b,c%.sql', message: '100% gone\n::error::forged', instead: 'No.' })
  expect(github.render(withFindings([hostile]), plain)).toBe(
    '::error file=a%3Ab%2Cc%25.sql,line=2,endLine=2,col=1,endColumn=5,title=drop-table::100%25 gone%0A::error::forged%0ANo.\n',
  )
})

test('a statement of several lines has no columns, a whole file no lines', () => {
  const tall = finding({ location: { line: 2, column: 3, endLine: 4, endColumn: 1 } })
  const { location: _nowhere, ...whole } = finding({})
  const rendered = github.render(withFindings([tall, whole]), plain)
  expect(rendered).toContain('::error file=a.up.sql,line=2,endLine=4,title=drop-table::')
  expect(rendered).toContain('::error file=a.up.sql,title=drop-table::')
})

function withFindings(findings: readonly Finding[], sources: Readonly<Record<string, string>> = {}): Report {
  return {
    ...stopped,
    policy: [],
    findings: [],
    migrations: stopped.migrations.slice(0, 1).map(one => ({ ...one, findings, sources })),
  }
}

function finding(part: Partial<Finding>): Finding {
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

function repeat(severity: Severity, times: number): readonly Finding[] {
  return Array.from({ length: times }, (_, index) =>
    finding({
      severity,
      message: `Finding ${index}.`,
      location: { line: index + 1, column: 1, endLine: index + 1, endColumn: 2 },
    }),
  )
}
