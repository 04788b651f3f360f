import type { Location } from '../../../migration/migration.ts'
import type { DirectionJob } from '../protocol.ts'
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
  if (origin?.isWhole === true) return loader.locate(frame, 'settled')
  return loader.locate(frame, index === 0 && origin?.chained === true ? 'chain' : 'call')
}

export function functionLocation({ path, direction }: DirectionJob, loader: ModuleLoader): Location {
  const found = loader.exportedAt(path, direction) ?? loader.exportedAt(path, wholeModule)
  if (found === undefined) return { line: 1, column: 1, endLine: 1, endColumn: 1 }
  // A whole function is no place for one statement; `export const down = dropTable('users')` is.
  return found.endLine === found.line ? found : { ...found, endLine: found.line, endColumn: found.column + 1 }
}
