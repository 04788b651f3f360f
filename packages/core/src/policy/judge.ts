import type { Risk } from '../scoring/risk.ts'
import { UserError } from '../user-error.ts'
import { matchesBranch } from './branch-glob.ts'
import type { Environment } from './environment.ts'
import { type Freeze, freezeAt } from './freeze-window.ts'
import type { DeployContextInput, PolicyOutcome } from './policy.ts'
import { checkTimeZone } from './time-zone.ts'

/** What is to be deployed. */
export interface Deploy {
  readonly pending: number
  readonly risk: Risk
}

/** Every condition that the environment sets, in a fixed order, the kept ones too: a deploy that breaks three
 * of them hears of all three. */
export function judge(
  environment: Environment & { readonly name: string },
  deploy: Deploy,
  context: DeployContextInput,
): readonly PolicyOutcome[] {
  return [
    ...judgeBranch(environment, context),
    ...judgeMaxPending(environment, deploy),
    ...judgeReview(environment, deploy),
    ...judgeFreeze(environment, context),
    ...judgeMaxRisk(environment, deploy),
  ]
}

type NamedEnvironment = Environment & { readonly name: string }

function judgeBranch(
  { name, branches }: NamedEnvironment,
  { branch }: DeployContextInput,
): readonly PolicyOutcome[] {
  if (branches === undefined) return []
  const id = 'branch'
  const allowed = branches.length === 0 ? 'no branch' : branches.map(glob => `"${glob}"`).join(' or ')
  if (branch === undefined || branch === '') {
    const message = `Which branch this is could not be told; ${name} takes ${allowed} only. Name it with --branch.`
    return [{ id, status: 'blocked', message }]
  }
  if (branches.some(glob => matchesBranch(glob, branch))) {
    return [{ id, status: 'passed', message: `Branch "${branch}" may deploy to ${name}.` }]
  }
  return [
    {
      id,
      status: 'blocked',
      message: `Branch "${branch}" may not deploy to ${name}; it takes ${allowed} only.`,
    },
  ]
}

function judgeMaxPending(
  { name, maxPending }: NamedEnvironment,
  { pending }: Deploy,
): readonly PolicyOutcome[] {
  if (maxPending === undefined) return []
  const limit = `${name} takes at most ${maxPending} in one deploy`
  return [
    pending > maxPending
      ? { id: 'max-pending', status: 'blocked', message: `${areWaiting(pending)}; ${limit}.` }
      : { id: 'max-pending', status: 'passed', message: `${areWaiting(pending)}; ${limit}.` },
  ]
}

function judgeReview(
  { name, reviewAbovePending: limit }: NamedEnvironment,
  { pending }: Deploy,
): readonly PolicyOutcome[] {
  if (limit === undefined) return []
  const id = 'review-above-pending'
  const message = `${areWaiting(pending)}; ${name} takes up to ${limit} without a review`
  if (pending <= limit) return [{ id, status: 'passed', message: `${message}.` }]
  const way = `deploy ${limit === 1 ? '1' : `${limit} or fewer`} at a time, or raise "reviewAbovePending" in a reviewed change of the config`
  return [
    {
      id,
      status: 'needs-approval',
      message: limit === 0 ? `${message}.` : `${message}. To approve: ${way}.`,
    },
  ]
}

function judgeFreeze(environment: NamedEnvironment, { now }: DeployContextInput): readonly PolicyOutcome[] {
  const { name, freeze, timezone } = environment
  if (timezone !== undefined) checkTimeZone(timezone, name)
  if (freeze === undefined || freeze.length === 0) return []
  if (timezone === undefined) {
    throw new UserError(
      `The environment "${name}" has freeze windows but no "timezone": say in which zone they are meant, such as "America/New_York".`,
    )
  }
  const id = 'freeze-window'
  if (now === undefined) {
    return [{ id, status: 'blocked', message: `What time it is was not said; ${name} has freeze windows.` }]
  }
  const frozen = freeze.flatMap(window => freezeAt(window, timezone, now) ?? [])
  if (frozen.length === 0) {
    return [
      { id, status: 'passed', message: `No freeze of ${name} is on (${freeze.map(quoteName).join(', ')}).` },
    ]
  }
  const windows = frozen.map(one => `${quoteName(one)} ${one.until}`).join(', and ')
  return [{ id, status: 'blocked', message: `${name} is frozen: ${windows} (${timezone}).` }]
}

function judgeMaxRisk({ name, maxRisk }: NamedEnvironment, { risk }: Deploy): readonly PolicyOutcome[] {
  if (maxRisk === undefined) return []
  const message = `The risk is ${risk.score}; ${name} takes up to ${maxRisk}.`
  return [{ id: 'max-risk', status: risk.score > maxRisk ? 'blocked' : 'passed', message }]
}

function areWaiting(pending: number): string {
  return pending === 1 ? '1 migration is pending' : `${pending} migrations are pending`
}

function quoteName({ name }: { readonly name: Freeze['name'] }): string {
  return `"${name}"`
}
