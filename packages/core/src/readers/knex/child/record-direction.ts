import type { ReadingNote } from '../../../migration/migration.ts'
import type { DirectionJob, KnexEngine, RecordedDirection, Unreached } from '../protocol.ts'
import { attempt, type Progress, type Surroundings } from './attempt.ts'
import { after, clockWasAsked, elapsed, setClock } from './clock.ts'
import type { ComparedValues } from './compared-values.ts'
import { endingNotes, incidentNotes, loadFailure, stubsWaitedFor } from './direction-notes.ts'
import { type ExploredRun, explore } from './explore.ts'
import { fillIn, readCondition } from './fill-in.ts'
import type { MigrationForm } from './forms/migration-form.ts'
import type { ModuleLoader } from './load-module.ts'
import { migrationFrom } from './migration-source.ts'
import { loadAgain } from './read-knexfile.ts'
import { recordedStatements } from './recorded-statements.ts'
import { activity, type Run, startRun } from './run.ts'
import { performRead, readExports } from './static/read-migration.ts'
import { countUnreached, reachedBy, unreachedBy } from './unreached.ts'

export interface DirectionRunner extends Surroundings {
  readonly engine: KnexEngine
  readonly form: MigrationForm
  readonly isTampered: () => boolean
}

/** Runs one direction of one migration with every answer that matters, and says what it would send. */
export async function recordDirection(
  job: DirectionJob,
  runner: DirectionRunner,
): Promise<RecordedDirection> {
  const isRead = job.isRead === true || runner.engine === 'never'
  const deadline = elapsed() + job.timeout
  const first = await attempt(runner, () => recordOnce(job, runner, deadline, isRead), progressOf)
  if (isRead) return first
  const recorded = await withEnvironmentSet(first, job, runner, deadline)
  const isPartial = recorded.outcome === 'failed' || recorded.unreached.length > 0
  if (!isPartial || recorded.tampered) return recorded
  const timeLeft = elapsed() + timeToFillIn
  const read = await attempt(runner, () => recordOnce(job, runner, timeLeft, true), progressOf)
  return fillIn(recorded, read, readCondition)
}

/** Settings that a file of the project has taken from the environment decide what the migration does. */
async function withEnvironmentSet(
  recorded: RecordedDirection,
  job: DirectionJob,
  runner: DirectionRunner,
  deadline: number,
): Promise<RecordedDirection> {
  const { environment, loader } = runner
  const isAllReached = recorded.unreached.length === 0
  if (recorded.outcome !== 'finished' || isAllReached || !environment.wasRead || elapsed() > deadline) {
    return recorded
  }
  environment.reset({ isSet: true, reads: loader.allEnvironmentReads() })
  loader.reset({ isForgiving: false })
  const other = await recordOnce(job, runner, deadline, false)
  if (other.outcome !== 'finished') return recorded
  const filled = fillIn(recorded, other, 'the environment variables are set')
  return { ...filled, unreached: recorded.unreached.filter(each => isUnreachedToo(each, other)) }
}

function isUnreachedToo({ location, file }: Unreached, { unreached }: RecordedDirection): boolean {
  return unreached.some(
    other =>
      other.file === file &&
      other.location.line <= location.line &&
      other.location.endLine >= location.endLine,
  )
}

/** Milliseconds; within the grace that the parent gives. */
const timeToFillIn = 800

/** On a machine with nothing else to do 5,000 take a second, 2,000 a sixth of one. */
const maxSentRunning = 5000
const maxSentReading = 2000

export function failedDirection(message: string): RecordedDirection {
  return {
    outcome: 'failed',
    statements: [],
    notes: [{ kind: 'failed', message }],
    unreached: [],
    reached: [],
    stubbed: [],
    runs: 0,
    tampered: false,
  }
}

function progressOf({ outcome, runs }: RecordedDirection): Progress {
  if (outcome === 'finished' || outcome === 'absent') return 'through'
  return runs === 0 ? 'not loaded' : 'loaded'
}

async function recordOnce(
  job: DirectionJob,
  { form, loader, environment, isTampered }: DirectionRunner,
  deadline: number,
  isRead: boolean,
): Promise<RecordedDirection> {
  const loading = startRun([])
  const finish = (
    outcome: RecordedDirection['outcome'],
    runs: readonly ExploredRun[],
    notes: readonly ReadingNote[],
    { transaction, isIrreversible }: Pick<RecordedDirection, 'transaction' | 'isIrreversible'> = {},
  ): RecordedDirection => ({
    outcome,
    statements: recordedStatements(runs, job, loader).map(each =>
      isRead ? { ...each, isApproximate: true } : each,
    ),
    notes: [...notes, ...incidentNotes(loading, runs, job, loader)],
    ...(transaction === undefined ? {} : { transaction }),
    ...(isIrreversible === undefined ? {} : { isIrreversible }),
    unreached: outcome === 'finished' ? unreachedBy(job, loader, runs) : [],
    reached: reachedBy(job, loader),
    stubbed: [...loader.stubbed].sort(),
    runs: runs.length,
    tampered: isTampered(),
  })

  let exported: unknown
  let before: readonly unknown[]
  const load = (path: string, source?: string): unknown =>
    isRead ? readExports(path, loader, loading, source) : loader.load(path, source)
  try {
    before = activity.run({ run: loading }, () => (job.before ?? []).map(path => load(path)))
    exported = activity.run({ run: loading }, () => load(job.path, job.source))
    if (!isRead) exported = await activity.run({ run: loading }, () => givenBySource(exported, job, loader))
  } catch (error) {
    return finish('failed', [], [loadFailure(error, job, loader)])
  }
  const plan = form.planOf(exported, job.direction)
  if (plan.kind === 'refused') return finish('failed', [], [{ kind: 'failed', message: plan.reason }])
  if (plan.kind === 'absent') return finish('absent', [], [], plan)
  const perform = (): Promise<void> =>
    isRead ? performRead(job, loader, form) : form.perform(exported, job.direction, before)
  environment.explore(loader.environmentReads(job.path))
  const compared = loader.comparedValues(job.path)
  setClock({ isAnother: false })
  const { runs: all, isCutShort } = await explore(
    prefix => runOnce(perform, plan.transaction !== false, prefix, deadline, compared),
    () => countUnreached(job, loader),
    { deadline, maxSent: isRead ? maxSentReading : maxSentRunning },
  )
  const runs = expectedFirst(all.filter(({ isHypothetical }) => !isHypothetical))
  const [expected] = runs
  if (expected !== undefined && clockWasAsked() && elapsed() < deadline) {
    setClock({ isAnother: true })
    const prefix = expected.run.decisions.map(({ taken }) => taken)
    const again = await runOnce(perform, plan.transaction !== false, prefix, deadline, compared)
    noteWhatVaries(expected.run, again.run)
  }
  const ending = endingNotes(runs, loading.madeUp, job, loader)
  const notes =
    isCutShort && outcomeOf(ending) === 'finished' ? [...ending, cutShort(job, all, loader)] : ending
  return finish(outcomeOf(notes), runs, notes, { ...expected?.run.said, ...plan })
}

function cutShort(
  { direction }: DirectionJob,
  runs: readonly ExploredRun[],
  loader: ModuleLoader,
): ReadingNote {
  const missing = runs.some(({ timedOut }) => timedOut) ? stubsWaitedFor(loader) : ''
  return missing === ''
    ? {
        kind: 'not-reached',
        message: `Not all answers that a database may give were tried: "${direction}" takes too long.`,
        instead: 'Read by hand what it does for other rows and schemas than the usual ones.',
      }
    : {
        kind: 'not-reached',
        message: `A run of "${direction}" did not come to an end in the time that it was given.${missing}`,
        instead: 'Read by hand what it does there, and behind it.',
      }
}

/** What the knexfile's own `migrationSource` makes of what the file exports. */
async function givenBySource(
  exported: unknown,
  { tool, sourceName }: DirectionJob,
  loader: ModuleLoader,
): Promise<unknown> {
  if (sourceName === undefined || tool.name !== 'knex' || tool.knexfile === undefined) return exported
  return migrationFrom(await loadAgain(loader, tool.knexfile), sourceName)
}

function outcomeOf(notes: readonly ReadingNote[]): RecordedDirection['outcome'] {
  const kinds = notes.map(({ kind }) => kind)
  if (kinds.includes('failed')) return 'failed'
  if (kinds.includes('no-way-back')) return 'absent'
  return kinds.includes('throws') ? 'throws' : 'finished'
}

/** The way that the first answers lead to, unless it ends at a value that we have made up. */
function expectedFirst(runs: readonly ExploredRun[]): readonly ExploredRun[] {
  const [first] = runs
  if (first === undefined || !first.run.madeUp || (first.thrown === undefined && !first.timedOut)) return runs
  const through = runs.find(({ thrown, timedOut }) => thrown === undefined && !timedOut)
  return through === undefined ? runs : [through, ...runs.filter(each => each !== through)]
}

async function runOnce(
  perform: () => Promise<void>,
  inTransaction: boolean,
  prefix: readonly number[],
  deadline: number,
  compared: ComparedValues,
): Promise<ExploredRun> {
  const run = startRun(prefix, deadline, compared)
  let thrown: { readonly error: unknown } | undefined
  const finished = activity.run({ run }, async () => {
    try {
      await perform()
    } catch (error) {
      thrown = { error }
    }
    run.ended = true
    for (let turn = 0; turn < turnsForStragglers; turn++) await nextTurn()
  })
  const ending = await Promise.race([finished, over(deadline)])
  const timedOut = ending === 'timeout' || elapsed() > deadline
  const isHypothetical = run.decisions.some(({ about, taken }) => about === 'known schema' && taken > 0)
  return {
    run,
    wrapped: inTransaction,
    timedOut,
    isHypothetical,
    ...(thrown === undefined ? {} : { thrown }),
  }
}

/** A timer of the process goes by the machine's clock. */
async function over(deadline: number): Promise<'timeout'> {
  while (elapsed() < deadline) await after(Math.max(deadline - elapsed(), 1))
  return 'timeout'
}

/** The same answers at another time send the same text, unless the text holds the time or a random number. */
function noteWhatVaries(first: Run, second: Run): void {
  for (const [index, { sql, origin }] of first.sent.entries()) {
    const other = second.sent[index]
    if (other === undefined || withoutNumber(other.sql) === withoutNumber(sql)) continue
    first.varying.push({
      message:
        'The text of this statement holds the time or a random number: each database gets another one.',
      origin,
    })
  }
}

/** Knex numbers the savepoints of a process. */
function withoutNumber(sql: string): string {
  return sql.replace(/\btrx\d+/g, 'trx')
}

/** How long a query that nobody waits for gets to show itself. */
const turnsForStragglers = 3
const nextTurn = (): Promise<void> => new Promise(resolve => setImmediate(resolve))
