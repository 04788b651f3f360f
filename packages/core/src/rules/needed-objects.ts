import { tablesOf } from '../operations/classes.ts'
import type { ObjectName } from '../operations/column.ts'
import type { Operation } from '../operations/operation.ts'

/** Columns that must be there for the statement to run. */
export function neededColumns(
  operation: Operation,
): { readonly table: ObjectName; readonly columns: readonly string[] } | undefined {
  switch (operation.kind) {
    case 'drop-column':
    case 'change-column':
      return operation.ifExists ? undefined : { table: operation.table, columns: [operation.column] }
    case 'rename-column':
    case 'change-column-type':
    case 'set-not-null':
    case 'drop-not-null':
    case 'set-default':
    case 'drop-default':
      return { table: operation.table, columns: [operation.column] }
    case 'create-index':
      return {
        table: operation.index.table,
        columns: operation.index.parts.flatMap(({ column }) => column ?? []),
      }
    case 'add-constraint': {
      const { constraint } = operation
      return 'columns' in constraint ? { table: operation.table, columns: constraint.columns } : undefined
    }
    default:
      return undefined
  }
}

/** Tables that must be there for the statement to run. */
export function neededTables(operation: Operation): readonly ObjectName[] {
  switch (operation.kind) {
    case 'drop-table':
      return operation.ifExists ? [] : [operation.table]
    case 'rename-table':
      return [operation.table]
    // SQLite lets a foreign key point at a table that is made later, and a table at itself.
    case 'create-table':
    case 'create-object':
    case 'drop-object':
    case 'unreadable':
    case 'read-rows':
    case 'reindex':
    case 'maintain':
    case 'set-comment':
    case 'drop-index':
      return []
    default:
      return tablesOf(operation)
  }
}
