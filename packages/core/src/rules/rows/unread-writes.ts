import type { ObjectName } from '../../operations/column.ts'
import { stepsOf } from '../../schema/find-steps.ts'
import type { ReplayedScript, Step } from '../../schema/replay.ts'
import { sameObject } from '../names/known-columns.ts'

/** A statement of the script that may put rows or values into the table, and was read in part only. */
export function unreadWriteInto(
  table: ObjectName,
  script: ReplayedScript | undefined,
): Step['statement'] | undefined {
  return stepsOf(script?.steps ?? [], 'unreadable').find(
    ({ operation: { level, verb = '', object, reason }, before }) =>
      level === 'partial' &&
      /^(?:INSERT|REPLACE|UPDATE)$/.test(verb) &&
      !reason.startsWith('syntax error') &&
      (object === undefined || sameObject(before, object, table)),
  )?.statement
}
