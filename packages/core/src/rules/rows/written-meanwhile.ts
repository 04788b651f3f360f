import type { DialectTraits } from '../../dialects/dialect.ts'
import { effectsOfStep } from '../../dialects/effects-of-step.ts'
import type { ObjectName } from '../../operations/column.ts'
import { earlierSteps, isBefore, renamesTo } from '../../schema/find-steps.ts'
import { oncePer } from '../../schema/once-per.ts'
import type { Step } from '../../schema/replay.ts'
import { lockHeldByBatch } from '../deploy/held-lock.ts'
import type { OperationContext } from '../rule.ts'
import { isConditional } from '../scripts/is-conditional.ts'
import { inTransactionOf, isRolledBack } from '../scripts/transaction-state.ts'
import type { Copy } from './copy.ts'

/** What a message adds where running code can write to the table between the copy and the drop of what was copied. */
export function writtenMeanwhile(table: ObjectName, copy: Copy, context: OperationContext): string {
  const { direction, traits } = context
  const isAlone = direction === 'down' || traits.embedded === true
  return isAlone || isKeptFromWriters(table, copy, context)
    ? ''
    : `, and what it writes after ${copy.at} is lost`
}

/** Has a lock been taken before the copy that the transaction, or the session, still has at the drop? */
function isKeptFromWriters(table: ObjectName, copy: Copy, context: OperationContext): boolean {
  const { script, replayedScript, step, before, traits, deploySteps } = context
  const { steps } = replayedScript
  const isFirst = (each: Step): boolean => isBefore(deploySteps, each, copy.step)
  if (!traits.transactionalDdl) return earlierSteps(steps, step, table, 'lock-table').some(isFirst)
  const held = lockHeldByBatch(table, context)
  if (held !== undefined && isFirst(held.step)) return true
  const locking = lockingSteps(traits)(steps).get(before.semantics.objectKey(table)) ?? []
  const { earlier } = inTransactionOf(script, steps, step, [...locking, ...renamesTo(steps, table)])
  return earlier.some(each => isFirst(each) && !isRolledBack(steps, each, step))
}

/** By the key of the table that nobody else writes to from then on. */
const lockingSteps = oncePer((traits: DialectTraits) =>
  oncePer((steps: readonly Step[]): ReadonlyMap<string, readonly Step[]> => {
    const locking = new Map<string, Step[]>()
    for (const step of steps) {
      if (step.runs !== true || isConditional(step.statement)) continue
      for (const { table, blocksWrites } of effectsOfStep(step, traits)) {
        if (blocksWrites !== true) continue
        const key = step.before.semantics.objectKey(table)
        const known = locking.get(key)
        if (known === undefined) locking.set(key, [step])
        else known.push(step)
      }
    }
    return locking
  }),
)
