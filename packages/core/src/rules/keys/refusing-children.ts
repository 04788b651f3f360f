import type { ObjectName } from '../../operations/column.ts'
import type { OperationContext } from '../rule.ts'
import { referencesTo } from './dependents.ts'

/** Tables whose rows or foreign keys stop the DROP TABLE of this one. */
export function refusingChildren(
  table: ObjectName,
  context: OperationContext,
  isDropped: (other: string) => boolean,
): readonly ObjectName[] {
  const { before, traits } = context
  if (traits.dropReferencedTable === undefined) return []
  const byRows = traits.dropReferencedTable === 'fails-with-rows'
  const referring = referencesTo(table, before)
    .filter(({ foreignKey: { onDelete = 'no action' } }) => !byRows || stopsDelete.has(onDelete))
    .map(reference => reference.table)
    .filter(other => !isDropped(other) && !context.isNew(other))
  return [...new Set(referring)]
}

const stopsDelete: ReadonlySet<string> = new Set(['no action', 'restrict'])
