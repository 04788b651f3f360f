import type { ObjectName } from '../../operations/column.ts'
import { holdsUnknownText } from '../../operations/unknown-text.ts'
import { findTable } from '../../schema/lookup.ts'
import { pinnedColumns } from '../deploy/pinned-columns.ts'
import { hasUniqueKey } from '../keys/unique-keys.ts'
import type { OperationContext } from '../rule.ts'
import { conditionOf } from '../scripts/condition-of.ts'

/** A row that the condition names by its key, `WHERE id = 3`: whoever wrote it knows that row. Of a table that no migration
 * makes, `id` is taken for the key. */
export function namesByKey(
  where: string,
  table: ObjectName,
  { before, traits, statement }: Pick<OperationContext, 'before' | 'traits' | 'statement'>,
): boolean {
  const columns = pinnedColumns(withConstants(where, statement), traits).map(({ column }) => column)
  if (columns.length === 0) return false
  const known = findTable(before, table)
  if (known !== undefined && hasUniqueKey(known, { columns }, before)) return true
  return known?.complete !== true && columns.some(column => column.toLowerCase() === 'id')
}

/** What code binds to a placeholder is a constant, unless it has read it from rows, of which there may be any number. */
function withConstants(where: string, statement: OperationContext['statement']): string {
  if (statement.inlined === undefined || holdsUnknownText(conditionOf(where, statement) ?? '')) return where
  return where.replace(/\$\d+|\?/g, '0')
}
