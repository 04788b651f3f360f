import type { Column, ObjectName } from '../../operations/column.ts'
import { earlierSteps, isBefore, type StepOf } from '../../schema/find-steps.ts'
import { selectedColumns } from '../../schema/selected-columns.ts'
import { sameColumn } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import { isSelectedNotNull } from './selected-not-null.ts'

/** Has the script made the table of a query that takes the column from one that is NOT NULL, and written nothing to it
 * since? PostgreSQL leaves NOT NULL behind then, not the values (measured: PostgreSQL 15; MariaDB 10.11 keeps it). */
export function isCopiedNotNull(
  table: ObjectName,
  column: string,
  { before, replayedScript: { steps }, step }: OperationContext,
): boolean {
  const made = earlierSteps(steps, step, table, 'create-table').at(-1)
  if (made === undefined || !isGivenValues(made, column)) return false
  return !earlierSteps(steps, step, table, 'insert-rows', 'update-rows').some(
    each =>
      isBefore(steps, made, each) &&
      (each.operation.kind === 'insert-rows' ||
        each.operation.columns.some(name => sameColumn(before, name, column))),
  )
}

function isGivenValues({ operation, before, statement }: StepOf<'create-table'>, column: string): boolean {
  const { selection, asSelect } = operation
  // These put NULL into what they group by (measured: PostgreSQL 15).
  if (/\b(?:rollup|cube|grouping\s+sets)\b/i.test(statement.text)) return false
  if (asSelect === true && isSelectedNotNull(statement.text, column, before)) return true
  if (selection === undefined) return false
  const schema = { ...before, semantics: { ...before.semantics, selectedColumn: (each: Column) => each } }
  const selected = selectedColumns(schema, selection)
  return selected?.find(({ name }) => sameColumn(before, name, column))?.nullable === false
}
