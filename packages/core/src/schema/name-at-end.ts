import type { ObjectName } from '../operations/column.ts'
import { placeOf, stepsOn } from './find-steps.ts'
import type { ReplayedScript, Step } from './replay.ts'

/** What the table of a step in the first script is called after the last one; undefined: it is dropped on the way. */
export function nameAtEnd(
  table: ObjectName,
  since: Step,
  scripts: readonly ReplayedScript[],
): ObjectName | undefined {
  let name = table
  for (const [number, { steps }] of scripts.entries()) {
    for (let place = number === 0 ? placeOf(steps, since) : -1; ; ) {
      const later = stepsOn(steps, name, 'drop-table', 'rename-table')
      const next = later.find(step => placeOf(steps, step) > place)
      if (next === undefined) break
      if (next.operation.kind === 'drop-table') return undefined
      name = next.operation.to
      place = placeOf(steps, next)
    }
  }
  return name
}
