import type { Location } from '../../../migration/migration.ts'
import { holdsUnknownText } from '../../../operations/unknown-text.ts'
import type { DirectionJob, RecordedStatement } from '../protocol.ts'
import { contains } from './decided-branches.ts'
import type { ExploredRun } from './explore.ts'
import { isFilledIn } from './filled-in.ts'
import type { ModuleLoader } from './load-module.ts'
import { mergeRuns, type SentStatement } from './merge-runs.ts'
import { functionLocation, locationOfFrames } from './place.ts'
import type { Origin, Sent } from './run.ts'
import { isInvented } from './unknown-row.ts'

/** What all runs sent, each statement with what has to be true for it. */
export function recordedStatements(
  runs: readonly ExploredRun[],
  job: DirectionJob,
  loader: ModuleLoader,
): readonly RecordedStatement[] {
  const questions = openQuestions(runs)
  const kept = withoutFailedEnds(withoutFilledIn(runs))
  return mergeRuns(kept.map(each => statementsOf(each, questions, job, loader)))
}

/**
 * knex.transaction() rolls back when what it was given throws, as it does over rows that we have made up. Where another
 * run came to its end, the migration has no ROLLBACK: the one that somebody has written stands at a place of its own.
 */
function withoutFailedEnds(runs: readonly KeptRun[]): readonly KeptRun[] {
  const ended = new Set(
    runs.flatMap(({ sent }) =>
      sent.flatMap(({ sql, origin }) =>
        origin !== undefined && /^(?:COMMIT|RELEASE)\b/.test(sql) ? [placeOf(origin)] : [],
      ),
    ),
  )
  return runs.map(({ sent, ...run }) => ({
    ...run,
    sent: sent.filter(({ sql, origin }) => !/^ROLLBACK\b/.test(sql) || !ended.has(placeOf(origin))),
  }))
}

/** A value that was made up to get further is of no interest in a text that is known with a name for the unknown. */
function withoutFilledIn(runs: readonly ExploredRun[]): readonly KeptRun[] {
  const all = new Map<string, Set<string>>()
  for (const { run } of runs) {
    for (const { origin, sql } of run.sent) {
      if (holdsUnknownText(sql)) all.set(placeOf(origin), (all.get(placeOf(origin)) ?? new Set()).add(sql))
    }
  }
  return runs.map(({ run, wrapped }, index) => {
    const from = index === 0 ? -1 : run.decisions.findIndex(isInvented)
    if (from < 0) return { run, wrapped, sent: run.sent }
    const isKept = ({ origin, sql, decided }: Sent): boolean =>
      decided <= from || ![...(all.get(placeOf(origin)) ?? [])].some(other => isFilledIn(sql, other))
    return { run, wrapped, sent: run.sent.filter(isKept) }
  })
}

function placeOf(origin: Origin | undefined): string {
  const frame = origin?.frames[0]
  return `${frame?.file}:${frame?.line}:${frame?.column}`
}

interface KeptRun extends Pick<ExploredRun, 'run' | 'wrapped'> {
  readonly sent: readonly Sent[]
}

/** Those that were answered in more than one way; the others decide nothing that we have seen. */
function openQuestions(runs: readonly ExploredRun[]): ReadonlySet<string> {
  const first = new Map<string, number>()
  const open = new Set<string>()
  for (const { run } of runs) {
    for (const { question, taken, about } of run.decisions) {
      if (about === 'known schema') continue
      const before = first.get(question)
      if (before === undefined) first.set(question, taken)
      else if (before !== taken) open.add(question)
    }
  }
  return open
}

function statementsOf(
  { run, wrapped, sent: kept }: KeptRun,
  questions: ReadonlySet<string>,
  job: DirectionJob,
  loader: ModuleLoader,
): readonly SentStatement[] {
  const deciding = run.decisions
    .map((decision, index) => ({ ...decision, index }))
    .filter(({ question, about, taken }) => questions.has(question) && !(about === 'value' && taken === 0))
  const savepoints = new Map<string, string>()
  const placeInTurn = placesInTurn(job, loader)
  return kept.flatMap(sent => {
    const isRunnersOwn = wrapped && sent.origin === undefined && /^(BEGIN|COMMIT|ROLLBACK);?$/.test(sent.sql)
    if (isRunnersOwn) return []
    const sql = sent.sql.replace(
      /^((?:RELEASE |ROLLBACK TO )?SAVEPOINT )(trx\d+)/,
      (_all, verb: string, name: string) => {
        const number = savepoints.get(name) ?? `trx${savepoints.size + 1}`
        savepoints.set(name, number)
        return verb + number
      },
    )
    const answers = deciding
      .filter(({ index }) => index < sent.decided)
      .map(({ question, options, taken, about }) => ({
        question,
        answer: options[taken] ?? '',
        isAboutSchema: about === 'schema',
      }))
    return [{ statement: statementOf({ ...sent, sql }, placeInTurn(sent.origin), job, loader), answers }]
  })
}

function statementOf(
  sent: Sent,
  location: Location,
  job: DirectionJob,
  loader: ModuleLoader,
): SentStatement['statement'] {
  const columns = [...(sent.origin?.columns ?? [])].flatMap(([name, origin]) => {
    const location = locationOfFrames(origin, job, loader)
    return location === undefined ? [] : [[name, location] as const]
  })
  return {
    sql: sent.sql,
    ...(sent.inlined === undefined ? {} : { inlined: sent.inlined }),
    location,
    ...(columns.length === 0 ? {} : { columnLocations: Object.fromEntries(columns) }),
    ...(sent.change === undefined ? {} : { change: sent.change }),
    ...(isCaught(sent.origin, loader) && { isCaught: true }),
    ...(sent.isOutside === true && { isOutside: true }),
  }
}

function isCaught(origin: Origin | undefined, loader: ModuleLoader): boolean {
  return (origin?.frames ?? []).some(frame => {
    const places = loader.caughtPlaces(frame.file)
    if (places.length === 0) return false
    const call = loader.locate(frame, 'call')
    return places.some(place => contains(place, call))
  })
}

/**
 * What a function of another file sends later, in a callback, no longer has the migration on its stack: it belongs to
 * the call of the migration by which that file was last reached.
 */
function placesInTurn(job: DirectionJob, loader: ModuleLoader): (origin: Origin | undefined) => Location {
  const calls = new Map<string, Location>()
  return origin => {
    const files = (origin?.frames ?? []).map(({ file }) => file).filter(file => file !== job.path)
    const own = locationOfFrames(origin, job, loader)
    if (own === undefined) {
      const caller = files.find(file => calls.has(file))
      return (caller === undefined ? undefined : calls.get(caller)) ?? functionLocation(job, loader)
    }
    for (const file of files) calls.set(file, own)
    return own
  }
}
