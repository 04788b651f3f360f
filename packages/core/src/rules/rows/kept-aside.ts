import type { ObjectName } from '../../operations/column.ts'
import { isBefore, type StepOf, stepsOf, stepsOn } from '../../schema/find-steps.ts'
import { leavesRowsOut } from '../../schema/leaves-rows-out.ts'
import type { SchemaState } from '../../schema/schema-state.ts'
import { sameObject } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import { inTransactionOf } from '../scripts/transaction-state.ts'
import { isNamedIn } from './copy-of-rows.ts'

type Filling = StepOf<'insert-rows' | 'create-table'>

/** The statement before this one that puts every row of the table into another one. */
export function keptAsideBy(
  table: ObjectName,
  { replayedScript: { steps }, step }: OperationContext,
): Filling | undefined {
  return stepsOf(steps, 'insert-rows', 'create-table').find(
    each =>
      isBefore(steps, each, step) &&
      isFilledFrom(each, table, step.before) &&
      !leavesRowsOut(each.statement.text, table, each.before),
  )
}

/** All rows are put aside with all of their columns, and put back as they were in the same transaction, in which nobody else
 * can write. */
export function areKeptAsideAndPutBack(table: ObjectName, context: OperationContext): boolean {
  const { traits, script, step } = context
  const { steps } = context.replayedScript
  const aside = keptAsideBy(table, context)
  if (traits.embedded !== true || aside === undefined || !takesAllColumns(aside)) return false
  const { table: into } = aside.operation
  const back = stepsOn(steps, table, 'insert-rows').find(
    each =>
      isBefore(steps, step, each) &&
      isFilledFrom(each, into, each.before) &&
      takesAllColumns(each) &&
      !leavesRowsOut(each.statement.text, into, each.before),
  )
  if (back === undefined) return false
  const changes = stepsOn(steps, into, 'update-rows', 'delete-rows', 'drop-table', 'rename-table')
  if (changes.some(each => isBefore(steps, aside, each) && isBefore(steps, each, back))) return false
  const { earlier, later } = inTransactionOf(script, steps, step, [aside, back])
  return earlier.length === 1 && later.length === 1
}

/** The script has a copy of the rows, empties the table behind this statement, which takes them along, and fills it again. */
export function isPutBackAfter(child: ObjectName, context: OperationContext): boolean {
  const { step, replayedScript } = context
  const { steps } = replayedScript
  const emptied = stepsOn(steps, child, 'delete-rows').find(
    each => isBefore(steps, step, each) && each.operation.filter !== 'present',
  )
  return (
    emptied !== undefined &&
    [step, emptied].every(each => areKeptAsideAndPutBack(child, { ...context, step: each }))
  )
}

function takesAllColumns({ statement }: Filling): boolean {
  return /\bselect\s+\*\s+from\b/i.test(statement.text)
}

function isFilledFrom({ operation, statement }: Filling, table: ObjectName, schema: SchemaState): boolean {
  return operation.kind === 'insert-rows'
    ? operation.copiesFrom !== undefined && sameObject(schema, operation.copiesFrom.table, table)
    : operation.asSelect === true && isNamedIn(statement.text, table, schema)
}
