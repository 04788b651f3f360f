import type { ObjectName } from '../../operations/column.ts'
import type { Operation } from '../../operations/operation.ts'
import { viewOfIndex } from '../../schema/find-objects.ts'
import { tableOfIndex } from '../../schema/lookup.ts'
import type { SchemaState } from '../../schema/schema-state.ts'

/** The table or materialized view that an operation is about; a dropped index's is looked up in the schema before it. */
export function operationTable(operation: Operation, before: SchemaState): ObjectName | undefined {
  if (operation.kind === 'create-index') return operation.index.table
  if ('table' in operation && operation.table !== undefined) return operation.table
  if (operation.kind === 'drop-index')
    return tableOfIndex(before, operation.name)?.name ?? viewOfIndex(before, operation.name)
  return undefined
}
