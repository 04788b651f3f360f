import type { ObjectName } from '../../operations/column.ts'
import { earlierSteps, isBefore, renamesTo } from '../../schema/find-steps.ts'
import { columnIn, sameColumn } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'

/** Has the script made the table anew, with a column that the copy of the rows gives no value to, and written nothing to it
 * since? */
export function isCopiedAsNull(
  table: ObjectName,
  column: string,
  { replayedScript: { steps }, before, step }: OperationContext,
): boolean {
  const rename = renamesTo(steps, table).findLast(each => isBefore(steps, each, step))
  if (rename === undefined) return false
  const [copy, ...others] = earlierSteps(steps, rename, rename.operation.table, 'insert-rows', 'update-rows')
  const isWritten = earlierSteps(steps, step, table, 'insert-rows', 'update-rows').some(each =>
    isBefore(steps, rename, each),
  )
  if (copy?.operation.kind !== 'insert-rows' || others.length > 0 || isWritten) return false
  const { columns, copiesFrom } = copy.operation
  if (copiesFrom === undefined || columns.length !== copiesFrom.expressions.length) return false
  const place = columns.findIndex(name => sameColumn(before, name, column))
  if (place !== -1) return /^null$/i.test(copiesFrom.expressions[place]?.trim() ?? '')
  const made = columnIn(before, table, column)
  return made !== undefined && made.default === undefined && made.generated === undefined
}
