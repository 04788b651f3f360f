import type { Operation } from '../../operations/operation.ts'
import type { TransactionAction } from '../../operations/session-operation.ts'
import type { QualifiedName, Stmt } from './grammar.ts'
import { objectName } from './names.ts'
import { deleteRows, insertRows, readRows, updateRows } from './to-operations-rows.ts'
import { pragma, reindex, rollback } from './to-operations-session.ts'
import { alterTable, createIndex, createTable } from './to-operations-tables.ts'
import { createVirtualTable } from './virtual-table.ts'

export function toOperations(statement: Stmt, source: string): readonly Operation[] {
  switch (statement.type) {
    case 'CreateTableStmt':
      return createTable(statement, source)
    case 'CreateVirtualTableStmt':
      return [createVirtualTable(statement, source)]
    case 'AlterTableStmt':
      return [alterTable(statement, source)]
    case 'DropTableStmt':
      return [
        {
          kind: 'drop-table',
          table: objectName(statement.tblName),
          ifExists: statement.ifExists,
          cascade: false,
          temporary: false,
        },
      ]
    case 'CreateIndexStmt':
      return [createIndex(statement, source)]
    case 'DropIndexStmt':
      return [
        {
          kind: 'drop-index',
          name: objectName(statement.idxName),
          concurrently: false,
          ifExists: statement.ifExists,
          cascade: false,
        },
      ]
    case 'CreateViewStmt':
      return [createdObject('view', statement.viewName, statement.ifNotExists, source)]
    case 'CreateTriggerStmt': {
      const trigger = createdObject('trigger', statement.triggerName, statement.ifNotExists, source)
      return [{ ...trigger, table: objectName(statement.tblName) }]
    }
    case 'DropViewStmt':
      return [droppedObject('view', statement.viewName, statement.ifExists)]
    case 'DropTriggerStmt':
      return [droppedObject('trigger', statement.triggerName, statement.ifExists)]
    case 'InsertStmt':
      return insertRows(statement, source)
    case 'UpdateStmt':
      return updateRows(statement, source)
    case 'DeleteStmt':
      return deleteRows(statement, source)
    case 'SelectStmt':
      return readRows(statement.body)
    case 'PragmaStmt':
      return [pragma(statement, source)]
    case 'BeginStmt':
      return [transaction('begin')]
    case 'CommitStmt':
      return [transaction('commit')]
    case 'RollbackStmt':
      return [rollback(statement)]
    case 'SavepointStmt':
      return [transaction('savepoint', statement.savepointName.text)]
    case 'ReleaseStmt':
      return [transaction('release', statement.savepointName.text)]
    case 'ReindexStmt':
      return [reindex(statement)]
    case 'AnalyzeStmt':
      return [
        {
          kind: 'maintain',
          action: 'analyze',
          ...(statement.objName ? { table: objectName(statement.objName) } : {}),
        },
      ]
    case 'VacuumStmt':
      return [{ kind: 'maintain', action: statement.into ? 'vacuum into' : 'vacuum' }]
    case 'AttachStmt':
      return [{ kind: 'no-effect', what: 'attach database' }]
    case 'DetachStmt':
      return [{ kind: 'no-effect', what: 'detach database' }]
    case 'ExplainStmt':
      return [{ kind: 'no-effect', what: 'explain' }]
    default:
      return statement satisfies never
  }
}

function createdObject(
  objectType: 'view' | 'trigger',
  name: QualifiedName,
  ifNotExists: boolean,
  definition: string,
): Extract<Operation, { readonly kind: 'create-object' }> {
  return {
    kind: 'create-object',
    objectType,
    name: objectName(name),
    orReplace: false,
    ifNotExists,
    definition,
  }
}

function droppedObject(objectType: 'view' | 'trigger', name: QualifiedName, ifExists: boolean): Operation {
  return { kind: 'drop-object', objectType, name: objectName(name), ifExists, cascade: false }
}

function transaction(action: TransactionAction, name?: string): Operation {
  return { kind: 'control-transaction', action, ...(name === undefined ? {} : { name }) }
}
