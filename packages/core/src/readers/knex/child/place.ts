import { dirname, relative, sep } from 'node:path'
import type { Location } from '../../../migration/migration.ts'
import type { DirectionJob } from '../protocol.ts'
import { contains } from './decided-branches.ts'
import { wholeModule } from './declared-names.ts'
import type { ModuleLoader } from './load-module.ts'
import type { Origin } from './run.ts'

/** In the migration's own file, also when a helper made the call. */
export function locationOfFrames(
  origin: Origin | undefined,
  job: DirectionJob,
  loader: ModuleLoader,
): Location | undefined {
  const index = origin?.frames.findIndex(({ file }) => file === job.path) ?? -1
  const frame = origin?.frames[index]
  if (frame === undefined) return undefined
  return loader.locate(frame, index === 0 && origin?.chained === true ? 'chain' : 'call')
}

export interface IncidentPlace {
  readonly location?: Location
  /** Where in another file it happens, which the migration calls. */
  readonly inside?: string
}

export function incidentPlace(
  origin: Origin | undefined,
  job: DirectionJob,
  loader: ModuleLoader,
): IncidentPlace {
  const [innermost] = origin?.frames ?? []
  if (origin === undefined || innermost === undefined) return {}
  const own = locationOfFrames(origin, job, loader)
  const dropped = origin.isDropped === true ? droppedIn(origin, loader) : undefined
  const { file } = dropped ?? innermost
  if (file === job.path) {
    const location = dropped?.location ?? own
    return location === undefined ? {} : { location }
  }
  const { line } = dropped?.location ?? loader.locate(innermost, 'call')
  const places = origin.frames.map(frame => ({ file: frame.file, location: loader.locate(frame, 'call') }))
  return {
    location: own ?? callingLocation(places.reverse(), job, loader),
    inside: `In ${nameOf(file, job.path)}, line ${line}`,
  }
}

/** Innermost first: what hands the promise on to its caller is not to blame. */
function droppedIn(
  { frames }: Origin,
  loader: ModuleLoader,
): { readonly file: string; readonly location: Location } | undefined {
  for (const frame of frames) {
    const dropped = loader.dropped(frame)
    if (dropped !== undefined) return { file: frame.file, location: dropped.location }
  }
  return undefined
}

/** Of the migration, the call of what one of these files exports: what that does later has no migration on its stack. The
 * call of a function that one of the places is in comes before the others. */
export function callingLocation(
  places: readonly PlaceInFile[],
  job: DirectionJob,
  loader: ModuleLoader,
): Location {
  const all = places.flatMap(place =>
    loader
      .callsOf(place.file, job.path)
      .map(call => ({ ...call, isOfPlace: isIn(place, call.name, loader) })),
  )
  const named = all.filter(({ isOfPlace }) => isOfPlace)
  const calls = (named.length > 0 ? named : all).map(({ location }) => location)
  const own = loader.exportedAt(job.path, job.direction)
  const other = loader.exportedAt(job.path, job.direction === 'up' ? 'down' : 'up')
  return (
    calls.find(each => own !== undefined && contains(own, each)) ??
    calls.find(each => other === undefined || !contains(other, each)) ??
    functionLocation(job, loader)
  )
}

interface PlaceInFile {
  readonly file: string
  readonly location: Location
}

function isIn({ file, location }: PlaceInFile, name: string, loader: ModuleLoader): boolean {
  const exported = loader.exportedAt(file, name)
  return exported !== undefined && contains(exported, location)
}

/** For the reader of the migration. */
export function nameOf(file: string, migration: string): string {
  return relative(dirname(migration), file).split(sep).join('/')
}

export function functionLocation({ path, direction }: DirectionJob, loader: ModuleLoader): Location {
  const found = loader.exportedAt(path, direction) ?? loader.exportedAt(path, wholeModule)
  if (found === undefined) return { line: 1, column: 1, endLine: 1, endColumn: 1 }
  // A whole function is no place for one statement; `export const down = dropTable('users')` is.
  return found.endLine === found.line ? found : { ...found, endLine: found.line, endColumn: found.column + 1 }
}
