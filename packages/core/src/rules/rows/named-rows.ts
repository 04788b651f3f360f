import type { ObjectName } from '../../operations/column.ts'
import { findTable } from '../../schema/lookup.ts'
import { pinnedColumns } from '../deploy/pinned-columns.ts'
import { hasUniqueKey } from '../keys/unique-keys.ts'
import type { OperationContext } from '../rule.ts'

/** A row that the condition names by its key, `WHERE id = 3`: whoever wrote it knows that row. Of a table that no migration
 * makes, `id` is taken for the key. */
export function namesByKey(
  where: string,
  table: ObjectName,
  { before, traits }: Pick<OperationContext, 'before' | 'traits'>,
): boolean {
  const columns = pinnedColumns(where, traits).map(({ column }) => column)
  if (columns.length === 0) return false
  const known = findTable(before, table)
  if (known !== undefined && hasUniqueKey(known, { columns }, before)) return true
  return known?.complete !== true && columns.some(column => column.toLowerCase() === 'id')
}
