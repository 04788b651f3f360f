import type { Finding, Severity } from '../rules/finding.ts'
import type { Risk } from '../scoring/risk.ts'
import type { PolicyOutcome } from './policy.ts'

export type FailOn = 'error' | 'warning' | 'never'

export interface Verdict {
  readonly verdict: 'pass' | 'fail'
  /** One sentence a reason; empty for a pass. */
  readonly reasons: readonly string[]
}

export interface Judged {
  /** All of the deploy's. */
  readonly findings: readonly Finding[]
  readonly policy: readonly PolicyOutcome[]
  readonly risk: Risk
  /** Paths that could not be read, or hold what was not looked at. */
  readonly notChecked: number
  readonly failOn: FailOn
  readonly maxRisk?: number
}

export function verdictOf({ findings, policy, risk, notChecked, failOn, maxRisk }: Judged): Verdict {
  const reasons = [
    ...(notChecked === 0
      ? []
      : [`${notChecked} ${notChecked === 1 ? 'path was' : 'paths were'} not checked`]),
    ...findingReasons(findings, failOn),
    ...policyReasons(policy),
    ...riskReasons(risk, maxRisk),
  ]
  return { verdict: reasons.length === 0 ? 'pass' : 'fail', reasons }
}

const failing: Readonly<Record<FailOn, readonly Severity[]>> = {
  error: ['error'],
  warning: ['error', 'warning'],
  never: [],
}

function findingReasons(findings: readonly Finding[], failOn: FailOn): readonly string[] {
  const counts = failing[failOn].flatMap(severity => {
    const count = findings.filter(finding => !finding.suppressed && finding.severity === severity).length
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? '' : 's'}`]
  })
  return counts.length === 0 ? [] : [`${counts.join(' and ')} (--fail-on ${failOn})`]
}

function policyReasons(policy: readonly PolicyOutcome[]): readonly string[] {
  const ids = (status: PolicyOutcome['status']) =>
    policy.filter(outcome => outcome.status === status).map(({ id }) => id)
  const blocked = ids('blocked')
  const waiting = ids('needs-approval')
  return [
    ...(blocked.length === 0 ? [] : [`blocked by policy: ${blocked.join(', ')}`]),
    ...(waiting.length === 0 ? [] : [`needs approval: ${waiting.join(', ')}`]),
  ]
}

function riskReasons(risk: Risk, maxRisk: number | undefined): readonly string[] {
  return maxRisk !== undefined && risk.score > maxRisk
    ? [`risk ${risk.score} is over ${maxRisk} (--max-risk)`]
    : []
}
