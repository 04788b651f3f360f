import type { DialectTraits } from '../../dialects/dialect.ts'
import { effectsOfStep } from '../../dialects/effects-of-step.ts'
import type { ObjectName } from '../../operations/column.ts'
import { findObject } from '../../schema/lookup.ts'
import type { ReplayedMigration, ReplayedScript, Step } from '../../schema/replay.ts'
import { isConditional } from '../scripts/is-conditional.ts'
import { endsTransaction } from '../scripts/transaction-state.ts'

/** A statement whose lock keeps everybody from a table, and the migration that it is in. */
export interface BatchLock {
  readonly step: Step
  readonly migration: ReplayedMigration['migration']
}

export interface BatchLocks {
  /** Still held where the script begins: it shares its transaction with the migration of the statement. */
  heldAtStart(script: ReplayedScript, table: ObjectName): BatchLock | undefined
}

interface Taken extends BatchLock {
  readonly position: number
}

/** Looks through the pending up scripts once. */
export function locksOfBatch(pending: readonly ReplayedMigration[], traits: DialectTraits): BatchLocks {
  const taken = new Map<string, Taken[]>()
  const starts = new Map<ReplayedScript, { readonly from: number; readonly to: number }>()
  let from = 0
  let position = 0
  for (const { migration, up } of pending) {
    if (up.script.transaction !== 'batch') from = position
    else starts.set(up, { from, to: position })
    for (const step of up.steps) {
      position += 1
      if (endsTransaction(step)) from = position
      for (const table of up.script.transaction === 'batch' ? locksOf(step, traits) : []) {
        const locks = taken.get(table)
        const lock = { step, migration, position }
        if (locks === undefined) taken.set(table, [lock])
        else locks.push(lock)
      }
    }
  }
  return {
    heldAtStart(script, table) {
      const [first] = script.steps
      const start = starts.get(script)
      if (first === undefined || start === undefined) return undefined
      return taken
        .get(first.before.semantics.objectKey(table))
        ?.find(lock => lock.position > start.from && lock.position <= start.to)
    },
  }
}

/** Object keys of the tables that the step keeps everybody from; of none where code may leave it out. */
export function locksOf(step: Step, traits: DialectTraits): readonly string[] {
  return step.runs !== true || isConditional(step.statement) ? [] : locksIfItRuns(step, traits)
}

/** Also where code decides whether it does. */
export function locksIfItRuns(step: Step, traits: DialectTraits): readonly string[] {
  if (step.runs === false) return []
  const { operation, before } = step
  // Nobody sees it before the transaction ends.
  if (operation.kind === 'create-object' && operation.objectType === 'materialized-view') {
    const isThere = findObject(before, 'materialized-view', operation.name) !== undefined
    return isThere ? [] : [before.semantics.objectKey(operation.name)]
  }
  return effectsOfStep(step, traits)
    .filter(({ blocksReads, blocksWrites }) => blocksReads === true && blocksWrites === true)
    .map(({ table }) => step.before.semantics.objectKey(table))
}
