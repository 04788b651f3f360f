import type { ObjectName } from '../../operations/column.ts'
import { primaryKeyOf } from '../../schema/lookup.ts'
import { columnIn, sameColumn } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'

/** Code that does not name it any more cannot insert a row: NOT NULL, and nothing gives it a value. */
export function isRequiredOfInserts(
  table: ObjectName,
  column: string,
  { before, tableBefore }: Pick<OperationContext, 'before' | 'tableBefore'>,
): boolean {
  const known = columnIn(before, table, column)
  if (known === undefined || known.nullable) return false
  if (known.default !== undefined || known.generated !== undefined || known.autoIncrement !== undefined)
    return false
  return !isInPrimaryKey(table, column, { before, tableBefore })
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
