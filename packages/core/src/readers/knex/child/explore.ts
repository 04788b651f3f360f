import { elapsed } from './clock.ts'
import type { Decision, Run, Sent } from './run.ts'

/** Different sets of answers for one direction; on 1,995 public migrations half need 1, the 95th percentile 4. */
const maxRuns = 32

/** Further ones, each with an unlikely answer, as long as something is not reached; fewer when they lead nowhere. */
const maxDoubtfulRuns = 64
const patience = 24

export interface Limits {
  /** Of `elapsed`, in milliseconds. */
  readonly deadline: number
  /** Statements of all runs together: a migration that fills tables row by row need not do so thirty times. It is to end a
   * search before the time does, which a busy machine has less of. */
  readonly maxSent: number
}

export interface ExploredRun {
  readonly run: Run
  /** Knex's migrator would have put a transaction around it. */
  readonly wrapped: boolean
  readonly thrown?: { readonly error: unknown }
  readonly timedOut: boolean
  /** A known answer was turned round: nothing that it sends can happen. */
  readonly isHypothetical: boolean
}

interface Explored {
  readonly runs: readonly ExploredRun[]
  /** The time was over before all answers were tried. */
  readonly isCutShort: boolean
}

/** Runs with the expected answers first, then with ever more of them turned round, as long as that shows anything new. */
export async function explore(
  runOnce: (prefix: readonly number[]) => Promise<ExploredRun>,
  countUnreached: () => number,
  { deadline, maxSent }: Limits,
): Promise<Explored> {
  const runs: ExploredRun[] = []
  const seen = new Set<string>()
  const places = new Set<string>()
  const likely: (readonly number[])[] = [[]]
  const doubtful: (readonly number[])[] = []
  let sent = 0
  let doubted = 0
  let inVain = 0
  let fewest = Number.POSITIVE_INFINITY
  // The other half is left for those who come after: they read what was not reached.
  const halfTime = (elapsed() + deadline) / 2
  const next = (): readonly number[] | undefined => {
    if (runs.length < maxRuns && likely.length > 0) return likely.shift()
    if (elapsed() > halfTime) return undefined
    const stuck = runs.filter(run => isStuck(run, runs)).length
    const unreached = countUnreached() + stuck + (runs.some(isFinished) ? 0 : 1)
    inVain = unreached < fewest ? 0 : inVain + 1
    fewest = Math.min(fewest, unreached)
    if (unreached === 0 || inVain > patience || doubted++ >= maxDoubtfulRuns) return undefined
    return doubtful.shift()
  }
  for (let prefix = next(); prefix !== undefined; prefix = next()) {
    if (elapsed() > deadline) return { runs, isCutShort: true }
    if (sent > maxSent) break
    const explored = await runOnce(prefix)
    const { run } = explored
    sent += run.sent.length
    if (isAnotherEnvironment(explored) && !run.sent.some(each => !places.has(placeOf(each)))) continue
    for (const each of run.sent) places.add(placeOf(each))
    const news = [
      ...run.sent.map(each => `${placeOf(each)} ${each.sql}`),
      ...run.decisions.map(({ question }) => `? ${question}`),
    ].filter(key => !seen.has(key))
    const isFirstThrough = isFinished(explored) && !runs.some(isFinished)
    if (news.length === 0 && runs.length > 0 && !isFirstThrough) {
      if (!isUnlikely(explored)) runs.push(explored)
      continue
    }
    runs.push(explored)
    for (const key of news) seen.add(key)
    const others = otherWays(explored, prefix.length)
    likely.push(...others.likely)
    // The value that was looked at last is the one that it fell over.
    if (explored.thrown === undefined) doubtful.push(...others.doubtful)
    else doubtful.unshift(...others.doubtful)
  }
  return { runs, isCutShort: false }
}

interface OtherWay {
  readonly prefix: readonly number[]
  readonly index: number
  readonly option: number
}

function otherWays(
  { run, isHypothetical, thrown }: ExploredRun,
  from: number,
): { readonly likely: readonly (readonly number[])[]; readonly doubtful: readonly (readonly number[])[] } {
  const likely: (readonly number[])[] = []
  const doubtful: OtherWay[] = []
  for (const [index, { options, taken, doubtfulFrom }] of run.decisions.entries()) {
    if (index < from) continue
    const before = run.decisions.slice(0, index).map(each => each.taken)
    for (let option = 0; option < options.length; option++) {
      if (option === taken) continue
      const prefix = [...before, option]
      if (option >= doubtfulFrom || isHypothetical) doubtful.push({ prefix, index, option })
      else likely.push(prefix)
    }
  }
  const byIndex = (a: OtherWay, b: OtherWay): number => b.index - a.index
  const byOption = (a: OtherWay, b: OtherWay): number => a.option - b.option
  doubtful.sort((a, b) =>
    thrown === undefined ? byOption(a, b) || byIndex(a, b) : byIndex(a, b) || byOption(a, b),
  )
  return { likely, doubtful: doubtful.map(({ prefix }) => prefix) }
}

function isFinished({ thrown, timedOut, isHypothetical }: ExploredRun): boolean {
  return thrown === undefined && !timedOut && !isHypothetical
}

/**
 * It fell over a value that we have made up, and no other run went on from there. Where there was no row, the migration
 * falls over that on a real database too.
 */
export function isStuck({ run, thrown }: ExploredRun, runs: readonly ExploredRun[]): boolean {
  if (thrown === undefined || !isFromJavaScript(thrown.error)) return false
  const usual = run.decisions.filter(({ about, taken }) => about === 'value' && taken === 0)
  const rows = run.decisions.filter(({ about }) => about === 'rows')
  if (usual.length === 0 || rows.some(isAbsence)) return false
  const place = placeOfError(thrown.error)
  return !runs.some(
    other =>
      placeOfError(other.thrown?.error) !== place &&
      rows.every(({ question, taken }) => other.run.answered.get(question) === taken),
  )
}

function isAbsence({ options, taken }: Decision): boolean {
  return options[taken] === 'none' || options[taken] === 'miss'
}

export function isFromJavaScript(error: unknown): boolean {
  return error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError
}

/** The first line of the stack that names one. */
function placeOfError(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  return /\n\s+at (.{1,500})/.exec(stack)?.[1] ?? stack
}

function isUnlikely({ run }: ExploredRun): boolean {
  return run.decisions.some(({ taken, doubtfulFrom }) => taken >= doubtfulFrom)
}

/** Kept for code that nothing else reaches; that the same calls send another text is of no interest. */
function isAnotherEnvironment({ run }: ExploredRun): boolean {
  return run.decisions.some(({ about, taken }) => about === 'environment' && taken > 0)
}

function placeOf({ origin }: Sent): string {
  const frame = origin?.frames[0]
  return `${frame?.line}:${frame?.column}`
}
