import type { DialectTraits } from '../../dialects/dialect.ts'
import { effectsOfStep } from '../../dialects/effects-of-step.ts'
import type { Direction, Migration } from '../../migration/migration.ts'
import { findTable } from '../../schema/lookup.ts'
import type { ReplayedMigration, ReplayedScript, Step } from '../../schema/replay.ts'
import type { SchemaState } from '../../schema/schema-state.ts'
import type { BatchColumns } from '../deploy/batch-columns.ts'
import type { BatchLocks } from '../deploy/batch-locks.ts'
import type { BatchTables } from '../deploy/batch-tables.ts'
import type { IsOwnValue } from '../deploy/batch-values.ts'
import type { OperationContext } from '../rule.ts'
import { noOptions } from './rule-settings.ts'

/** What the pending up scripts have made before each step, and the schema that they start from. */
export interface Batch {
  readonly columns: BatchColumns
  readonly tables: BatchTables
  readonly locks: BatchLocks
  readonly isOwnValue: IsOwnValue
  readonly applied: readonly ReplayedMigration[]
  readonly deployed: SchemaState
  /** When all of them have run. */
  readonly atEnd: SchemaState
  /** Their up scripts, in order. */
  readonly deployScripts: readonly ReplayedScript[]
  /** Of all of them. */
  readonly deploySteps: readonly Step[]
}

/** All that a rule may know about one operation, but for its own options. */
export function operationContext(
  step: Step,
  replayedScript: ReplayedScript,
  direction: Direction,
  migration: Migration,
  traits: DialectTraits,
  { columns, tables, locks, isOwnValue, applied, deployed, atEnd, deployScripts, deploySteps }: Batch,
  goal?: SchemaState,
): OperationContext {
  const { before, after } = step
  const isNew = (table: string) => step.newTables.has(before.semantics.objectKey(table))
  const isMade = (table: string) => isNew(table) || tables.isMade(step, table)
  return {
    migration,
    script: replayedScript.script,
    replayedScript,
    direction,
    statement: step.statement,
    step,
    before,
    after,
    ...(goal && { goal }),
    tableBefore: table => findTable(before, table),
    tableAfter: table => findTable(after, table),
    isNew,
    isMade,
    holdsCopies: table => tables.holdsCopies(step, table),
    isNewColumn: (table, column) => columns.addedBy(step, table, column) !== undefined,
    addedBy: (table, column) => columns.addedBy(step, table, column),
    heldAtStart: table => locks.heldAtStart(replayedScript, table),
    filledRows: (table, column) => columns.filledRows(step, table, column),
    isOwnValue: (update, column, at = step) => isOwnValue(at, update, column),
    applied,
    deployed,
    atEnd,
    deployScripts,
    deploySteps,
    effects: effectsOfStep(step, traits).filter(effect => !isMade(effect.table)),
    traits,
    options: noOptions,
  }
}
