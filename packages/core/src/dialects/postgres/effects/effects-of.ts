import type { Operation } from '../../../operations/operation.ts'
import type { SchemaState } from '../../../schema/schema-state.ts'
import type { Effect } from '../../dialect.ts'
import { addColumn, dropColumn, setColumnOption, setNotNull } from './column-effects.ts'
import { addConstraint, dropConstraint, validateConstraint } from './constraint-effects.ts'
import { attachIndex, createIndex, dropIndex, reindex } from './index-effects.ts'
import { effect, isLockMode } from './lock.ts'
import { maintain } from './maintenance-effects.ts'
import {
  alterObject,
  changePrivileges,
  createObject,
  dropObject,
  renameObject,
  setComment,
} from './object-effects.ts'
import { onTableAndPartitions } from './relatives.ts'
import { deleteRows, insertRows, updateRows } from './row-effects.ts'
import { changePartitions, createTable, dropTable, setTableOption, truncateTable } from './table-effects.ts'
import { changeColumnType } from './type-effects.ts'

/** The strongest lock on each table, and what is done under it. Measured on PostgreSQL 12 to 18:
 * fixtures/truth/postgres.json. */
export function effectsOf(operation: Operation, before: SchemaState, version: number): readonly Effect[] {
  switch (operation.kind) {
    case 'create-table':
      return createTable(operation, before)
    case 'drop-table':
      return dropTable(operation, before)
    case 'truncate-table':
      return truncateTable(operation, before)
    case 'set-table-option':
      return setTableOption(operation, before)
    case 'change-partitions':
      return changePartitions(operation, before, version)
    case 'add-column':
      return addColumn(operation, before)
    case 'drop-column':
      return dropColumn(operation, before)
    case 'change-column-type':
      return changeColumnType(operation, before)
    case 'set-not-null':
      return setNotNull(operation, before)
    case 'set-column-option':
      return setColumnOption(operation, before)
    case 'rename-table':
      return [effect(operation.table, 'ACCESS EXCLUSIVE')]
    case 'rename-column':
    case 'rename-constraint':
    case 'drop-not-null':
    case 'set-default':
    case 'drop-default':
      return onTableAndPartitions(before, operation.table, 'ACCESS EXCLUSIVE')
    case 'add-constraint':
      return addConstraint(operation, before)
    case 'drop-constraint':
      return dropConstraint(operation, before)
    case 'validate-constraint':
      return validateConstraint(operation, before)
    case 'create-index':
      return createIndex(operation, before)
    case 'drop-index':
      return dropIndex(operation, before)
    case 'attach-index':
      return attachIndex(operation, before)
    case 'reindex':
      return reindex(operation, before)
    case 'create-object':
      return createObject(operation, before)
    case 'drop-object':
      return dropObject(operation, before)
    case 'rename-object':
      return renameObject(operation)
    case 'alter-object':
      return alterObject(operation, before)
    case 'set-comment':
      return setComment(operation, before)
    case 'change-privileges':
      return changePrivileges(operation, before, version)
    case 'insert-rows':
      return insertRows(operation, before)
    case 'update-rows':
      return updateRows(operation, before)
    case 'delete-rows':
      return deleteRows(operation, before)
    case 'read-rows':
      return operation.tables.map(table =>
        effect(table, operation.locking === true ? 'ROW SHARE' : 'ACCESS SHARE', { scan: null }),
      )
    case 'lock-table':
      return isLockMode(operation.mode) ? [effect(operation.table, operation.mode)] : []
    case 'maintain':
      return maintain(operation, before)
    case 'unreadable':
      return unreadable(operation)
    // MySQL's alone, or nothing that locks a table for others.
    case 'convert-charset':
    case 'change-column':
    case 'rename-index':
    case 'create-enum':
    case 'add-enum-value':
    case 'rename-enum-value':
    case 'control-transaction':
    case 'set-variable':
    case 'run-code':
    case 'no-effect':
      return []
    default:
      return operation satisfies never
  }
}

function unreadable({ verb, object }: Extract<Operation, { kind: 'unreadable' }>): readonly Effect[] {
  if (object === undefined || !verb?.endsWith(' TABLE')) return []
  return [{ table: object, lock: null, blocksReads: null, blocksWrites: null, rewrite: null, scan: null }]
}
