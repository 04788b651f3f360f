import { elapsed } from './clock.ts'
import type { Run, Sent } from './run.ts'

/** Different sets of answers for one direction; on 1,995 public migrations half need 1, the 95th percentile 4. */
const maxRuns = 32

/** Statements of all runs together: a migration that fills tables row by row need not do so thirty times. */
const maxSent = 5000

export interface ExploredRun {
  readonly run: Run
  /** Knex's migrator would have put a transaction around it. */
  readonly wrapped: boolean
  readonly thrown?: { readonly error: unknown }
  readonly timedOut: boolean
  /** A known answer was turned round: nothing that it sends can happen. */
  readonly isHypothetical: boolean
}

/** Runs with the expected answers first, then with ever more of them turned round, as long as that shows anything new. */
export async function explore(
  runOnce: (prefix: readonly number[]) => Promise<ExploredRun>,
  isAllReached: () => boolean,
  deadline: number,
): Promise<readonly ExploredRun[]> {
  const runs: ExploredRun[] = []
  const seen = new Set<string>()
  const places = new Set<string>()
  const waiting: (readonly number[])[] = [[]]
  let sent = 0
  const doubtful: (readonly number[])[] = []
  const next = (): readonly number[] | undefined =>
    waiting.shift() ?? (isAllReached() ? undefined : doubtful.shift())
  for (let prefix = next(); prefix !== undefined; prefix = next()) {
    if (runs.length >= maxRuns || sent > maxSent || elapsed() > deadline) break
    const explored = await runOnce(prefix)
    const { run } = explored
    sent += run.sent.length
    if (isAnotherEnvironment(explored) && !run.sent.some(each => !places.has(placeOf(each)))) continue
    runs.push(explored)
    for (const each of run.sent) places.add(placeOf(each))
    const news = [
      ...run.sent.map(each => `${placeOf(each)} ${each.sql}`),
      ...run.decisions.map(({ question }) => `? ${question}`),
    ].filter(key => !seen.has(key))
    if (news.length === 0 && runs.length > 1) continue
    for (const key of news) seen.add(key)
    for (let index = prefix.length; index < run.decisions.length; index++) {
      const decision = run.decisions[index]
      const taken = run.decisions.slice(0, index).map(each => each.taken)
      for (let option = 0; option < (decision?.options.length ?? 0); option++) {
        if (option === decision?.taken) continue
        const isDoubtful = decision?.isKnown === true || decision?.isEnvironment === true
        const queue = isDoubtful || explored.isHypothetical ? doubtful : waiting
        queue.push([...taken, option])
      }
    }
  }
  return runs
}

/** Kept for code that nothing else reaches; that the same calls send another text is of no interest. */
function isAnotherEnvironment({ run }: ExploredRun): boolean {
  return run.decisions.some(({ isEnvironment, taken }) => isEnvironment && taken > 0)
}

function placeOf({ origin }: Sent): string {
  const frame = origin?.frames[0]
  return `${frame?.line}:${frame?.column}`
}
