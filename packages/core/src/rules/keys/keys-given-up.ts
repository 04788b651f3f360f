import type { ObjectName } from '../../operations/column.ts'
import { isBefore, type StepOf, stepsOn } from '../../schema/find-steps.ts'
import { columnsOf, findConstraint, findTable, primaryKeyOf } from '../../schema/lookup.ts'
import { sameColumn } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'

export type GivenUp = StepOf<'drop-constraint' | 'drop-column'>

/** The statements, this one and those before it in the script, that drop a key which running code has on the table: one that
 * comes in its place is not left out alone. */
export function keysGivenUp(
  table: ObjectName,
  { replayedScript: { steps }, step, statement }: OperationContext,
): readonly GivenUp[] {
  return stepsOn(steps, table, 'drop-constraint', 'drop-column').filter(
    each => (each.statement === statement || isBefore(steps, each, step)) && dropsKey(each),
  )
}

function dropsKey({ operation, before }: GivenUp): boolean {
  const known = findTable(before, operation.table)
  if (known === undefined) return false
  if (operation.kind === 'drop-column') {
    return [...known.constraints].some(
      each =>
        (each.type === 'unique' || each.type === 'primary-key') &&
        columnsOf(each).some(column => sameColumn(before, column, operation.column)),
    )
  }
  const { name } = operation
  const found = name === undefined ? primaryKeyOf(known) : findConstraint(known, name, before.semantics)
  return found?.type === 'unique' || found?.type === 'primary-key'
}
