import { expect, test } from 'vitest'
import type { Finding, Severity } from '../rules/finding.ts'
import type { PolicyOutcome } from './policy.ts'
import { type Judged, verdictOf } from './verdict.ts'

const clean: Judged = {
  findings: [],
  policy: [],
  risk: { score: 40, level: 'medium', parts: [] },
  notChecked: 0,
  failOn: 'error',
}

test.each<[string, Partial<Judged>, readonly string[]]>([
  ['nothing', {}, []],
  ['warnings under the threshold', { findings: [finding('warning')] }, []],
  ['one error', { findings: [finding('error'), finding('info')] }, ['1 error (--fail-on error)']],
  [
    'errors and warnings over a lower threshold',
    { findings: [finding('error'), finding('error'), finding('warning')], failOn: 'warning' },
    ['2 errors and 1 warning (--fail-on warning)'],
  ],
  ['errors that never fail', { findings: [finding('error')], failOn: 'never' }, []],
  ['a suppressed error', { findings: [{ ...finding('error'), suppressed: { by: 'comment' } }] }, []],
  ['risk at the limit', { maxRisk: 40 }, []],
  ['risk over the limit', { maxRisk: 39 }, ['risk 40 is over 39 (--max-risk)']],
  [
    'policy, whatever the threshold',
    {
      failOn: 'never',
      policy: [
        outcome('branch', 'blocked'),
        outcome('max-pending', 'passed'),
        outcome('freeze-window', 'blocked'),
      ],
    },
    ['blocked by policy: branch, freeze-window'],
  ],
  [
    'an approval that is missing',
    { policy: [outcome('review-above-pending', 'needs-approval')] },
    ['needs approval: review-above-pending'],
  ],
  ['an override', { policy: [outcome('branch', 'overridden')] }, []],
])('%s', (_what, judged, reasons) => {
  expect(verdictOf({ ...clean, ...judged })).toEqual({
    verdict: reasons.length === 0 ? 'pass' : 'fail',
    reasons,
  })
})

function outcome(id: string, status: PolicyOutcome['status']): PolicyOutcome {
  return { id, status, message: '' }
}

function finding(severity: Severity): Finding {
  return {
    ruleId: 'drop-table',
    category: 'data-loss',
    severity,
    direction: 'up',
    message: '',
    instead: '',
    file: 'a.sql',
    objects: [],
  }
}
