import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Category, Finding, Severity } from '../rules/finding.ts'
import { score } from './score.ts'
import { categoryWeights, ceilings, ruleWeights, weightOf } from './weights.ts'

const page = readFileSync(new URL('../../../../docs/risk.md', import.meta.url), 'utf8')

test('the page has the weights that are used', () => {
  const rows = Object.entries(categoryWeights).map(
    ([category, { error, warning, info }]) =>
      `| ${category} | ${error.points} | ${warning.points} | ${info.points} | ${error.reason} |`,
  )
  expect(rowsUnder('## The weights')).toEqual([
    ...rows,
    ...Object.entries(ruleWeights).map(([id, { points, reason }]) => `| ${id} | ${points} | ${reason} |`),
  ])
})

test('the page has the ceilings that are used', () => {
  expect(rowsUnder('## How it is made')).toEqual([
    `| infos | ${ceilings.info} |`,
    `| warnings | ${ceilings.warning} |`,
    `| errors about reversibility alone | ${ceilings.reversibility} |`,
  ])
})

test('the example comes out as the page says', () => {
  const rows = rowsUnder('## An example').map(cellsOf)
  const groups = rows.map(([migration = '', ruleId = '', category, severity]) => ({
    migration,
    findings: [finding(ruleId, category as Category, severity as Severity)],
  }))
  const risk = score(groups)
  expect(
    groups.map(({ findings }) => String(weightOf(findings[0] ?? finding('', 'style', 'info')).points)),
  ).toEqual(rows.map(row => row[4]))
  expect(risk.parts.map(part => [part.migration, part.ruleId, String(part.points)])).toEqual(
    rows.map(row => [row[0], row[1], row[5]]),
  )
  expect(page).toContain(`= ${risk.score}, ${risk.level}`)
})

test('the smaller example too', () => {
  const both = [
    finding('drop-column', 'data-loss', 'error'),
    finding('missing-down', 'reversibility', 'error'),
  ]
  expect(page).toContain(
    `(1 − (1 − 0.55) × (1 − 0.20)) = ${score([{ migration: 'a', findings: both }]).score}\n`,
  )
})

/** The rows of the tables in one section, without their heads. */
function rowsUnder(heading: string): readonly string[] {
  const [section = ''] = page.slice(page.indexOf(heading) + heading.length).split('\n## ')
  const lines = section.split('\n')
  return lines.filter(
    (line, index) =>
      line.startsWith('| ') && !line.startsWith('|---') && !lines[index + 1]?.startsWith('|---'),
  )
}

function cellsOf(row: string): readonly string[] {
  return row.slice(2, -2).split(' | ')
}

function finding(ruleId: string, category: Category, severity: Severity): Finding {
  return {
    ruleId,
    category,
    severity,
    direction: 'up',
    message: ruleId,
    instead: '',
    file: 'a.sql',
    objects: [],
  }
}
