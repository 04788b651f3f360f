import type { ObjectName } from '../../operations/column.ts'
import { primaryKeyOf } from '../../schema/lookup.ts'
import { columnIn, sameColumn } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import { isRequired } from '../types/is-required.ts'

/** Code that does not name it any more cannot insert a row: NOT NULL, and nothing gives it a value. */
export function isRequiredOfInserts(
  table: ObjectName,
  column: string,
  { before, tableBefore }: Pick<OperationContext, 'before' | 'tableBefore'>,
): boolean {
  const known = columnIn(before, table, column)
  return (
    known !== undefined &&
    isRequired({ column: known }) &&
    !isInPrimaryKey(table, column, { before, tableBefore })
  )
}

export function isInPrimaryKey(
  table: ObjectName,
  column: string,
  { before, tableBefore }: Pick<OperationContext, 'before' | 'tableBefore'>,
): boolean {
  const known = tableBefore(table)
  const key = known && primaryKeyOf(known)
  return key?.type === 'primary-key' && key.columns.some(each => sameColumn(before, each, column))
}
