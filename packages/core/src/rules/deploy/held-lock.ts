import type { DialectTraits } from '../../dialects/dialect.ts'
import type { ObjectName } from '../../operations/column.ts'
import { isBefore, placeOf, stepsOn } from '../../schema/find-steps.ts'
import { oncePer } from '../../schema/once-per.ts'
import type { Step } from '../../schema/replay.ts'
import type { OperationContext } from '../rule.ts'
import { runsIfDoes } from '../scripts/is-conditional.ts'
import { inTransactionOf, isRolledBack, transactionAt } from '../scripts/transaction-state.ts'
import { type BatchLock, locksIfItRuns } from './batch-locks.ts'

type Place = Pick<OperationContext, 'script' | 'replayedScript' | 'step' | 'before' | 'traits'>

/** The first statement of the open transaction whose lock keeps everybody from the table until the transaction ends. */
export function heldLock(
  table: ObjectName,
  { script, replayedScript: { steps }, step, before, traits }: Place,
): Step | undefined {
  const locking = lockingSteps(traits)(steps).get(before.semantics.objectKey(table)) ?? []
  return inTransactionOf(script, steps, step, locking).earlier.find(
    each => each.statement !== step.statement && runsIfDoes(each, step) && !isRolledBack(steps, each, step),
  )
}

/** The same of an earlier pending migration, where the tool runs all of them in one transaction. */
export function lockHeldByBatch(
  table: ObjectName,
  { script, replayedScript, step, heldAtStart }: OperationContext,
): BatchLock | undefined {
  const { steps } = replayedScript
  if (script.transaction !== 'batch' || transactionAt(script, steps, placeOf(steps, step)) !== 'runner')
    return undefined
  return heldAtStart(table)
}

/** Whose lock keeps everybody from the table, of the earlier pending migrations or of this script, in words. */
export function lockHeldOn(table: ObjectName, context: OperationContext): string | undefined {
  if (!context.traits.transactionalDdl) return undefined
  const ofBatch = lockHeldByBatch(table, context)
  if (ofBatch !== undefined) return lockInWords(ofBatch.step, ofBatch.migration.name)
  const held = heldLock(table, context)
  return held && lockInWords(held)
}

/** The statement that changes or reads rows of such a table in the transaction which is open at this one, before or after it. */
export function rowsUnderLock(table: ObjectName, place: Place): Step | undefined {
  const { script, replayedScript, step } = place
  const { steps } = replayedScript
  const lock = heldLock(table, place)
  if (lock === undefined) return undefined
  const going = stepsOn(steps, table, 'update-rows', 'delete-rows', 'set-not-null').filter(
    each => each.statement !== step.statement && isBefore(steps, lock, each),
  )
  const { earlier, later } = inTransactionOf(script, steps, step, going)
  return earlier[0] ?? later[0]
}

/** `the ALTER TABLE in line 3` */
export function lockInWords({ statement, location }: Step, file?: string): string {
  const [verb = 'statement'] = /^(?:\w+\s+(?:table|index)|update|delete)\b/i.exec(statement.text) ?? []
  const where = `in line ${location.line}${file === undefined ? '' : ` of ${file}`}`
  return `the ${verb === 'statement' ? verb : verb.toUpperCase().replace(/\s+/g, ' ')} ${where}`
}

/** By the key of the table. */
const lockingSteps = oncePer((traits: DialectTraits) =>
  oncePer((steps: readonly Step[]): ReadonlyMap<string, readonly Step[]> => {
    const locking = new Map<string, Step[]>()
    for (const step of steps) {
      for (const key of locksIfItRuns(step, traits)) {
        const known = locking.get(key)
        if (known === undefined) locking.set(key, [step])
        else known.push(step)
      }
    }
    return locking
  }),
)
