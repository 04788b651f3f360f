import type { ObjectName } from '../../operations/column.ts'
import type { RowFilter } from '../../operations/row-operation.ts'
import { primaryKeyOf } from '../../schema/lookup.ts'
import { columnIn, sameColumn } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'

/** What a WHERE clause limits, as far as the schema tells: `id IS NOT NULL` of a key limits nothing. */
export function rowFilter(
  {
    table,
    filter,
    where,
  }: { readonly table: ObjectName; readonly filter: RowFilter; readonly where?: string },
  { before, tableBefore, statement }: Pick<OperationContext, 'before' | 'tableBefore' | 'statement'>,
): RowFilter {
  const [, column] =
    /^[\s(]*(?:["`[]?[\w$]+["`\]]?\s*\.\s*)?["`[]?([\w$]+)["`\]]?\s+is\s+not\s+null[\s);]*$/i.exec(
      where ?? '',
    ) ?? []
  // The side that may be missing is NULL there, whatever its column says.
  const isOuter = /\b(?:left|right|full)\b[\s\w]*\bjoin\b/i.test(statement.text)
  if (filter !== 'present' || column === undefined || isOuter) return filter
  const known = tableBefore(table)
  const key = known && primaryKeyOf(known)
  const isInKey = key?.type === 'primary-key' && key.columns.some(each => sameColumn(before, each, column))
  return isInKey || columnIn(before, table, column)?.nullable === false ? 'always-true' : filter
}
