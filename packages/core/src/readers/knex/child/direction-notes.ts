import type { ReadingNote } from '../../../migration/migration.ts'
import type { DirectionJob } from '../protocol.ts'
import { framesOfError } from './call-site.ts'
import { callbacksLetGo } from './callbacks-let-go.ts'
import { changesIn } from './changes-in.ts'
import { contains } from './decided-branches.ts'
import { errorMessage } from './error-message.ts'
import { type ExploredRun, isFromJavaScript, isStuck } from './explore.ts'
import { NoWayBack } from './forms/migration-form.ts'
import { handedOn } from './handed-on.ts'
import type { ModuleLoader } from './load-module.ts'
import { member } from './migration-exports.ts'
import { notInSandboxCode } from './not-in-sandbox-code.ts'
import { outsideNotes } from './outside-notes.ts'
import { incidentPlace, locationOfFrames } from './place.ts'
import { RefusedQuery } from './refused-query.ts'
import { type Incident, LimitReached, type Origin, type Run } from './run.ts'
import { UnparsableSource } from './unparsable-source.ts'

/** `isLoadedMadeUp`: something that is not there was already used while the file was loaded. */
export function endingNotes(
  runs: readonly ExploredRun[],
  isLoadedMadeUp: boolean,
  job: DirectionJob,
  loader: ModuleLoader,
): readonly ReadingNote[] {
  const [expected] = runs
  if (expected === undefined) return []
  if (runs.every(({ timedOut }) => timedOut)) {
    return [
      {
        kind: 'failed',
        message: `"${job.direction}" did not come to an end in the time that it was given.${stubsWaitedFor(loader)}`,
      },
    ]
  }
  if (!runs.every(({ thrown, timedOut }) => thrown !== undefined || timedOut)) {
    return stuckNotes(runs, job, loader)
  }
  const { run, thrown } =
    runs.find(({ run: each, thrown: error }) => error !== undefined && !each.madeUp) ?? expected
  const error = thrown?.error
  const location = locationOfFrames(originOfError(error, loader), job, loader)
  const place = location === undefined ? {} : { location }
  const message = errorMessage(error)
  if (error instanceof NoWayBack) return [{ kind: 'no-way-back', message: error.message, ...place }]
  const isFromMadeUp = isLoadedMadeUp && (error instanceof RefusedQuery || isFromJavaScript(error))
  const hangsOnMadeUp = run.madeUp && (!isSameForAll(runs) || isGuarded(error, loader))
  return isFromMadeUp || hangsOnMadeUp || isOurDoing(error)
    ? [
        {
          kind: 'failed',
          message: `"${job.direction}" could not be run to its end without a database: ${message}`,
          ...place,
        },
      ]
    : [
        {
          kind: 'throws',
          message: `"${job.direction}" always throws: ${message}`,
          ...(isSlip(error) && slip(job.direction)),
          ...place,
        },
      ]
}

/** Nobody says in this way that there is no way back. */
function isSlip(error: unknown): boolean {
  return isFromJavaScript(error) || error instanceof ReferenceError || error instanceof RefusedQuery
}

function slip(direction: DirectionJob['direction']): Pick<ReadingNote, 'instead' | 'severity'> {
  return {
    severity: 'error',
    instead: `Correct the code: "${direction}" stops here, and nothing of it that comes later runs.`,
  }
}

function originOfError(error: unknown, loader: ModuleLoader): Origin {
  if (error instanceof RefusedQuery && error.origin !== undefined) return error.origin
  return { frames: framesOfError(error, loader.isProjectFile), chained: false }
}

/** Where no value that we could make up leads any further. */
function stuckNotes(
  runs: readonly ExploredRun[],
  job: DirectionJob,
  loader: ModuleLoader,
): readonly ReadingNote[] {
  const notes = new Map<string, ReadingNote>()
  const stuckRuns = runs.filter(each => isStuck(each, runs))
  // Nothing that comes later can change the database.
  if (stuckRuns.length > 0 && changesIn(loader.parse(job.path, job.source)).length === 0) return []
  for (const stuck of stuckRuns) {
    const error = stuck.thrown?.error
    const location = locationOfFrames(originOfError(error, loader), job, loader)
    const message = `Where rows are found, what comes after this was not checked, for want of a value that fits: ${errorMessage(error)}`
    notes.set(`${location?.line} ${message}`, {
      kind: 'not-reached',
      message,
      instead: 'Read by hand what comes after it.',
      ...(location === undefined ? {} : { location }),
    })
  }
  return [...notes.values()]
}

/** `if (rows.length < 3) throw …`: the rows that the database holds decide, which we have not. */
function isGuarded(error: unknown, loader: ModuleLoader): boolean {
  const [frame] = framesOfError(error, loader.isProjectFile)
  if (frame === undefined) return false
  const { line } = loader.locate(frame, 'call')
  return loader
    .guardedThrows(frame.file)
    .some(({ line: first, endLine: last }) => first <= line && line <= last)
}

/** Whatever the answers were, the migration itself says the same words and stops. */
function isSameForAll(runs: readonly ExploredRun[]): boolean {
  const messages = new Set(runs.map(({ thrown }) => errorMessage(thrown?.error)))
  const isOwnError = runs.every(
    ({ thrown }) => thrown?.error instanceof Error && thrown.error.constructor === Error,
  )
  return runs.length > 1 && isOwnError && messages.size === 1
}

/** A file that is not there for us may be there for the real migrator. */
function isOurDoing(error: unknown): boolean {
  if (error instanceof LimitReached) return true
  const code: unknown = member(error, 'code')
  return (
    code === 'ENOENT' ||
    code === 'EACCES' ||
    code === 'ERR_ACCESS_DENIED' ||
    code === 'MODULE_NOT_FOUND' ||
    code === notInSandboxCode
  )
}

export function incidentNotes(
  loading: Run,
  runs: readonly ExploredRun[],
  job: DirectionJob,
  loader: ModuleLoader,
): readonly ReadingNote[] {
  const notes = new Map<string, ReadingNote>()
  const add = (kind: ReadingNote['kind'], { message: what, instead, origin }: Incident): void => {
    const { location, inside } = incidentPlace(origin, job, loader)
    const isOfStatement = inside === undefined || kind === 'varies'
    const message = isOfStatement ? what : toldInside(kind, inside, what)
    // The same call can be to blame for what is under way and for what starts later.
    const subject = origin?.isDropped === true ? inside : message
    const key = `${kind} ${subject} ${isOfStatement ? `${location?.line}:${location?.column}` : ''}`
    if (notes.has(key)) return
    notes.set(key, {
      kind,
      message,
      ...(instead !== undefined && { instead }),
      ...(location !== undefined && { location }),
    })
  }
  for (const run of [loading, ...runs.map(each => each.run)]) {
    for (const incident of run.sideEffects) add('side-effect', incident)
    for (const incident of run.lost) add('not-reached', incident)
    for (const incident of run.varying) add('varies', incident)
  }
  const letGo = callbacksLetGo(loader)
  // A run that was thrown out of leaves builders behind that it would have run.
  for (const { run, thrown, timedOut } of runs) {
    if (thrown !== undefined || timedOut) continue
    for (const builder of run.idle.keys()) for (const given of handedOn(builder)) run.idle.delete(given)
    for (const incident of [...run.idle.values(), ...run.late, ...letGo(run)]) add('not-awaited', incident)
  }
  const all = [{ run: loading, wrapped: runs.some(each => each.wrapped) }, ...runs]
  return [...withoutInner([...notes.values()]), ...outsideNotes(all, job, loader)]
}

/** `It writes to the file system.` is of what the call leads to. */
function toldInside(kind: ReadingNote['kind'], inside: string, what: string): string {
  const [, file, line] = /^In (.+), line (\d+)$/.exec(inside) ?? []
  return kind === 'side-effect' && line !== undefined && what.startsWith('It ')
    ? `Line ${line} of ${file} ${what.slice(3, -1)}; this call leads to it.`
    : `${inside}: ${lowerFirst(what)}`
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1)
}

/** Whoever waits for a query waits for what its `then` does. */
function withoutInner(notes: readonly ReadingNote[]): readonly ReadingNote[] {
  const around = notes.filter(({ kind }) => kind === 'not-awaited').flatMap(({ location }) => location ?? [])
  return notes.filter(
    ({ kind, location }) =>
      kind !== 'not-awaited' ||
      location === undefined ||
      !around.some(other => other !== location && contains(other, location) && !contains(location, other)),
  )
}

export function loadFailure(error: unknown, job: DirectionJob, loader: ModuleLoader): ReadingNote {
  if (error instanceof UnparsableSource) {
    const { line, column } = error
    return {
      kind: 'failed',
      message: `This file is not valid JavaScript or TypeScript: ${errorMessage(error)}`,
      location: { line, column, endLine: line, endColumn: column + 1 },
    }
  }
  const location = locationOfFrames(
    { frames: framesOfError(error, loader.isProjectFile), chained: false },
    job,
    loader,
  )
  return {
    kind: 'failed',
    message: `This file throws when it is loaded: ${errorMessage(error)}`,
    ...(location === undefined ? {} : { location }),
  }
}

/** As many packages as are worth to be read. */
const packagesTold = 3

/** What stands in for a package calls nobody back. */
export function stubsWaitedFor({ stubbed }: ModuleLoader): string {
  const names = [...stubbed].sort()
  if (names.length === 0) return ''
  const rest = names.length - packagesTold
  const told = [...names.slice(0, packagesTold), ...(rest > 0 ? [`${rest} more`] : [])]
  const [last = '', ...others] = [...told].reverse()
  const list = others.length === 0 ? last : `${others.reverse().join(', ')} and ${last}`
  return ` It, or a file that it loads, uses ${list}, which ${told.length === 1 ? 'is' : 'are'} not installed or cannot be loaded: a callback that it waits for may never be called here.`
}
