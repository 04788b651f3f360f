import { stripVTControlCharacters } from 'node:util'
import { expect, test } from 'vitest'
import type { Report } from '../report/report.ts'
import { finding, repeat, stopped, withFindings } from './testing/stopped-report.ts'
import { text } from './text.ts'

const plain = { color: false, width: 100 }

const passing: Report = {
  ...stopped,
  verdict: 'pass',
  detected: ['PostgreSQL, from --dialect'],
  summary: {
    migrations: 1,
    pending: 1,
    statements: 3,
    unread: 0,
    errors: 0,
    warnings: 0,
    infos: 0,
    suppressed: 0,
    missingDown: 0,
    irreversible: 0,
    destructive: 0,
  },
  risk: { score: 0, level: 'none', parts: [] },
  policy: [],
  migrations: [],
  findings: [],
}

test('the deploy that is stopped', async () => {
  await expect(text.render(stopped, plain)).toMatchFileSnapshot('golden/stopped.text.txt')
})

test('a deploy that passes', () => {
  expect(text.render(passing, plain)).toBe(
    [
      'migration-lint 0.1.0 · PostgreSQL, from --dialect',
      '',
      'no findings in 1 pending migration',
      '3 statements read, 0 unread',
      'down scripts: 0 missing, 0 that do not restore the schema',
      '0 migrations destroy data, 0 cannot be undone completely',
      'risk: NONE 0/100',
      '',
      '✔ pass (exit 0)',
      '',
    ].join('\n'),
  )
})

test.each([
  ['broken', ['column a is left over'], 1],
  ['unknown', ['column a is left over'], 1],
  ['unknown', [], 0],
  ['lossless', [], 0],
] as const)('down scripts of grade %s with differences %j: %i', (grade, differences, count) => {
  const [one] = stopped.migrations
  const migrations = one ? [{ ...one, reversibility: { grade, differences, lost: [] } }] : []
  expect(text.render({ ...stopped, migrations }, plain)).toContain(`${count} that do not restore the schema`)
})

test('quiet says nothing of a pass, and only the errors of a failure', () => {
  const quiet = { ...plain, quiet: true }
  expect(text.render(passing, quiet)).toBe('')
  const rendered = text.render(stopped, quiet)
  expect(rendered).toContain('Drops column products.legacy_category_id')
  expect(rendered).not.toContain('Off-peak')
})

test('coloured only where it is asked to be, and says the same', () => {
  const coloured = text.render(stopped, { ...plain, color: true })
  expect(coloured).toContain('\u001b[31m')
  expect(stripVTControlCharacters(coloured)).toBe(text.render(stopped, plain))
})

test('shows the 50 worst findings and says how many more there are', () => {
  const findings = [...repeat('warning', 60), ...repeat('error', 3)]
  const rendered = text.render(withFindings(findings), plain)
  expect(rendered.match(/^ +\S+ {2}error/gm)).toHaveLength(3)
  expect(rendered.match(/^ +\S+ {2}warning/gm)).toHaveLength(47)
  expect(rendered).toContain('13 more findings: use --format json to see them all')
})

test('the same code under the same rule is shown once', () => {
  const files = ['a.down.sql', 'b.down.sql']
  const findings = files.map(file =>
    finding({ file, ruleId: 'empty-down', location: { line: 1, column: 1, endLine: 1, endColumn: 18 } }),
  )
  const sources = Object.fromEntries(files.map(file => [file, '-- Nothing to do.\n']))
  const rendered = text.render(withFindings(findings, sources), plain)
  expect(rendered.match(/│ -- Nothing to do\./g)).toHaveLength(1)
  expect(rendered).toContain('b.down.sql')
})

test('files that are told together are named from the folder that they share', () => {
  const findings = ['1', '2', '3', '4'].map(folder =>
    finding({ file: `migrations/${folder}/down.sql`, ruleId: 'drop-column', severity: 'info' }),
  )
  const rendered = text.render(withFindings(findings), plain)
  expect(rendered).toContain('(4 files)')
  expect(rendered).toContain(' 1/down.sql, 2/down.sql, 3/down.sql, and 1 more')
})

test('a rule that does not fit behind the message stands under it', () => {
  const long = finding({ message: `Drops ${'x'.repeat(70)}.`, ruleId: 'drop-table-cascade' })
  const lines = text.render(withFindings([long]), plain).split('\n')
  const index = lines.findIndex(line => line.includes('Drops x'))
  expect(lines[index]).not.toContain('drop-table-cascade')
  expect(lines[index + 1]).toBe('drop-table-cascade'.padStart(100))
})

test('no line of the counts is wider than the terminal', () => {
  const summary = { ...stopped.summary, errors: 1234, warnings: 1234, pending: 12345, suppressed: 1234 }
  const lines = text.render({ ...stopped, summary }, { color: false, width: 60 }).split('\n')
  const counts = lines.slice(lines.findIndex(line => line.startsWith('1234 errors')))
  expect(counts.filter(line => line.length > 60)).toEqual([])
})
