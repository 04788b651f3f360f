import type { ReadingNote } from '../../../migration/migration.ts'
import type { DirectionJob } from '../protocol.ts'
import type { ExploredRun } from './explore.ts'
import type { ModuleLoader } from './load-module.ts'
import { functionLocation, locationOfFrames } from './place.ts'
import { nameOf } from './unreached.ts'

/** What went over a connection of the application: each call of the migration, and once for each file that it calls. */
export function outsideNotes(
  runs: readonly Pick<ExploredRun, 'run' | 'wrapped'>[],
  job: DirectionJob,
  loader: ModuleLoader,
): readonly ReadingNote[] {
  const notes = new Map<string, ReadingNote>()
  for (const { run, wrapped } of runs) {
    for (const { origin, isRead } of run.outside) {
      const location = locationOfFrames(origin, job, loader)
      const frame = location === undefined ? origin?.frames[0] : undefined
      const file = frame === undefined ? undefined : nameOf(frame.file, job.path)
      const key = location === undefined ? `${file} ${isRead}` : `${location.line}:${location.column}`
      if (notes.has(key)) continue
      const place =
        frame === undefined ? 'This goes' : `In ${file}, line ${loader.locate(frame, 'call').line}: this goes`
      const consequence = wrapped ? 'outside of its transaction' : 'on another connection'
      notes.set(key, {
        kind: 'outer-knex',
        message: `${place} through a Knex instance of the project, not through the one that the migration is given: it is ${consequence}.`,
        ...(isRead && { severity: 'warning' }),
        ...(location !== undefined ? { location } : frame && { location: functionLocation(job, loader) }),
      })
    }
  }
  return [...notes.values()]
}
