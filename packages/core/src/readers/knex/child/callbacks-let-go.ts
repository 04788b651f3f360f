import type { Frame } from './call-site.ts'
import type { ModuleLoader } from './load-module.ts'
import { placeKey } from './place-key.ts'
import type { Incident, Run } from './run.ts'

const message =
  'Nobody waits for this: the migration goes on beside its queries, and may end before the last of them.'

/**
 * Of `rows.map(async …)` as a whole statement: also where later queries take so long that its own are over in time,
 * which depends on the number of rows.
 */
export function callbacksLetGo(
  loader: Pick<ModuleLoader, 'dropped'>,
): (run: Pick<Run, 'sent'>) => readonly Incident[] {
  const known = new Map<string, boolean>()
  const isLetGo = (frame: Frame): boolean => {
    const key = `${frame.file} ${placeKey(frame.line, frame.column)}`
    const found = known.get(key) ?? loader.dropped(frame)?.isCallbackOfStatement === true
    known.set(key, found)
    return found
  }
  return ({ sent }) =>
    sent.flatMap(({ origin }) => {
      const at = origin?.frames.findIndex(isLetGo) ?? -1
      if (origin === undefined || at === -1) return []
      return [{ message, origin: { ...origin, frames: origin.frames.slice(at), isDropped: true as const } }]
    })
}
