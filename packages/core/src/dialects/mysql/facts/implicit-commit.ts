import type { Operation } from '../../../operations/operation.ts'

/** MySQL 8.0 manual 15.3.3, "Statements That Cause an Implicit Commit"; MariaDB "SQL statements Causing an
 * Implicit Commit". Temporary tables are the exception. */
export function commitsImplicitly(operation: Operation): boolean {
  switch (operation.kind) {
    case 'create-table':
    case 'drop-table':
      return !operation.temporary
    case 'rename-table':
    case 'truncate-table':
    case 'set-table-option':
    case 'convert-charset':
    case 'change-partitions':
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
    case 'drop-object':
    case 'rename-object':
    case 'alter-object':
    case 'change-privileges':
    case 'set-comment':
    case 'lock-table':
      return true
    case 'maintain':
      return committingCare.test(operation.action)
    case 'control-transaction':
      return operation.action === 'begin'
    case 'set-variable':
      return operation.name === 'password'
    case 'insert-rows':
    case 'update-rows':
    case 'delete-rows':
    case 'read-rows':
    case 'run-code':
    case 'no-effect':
      return false
    case 'unreadable':
      return /^(?:alter|rename|truncate)\b/i.test(operation.verb ?? '')
    default:
      operation satisfies never
      return false
  }
}

const committingCare = /^(?:analyze|cache|check|flush|load index|optimize|repair|reset)$/
