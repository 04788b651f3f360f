import type { Operation } from '../operations/operation.ts'
import { isSetToItself } from '../operations/set-to-itself.ts'
import { findTable } from '../schema/lookup.ts'
import type { SchemaState } from '../schema/schema-state.ts'
import type { Loss, TypeChangeOf } from './loss.ts'
import { lossByAlteredObject, lossByDroppedObject } from './loss-by-dropped-object.ts'
import { lossByTypeChange } from './loss-by-type-change.ts'
import { lossInTable } from './loss-in-table.ts'

/** What the operation destroys on this schema, whoever made it. */
export function lossesOf(
  operation: Operation,
  before: SchemaState,
  typeChange?: TypeChangeOf,
): readonly Loss[] {
  switch (operation.kind) {
    case 'create-table':
    case 'drop-table':
    case 'truncate-table':
    case 'change-partitions':
    case 'set-table-option':
    case 'convert-charset':
    case 'drop-column':
      return lossInTable(operation, before)
    case 'change-column':
    case 'change-column-type':
      return lossByTypeChange(operation, before, typeChange)
    case 'drop-object':
      return lossByDroppedObject(operation, before)
    case 'alter-object':
      return lossByAlteredObject(operation, before)
    case 'set-column-option':
      return operation.option === 'identity' && operation.value === ''
        ? [{ table: operation.table, column: operation.column, what: 'the position of its sequence' }]
        : []
    case 'insert-rows':
      return operation.replace ? [{ table: operation.table, what: 'the rows that are replaced' }] : []
    case 'update-rows':
      return operation.columns
        .filter(column => !isSetToItself(operation, column))
        .map(column => ({
          table: findTable(before, operation.table)?.name ?? operation.table,
          column,
          what:
            operation.filter === 'present'
              ? 'the previous values of the updated rows'
              : 'every previous value',
        }))
    case 'delete-rows':
      return [
        { table: operation.table, what: operation.filter === 'present' ? 'the deleted rows' : 'every row' },
      ]
    case 'rename-table':
    case 'add-column':
    case 'rename-column':
    case 'set-not-null':
    case 'drop-not-null':
    case 'set-default':
    case 'drop-default':
    case 'add-constraint':
    case 'drop-constraint':
    case 'validate-constraint':
    case 'rename-constraint':
    case 'create-index':
    case 'drop-index':
    case 'rename-index':
    case 'attach-index':
    case 'reindex':
    case 'create-enum':
    case 'add-enum-value':
    case 'rename-enum-value':
    case 'create-object':
    case 'rename-object':
    case 'read-rows':
    case 'control-transaction':
    case 'set-variable':
    case 'lock-table':
    case 'change-privileges':
    case 'maintain':
    case 'run-code':
    case 'set-comment':
    case 'no-effect':
    case 'unreadable':
      return []
    default:
      operation satisfies never
      return []
  }
}
