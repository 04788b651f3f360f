import { placeOf, stepsOf } from './find-steps.ts'
import type { ReplayedScript, Step } from './replay.ts'

/** MySQL and MariaDB: the runner, or a SET that came before, has left the session without a strict mode. */
export function strictModeIsOff({ script, steps }: ReplayedScript, at: Step): boolean {
  const place = placeOf(steps, at)
  const set = stepsOf(steps, 'set-variable').findLast(
    step =>
      step.operation.name === 'sql_mode' &&
      step.operation.scope !== 'global' &&
      step.runs !== false &&
      placeOf(steps, step) < place,
  )
  const mode = set === undefined ? script.session?.sql_mode : set.operation.value
  return mode !== undefined && leavesStrictModeOut(mode)
}

/** Of a variable or DEFAULT nobody knows. */
export function leavesStrictModeOut(mode: string): boolean {
  return takesStrictOut(mode) || !/[@(]|strict_|traditional|default/i.test(mode)
}

/** `REPLACE(@@sql_mode, 'STRICT_TRANS_TABLES', '')`, also within another REPLACE. */
function takesStrictOut(mode: string): boolean {
  return (
    /\breplace\s*\(/i.test(mode) &&
    /,\s*['"],?strict_(?:trans|all)_tables,?['"]\s*,\s*(?:''|"")\s*\)/i.test(mode)
  )
}
