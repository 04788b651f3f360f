import { isUnreadOfRows, tablesOf } from '../operations/classes.ts'
import type { Operation } from '../operations/operation.ts'
import { applyToColumn } from './apply-column.ts'
import { applyToConstraint } from './apply-constraint.ts'
import { applyToIndex } from './apply-index.ts'
import { applyToObject } from './apply-object.ts'
import { applyToTable } from './apply-table.ts'
import { applyToType } from './apply-type.ts'
import { usedDatabase } from './default-database.ts'
import { findTable } from './lookup.ts'
import { loseTrack, loseTrackOfAll } from './lose-track.ts'
import { maintain } from './maintain.ts'
import { controlTransaction } from './savepoints.ts'
import type { SchemaState } from './schema-state.ts'
import { setVariable, useDatabase } from './session.ts'

/** The schema after one operation that succeeds. What cannot be known is marked incomplete, never guessed. */
export function apply(schema: SchemaState, operation: Operation): SchemaState {
  if (operation.ifTableExists === true && tablesOf(operation).some(table => !findTable(schema, table))) {
    return schema
  }
  switch (operation.kind) {
    case 'create-table':
    case 'drop-table':
    case 'rename-table':
    case 'set-table-option':
    case 'convert-charset':
    case 'change-partitions':
    case 'truncate-table':
      return applyToTable(schema, operation)
    case 'add-column':
    case 'drop-column':
    case 'rename-column':
    case 'change-column':
    case 'change-column-type':
    case 'set-not-null':
    case 'drop-not-null':
    case 'set-default':
    case 'drop-default':
    case 'set-column-option':
      return applyToColumn(schema, operation)
    case 'add-constraint':
    case 'drop-constraint':
    case 'validate-constraint':
    case 'rename-constraint':
      return applyToConstraint(schema, operation)
    case 'create-index':
    case 'drop-index':
    case 'rename-index':
    case 'attach-index':
      return applyToIndex(schema, operation)
    case 'create-enum':
    case 'add-enum-value':
    case 'rename-enum-value':
      return applyToType(schema, operation)
    case 'create-object':
    case 'drop-object':
    case 'rename-object':
    case 'alter-object':
    case 'set-comment':
    case 'change-privileges':
      return applyToObject(schema, operation)
    case 'unreadable':
      if (isUnreadOfRows(operation)) return schema
      return operation.object === undefined ? loseTrackOfAll(schema) : loseTrack(schema, operation.object)
    case 'run-code':
      return operation.dynamic && operation.outsideSchema !== true ? loseTrack(schema) : schema
    case 'set-variable':
      return setVariable(schema, operation)
    case 'control-transaction':
      return controlTransaction(schema, operation)
    case 'insert-rows':
    case 'update-rows':
    case 'delete-rows':
    case 'read-rows':
    case 'lock-table':
    case 'reindex':
      return schema
    case 'maintain':
      return maintain(schema, operation)
    case 'no-effect':
      return useDatabase(schema, usedDatabase(operation))
    default:
      operation satisfies never
      return schema
  }
}
