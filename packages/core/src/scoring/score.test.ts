import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Category, Finding, Severity } from '../rules/finding.ts'
import { levelOf, type ScoredFindings, score } from './score.ts'
import { categoryWeights, ruleWeights, weightOf } from './weights.ts'

const severities: readonly Severity[] = ['error', 'warning', 'info']
const categories = Object.keys(categoryWeights) as readonly Category[]

const anyFinding: fc.Arbitrary<Finding> = fc
  .record({
    ruleId: fc.constantFrom(...Object.keys(ruleWeights), 'add-check', 'team/no-float'),
    category: fc.constantFrom(...categories),
    severity: fc.constantFrom(...severities),
    message: fc.constantFrom('one', 'two', 'three'),
  })
  .map(finding)
const anyGroup: fc.Arbitrary<ScoredFindings> = fc.record({
  migration: fc.constantFrom('', '001_a', '002_b', '003_c'),
  findings: fc.array(anyFinding, { maxLength: 12 }),
})
const anyDeploy = fc.array(anyGroup, { maxLength: 5 })

describe('laws', () => {
  test('another finding never lowers the score, one less never raises it', () => {
    fc.assert(
      fc.property(anyDeploy, anyFinding, (deploy, more) => {
        expect(score([...deploy, { migration: '009_more', findings: [more] }]).score).toBeGreaterThanOrEqual(
          score(deploy).score,
        )
      }),
    )
  })

  test('0 only without findings, and never over 100', () => {
    fc.assert(
      fc.property(anyDeploy, deploy => {
        const { score: points, level } = score(deploy)
        expect(points === 0).toBe(deploy.every(group => group.findings.length === 0))
        expect(level === 'none').toBe(points === 0)
        expect(points).toBeLessThanOrEqual(100)
      }),
    )
  })

  test('two findings never make 100', () => {
    fc.assert(
      fc.property(anyFinding, anyFinding, (one, other) => {
        expect(score([{ migration: 'a', findings: [one, other] }]).score).toBeLessThan(100)
      }),
    )
  })

  test('a deploy is at least as risky as its riskiest migration', () => {
    fc.assert(
      fc.property(anyDeploy, deploy => {
        const riskiest = Math.max(0, ...deploy.map(group => score([group]).score))
        expect(score(deploy).score).toBeGreaterThanOrEqual(riskiest)
      }),
    )
  })

  test('the order of migrations and findings does not matter', () => {
    fc.assert(
      fc.property(anyDeploy, deploy => {
        const reversed = [...deploy]
          .reverse()
          .map(({ migration, findings }) => ({ migration, findings: [...findings].reverse() }))
        expect(score(reversed)).toEqual(score(deploy))
      }),
    )
  })

  test('the parts are whole points that add up to the score', () => {
    fc.assert(
      fc.property(anyDeploy, deploy => {
        const risk = score(deploy)
        expect(risk.parts.reduce((sum, part) => sum + part.points, 0)).toBe(risk.score)
        expect(risk.parts.every(part => Number.isInteger(part.points) && part.points > 0)).toBe(true)
      }),
    )
  })

  test('a suppressed finding does not count', () => {
    fc.assert(
      fc.property(anyDeploy, anyFinding, (deploy, silenced) => {
        const findings = [{ ...silenced, suppressed: { by: 'comment' } }]
        expect(score([...deploy, { migration: '009_more', findings }])).toEqual(score(deploy))
      }),
    )
  })

  test('without an error beyond reversibility it is never critical', () => {
    const lesser = anyFinding.filter(one => one.severity !== 'error' || one.category === 'reversibility')
    fc.assert(
      fc.property(fc.array(lesser, { maxLength: 200 }), findings => {
        expect(score([{ migration: 'a', findings }]).level).not.toBe('critical')
      }),
    )
  })
})

test('ranks as an experienced database administrator would', () => {
  const ranked: readonly (readonly [string, readonly Finding[]])[] = [
    [
      'data lost, no way back',
      [of('drop-column', 'data-loss', 'error'), of('missing-down', 'reversibility', 'error')],
    ],
    [
      'data lost, structure back',
      [of('drop-column', 'data-loss', 'error'), of('down-loses-data', 'reversibility', 'error')],
    ],
    ['a rewrite under an exclusive lock', [of('change-column-type', 'locking', 'error')]],
    ['the running release breaks', [of('rename-column', 'compatibility', 'error')]],
    ['no way back alone', [of('missing-down', 'reversibility', 'error')]],
    ['any warning', [of('drop-column', 'data-loss', 'warning')]],
    ['any remark', [of('drop-column', 'data-loss', 'info')]],
    ['nothing', []],
  ]
  const points = ranked.map(([, findings]) => score([{ migration: 'a', findings }]).score)
  expect(points).toEqual([...new Set(points)].sort((a, b) => b - a))
})

test('every warning weighs less than any error but that of style, every info less than any warning', () => {
  for (const category of categories) {
    const { error, warning, info } = categoryWeights[category]
    expect(error.points).toBeGreaterThan(warning.points)
    expect(warning.points).toBeGreaterThan(info.points)
  }
})

test('a weight of its own holds for errors; a lowered severity falls back on the category', () => {
  expect(weightOf(of('drop-table', 'data-loss', 'error'))).toBe(ruleWeights['drop-table'])
  expect(weightOf(of('drop-table', 'data-loss', 'warning'))).toBe(categoryWeights['data-loss'].warning)
  expect(weightOf(of('toString', 'style', 'info'))).toBe(categoryWeights.style.info)
})

test.each([
  [0, 'none'],
  [1, 'low'],
  [24, 'low'],
  [25, 'medium'],
  [49, 'medium'],
  [50, 'high'],
  [79, 'high'],
  [80, 'critical'],
  [100, 'critical'],
])('%i points are %s', (points, level) => {
  expect(levelOf(points)).toBe(level)
})

function of(ruleId: string, category: Category, severity: Severity): Finding {
  return finding({ ruleId, category, severity, message: `${ruleId} is here` })
}

function finding(part: Pick<Finding, 'ruleId' | 'category' | 'severity' | 'message'>): Finding {
  return { ...part, direction: 'up', instead: 'Do it in two steps.', file: 'a.sql', objects: [] }
}
