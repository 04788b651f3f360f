import { bareName } from '../../operations/names.ts'
import type { OperationOf } from '../../operations/operation.ts'
import { earlierSteps, type StepOf, stepsOf, stepsOn } from '../../schema/find-steps.ts'
import { findTable } from '../../schema/lookup.ts'
import type { ReplayedScript } from '../../schema/replay.ts'
import type { SchemaState } from '../../schema/schema-state.ts'
import { namesIn } from '../../schema/sql-text.ts'
import { type Reference, referencesTo } from './dependents.ts'

export interface LateDrop {
  readonly step: StepOf<'delete-rows'>
  /** Whose foreign keys are there still, and are dropped behind it. */
  readonly references: readonly Reference[]
}

/** A DELETE of rows that others may refer to, by foreign keys which the script drops only behind it. */
export function keysDroppedLate(script: ReplayedScript): readonly LateDrop[] {
  return stepsOf(script.steps, 'delete-rows').flatMap(step => {
    const references = isLeft(step.operation, script) ? keysThatStop(step, script) : []
    return references.length === 0 ? [] : [{ step, references }]
  })
}

/** By that name its foreign keys can be told: it is there at the end, or dropped as it is. */
function isLeft({ table }: OperationOf<'delete-rows'>, { steps, after }: ReplayedScript): boolean {
  return findTable(after, table) !== undefined || stepsOn(steps, table, 'drop-table').length > 0
}

function keysThatStop(step: StepOf<'delete-rows'>, { steps, after }: ReplayedScript): readonly Reference[] {
  const { operation, statement, before } = step
  if (areUnchecked(before)) return []
  const named = new Set(namesIn(statement.text).map(name => name.toLowerCase()))
  const atEnd = referencesTo(operation.table, after).map(columnsOf)
  return referencesTo(operation.table, before).filter(reference => {
    const { table, foreignKey } = reference
    return (
      (foreignKey.onDelete === undefined || stopping.has(foreignKey.onDelete)) &&
      foreignKey.deferrable !== 'deferred' &&
      !atEnd.includes(columnsOf(reference)) &&
      // It asks for them, or has seen to them.
      !named.has(bareName(table).toLowerCase()) &&
      earlierSteps(steps, step, table, 'update-rows', 'delete-rows', 'truncate-table').length === 0
    )
  })
}

const stopping: ReadonlySet<string> = new Set(['no action', 'restrict'])

function columnsOf({ foreignKey }: Reference): string {
  return foreignKey.columns.join()
}

function areUnchecked({ sessionVariables }: SchemaState): boolean {
  return (
    sessionVariables?.get('foreign_key_checks') === '0' ||
    sessionVariables?.get('foreign_keys') === '0' ||
    sessionVariables?.get('session_replication_role') === 'replica'
  )
}
