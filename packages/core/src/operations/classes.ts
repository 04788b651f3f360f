import type { Constraint, ObjectName } from './column.ts'
import type { Operation } from './operation.ts'

/** Changes the definition of something, not rows, session or nothing. */
export function isDdl(operation: Operation): boolean {
  switch (operation.kind) {
    case 'insert-rows':
    case 'update-rows':
    case 'delete-rows':
    case 'read-rows':
    case 'control-transaction':
    case 'set-variable':
    case 'lock-table':
    case 'maintain':
    case 'reindex':
    case 'run-code':
    case 'no-effect':
    case 'unreadable':
      return false
    default:
      return true
  }
}

/** Not read whole, but known to write rows: the schema stays as it is. */
export function isUnreadOfRows(operation: Operation): boolean {
  return (
    operation.kind === 'unreadable' &&
    operation.level === 'partial' &&
    /^(?:INSERT|REPLACE|UPDATE|DELETE)$/.test(operation.verb ?? '')
  )
}

/** Leaves the schema or the rows other than they were, as far as can be read. */
export function hasEffect(operation: Operation): boolean {
  switch (operation.kind) {
    case 'insert-rows':
    case 'update-rows':
    case 'delete-rows':
    case 'run-code':
    case 'unreadable':
      return true
    default:
      return isDdl(operation)
  }
}

/** Takes rows, values or a definition away. Whether anything of worth is lost depends on the schema before. */
export function isDestructive(operation: Operation): boolean {
  switch (operation.kind) {
    case 'drop-table':
    case 'drop-column':
    case 'truncate-table':
    case 'delete-rows':
      return true
    case 'create-table':
      return operation.orReplace
    case 'drop-object':
      return ['schema', 'database', 'materialized-view', 'type', 'sequence'].includes(operation.objectType)
    case 'change-partitions':
      return ['drop', 'truncate', 'exchange'].includes(operation.action)
    case 'insert-rows':
      return operation.replace
    default:
      return false
  }
}

/** The tables that an operation names, in the order in which it names them. */
export function tablesOf(operation: Operation): readonly ObjectName[] {
  switch (operation.kind) {
    case 'rename-table':
      return [operation.table, operation.to]
    case 'create-index':
      return [operation.index.table]
    case 'read-rows':
      return operation.tables
    case 'insert-rows':
      return operation.copiesFrom === undefined
        ? [operation.table]
        : [operation.table, operation.copiesFrom.table]
    case 'create-table':
      return [operation.table, ...operation.constraints.flatMap(referencedTable)]
    case 'add-column':
    case 'change-column':
      return [operation.table, ...operation.constraints.flatMap(referencedTable)]
    case 'add-constraint':
      return [operation.table, ...referencedTable(operation.constraint)]
    case 'reindex':
      return operation.target === 'table' ? [operation.name] : []
    case 'unreadable':
      return operation.object === undefined ? [] : [operation.object]
    case 'attach-index':
    case 'create-enum':
    case 'add-enum-value':
    case 'rename-enum-value':
    case 'control-transaction':
    case 'set-variable':
    case 'change-privileges':
    case 'run-code':
    case 'no-effect':
      return []
    case 'set-comment':
      return operation.objectType === 'table' ? [operation.name] : []
    default:
      return operation.table === undefined ? [] : [operation.table]
  }
}

function referencedTable(constraint: Constraint): readonly ObjectName[] {
  return constraint.type === 'foreign-key' ? [constraint.references.table] : []
}
