import { isBefore, placeOf, stepsOf } from '../../schema/find-steps.ts'
import type { OperationContext } from '../rule.ts'
import { inTransactionAt } from '../scripts/transaction-state.ts'

/** By the runner, or by a PRAGMA that came before, outside any transaction. */
export function foreignKeysAreOff({ script, replayedScript, step, before }: OperationContext): boolean {
  // Measured: MariaDB 10.11, no ON DELETE is carried out then.
  if (before.sessionVariables?.get('foreign_key_checks') === '0') return true
  let off = isOff(script.session?.foreign_keys)
  const { steps } = replayedScript
  for (const setting of stepsOf(steps, 'set-variable')) {
    if (!isBefore(steps, setting, step)) break
    const { name, value } = setting.operation
    if (name === 'foreign_keys' && !inTransactionAt(script, steps, placeOf(steps, setting)))
      off = isOff(value)
  }
  return off
}

function isOff(value: string | undefined): boolean {
  return value !== undefined && ['off', '0', 'false', 'no'].includes(value.toLowerCase())
}
