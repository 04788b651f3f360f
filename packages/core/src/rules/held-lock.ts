import type { DialectTraits } from '../dialects/dialect.ts'
import { effectsOfStep } from '../dialects/effects-of-step.ts'
import type { ObjectName } from '../operations/column.ts'
import { oncePer } from '../schema/once-per.ts'
import type { Step } from '../schema/replay.ts'
import { isConditional } from './is-conditional.ts'
import type { OperationContext } from './rule.ts'
import { inTransactionOf, isRolledBack } from './transaction-state.ts'

/** The first statement of the open transaction whose lock keeps everybody from the table until the transaction ends. */
export function heldLock(
  table: ObjectName,
  { script, replayedScript: { steps }, step, before, traits }: OperationContext,
): Step | undefined {
  const locking = lockingSteps(traits)(steps).get(before.semantics.objectKey(table)) ?? []
  return inTransactionOf(script, steps, step, locking).earlier.find(
    each => each.statement !== step.statement && !isRolledBack(steps, each, step),
  )
}

/** `the ALTER TABLE in line 3` */
export function lockInWords({ statement, location }: Step): string {
  const [verb = 'statement'] = /^\w+\s+(?:table|index)\b/i.exec(statement.text) ?? []
  return `the ${verb === 'statement' ? verb : verb.toUpperCase().replace(/\s+/g, ' ')} in line ${location.line}`
}

/** By the key of the table; without those that code may leave out. */
const lockingSteps = oncePer((traits: DialectTraits) =>
  oncePer((steps: readonly Step[]): ReadonlyMap<string, readonly Step[]> => {
    const locking = new Map<string, Step[]>()
    for (const step of steps) {
      if (step.runs !== true || isConditional(step.statement)) continue
      for (const { table, blocksReads, blocksWrites } of effectsOfStep(step, traits)) {
        if (blocksReads !== true || blocksWrites !== true) continue
        const key = step.before.semantics.objectKey(table)
        const known = locking.get(key)
        if (known === undefined) locking.set(key, [step])
        else known.push(step)
      }
    }
    return locking
  }),
)
