import { expect, test } from 'vitest'
import { layoutFindings } from './layout-findings.ts'
import type { LayoutProblem } from './layouts/layout.ts'
import { builtInRules } from './rules/index.ts'
import { activeRules } from './rules/running/rule-settings.ts'

const orphan: LayoutProblem = { ruleId: 'orphan-down', file: '1.down.sql', message: 'No up script.' }

test('a problem is a finding of the rule of that name, unless that is off', () => {
  expect(layoutFindings([orphan], activeRules(builtInRules, {}))).toMatchObject([
    { ruleId: 'orphan-down', file: '1.down.sql' },
  ])
  expect(layoutFindings([orphan], activeRules(builtInRules, { 'orphan-down': 'off' }))).toEqual([])
})

test('a problem that no rule explains is not dropped', () => {
  const unknown = JSON.parse(JSON.stringify({ ...orphan, ruleId: 'no-such-rule' }))
  expect(() => layoutFindings([unknown], activeRules(builtInRules, {}))).toThrow('no-such-rule')
})
