import { fillsNulls } from '../../operations/fills-nulls.ts'
import type { Step } from '../../schema/replay.ts'

/** Does a second run of it find nothing in its way, and leave what the first one left? */
export function runsAgain({ operation }: Pick<Step, 'operation'>): boolean {
  // IF NOT EXISTS, as code says it.
  if (operation.conditions?.some(({ presence }) => presence !== undefined) === true) return true
  switch (operation.kind) {
    case 'create-table':
      return operation.ifNotExists || operation.orReplace || operation.temporary
    case 'create-index':
    case 'create-object':
      return operation.ifNotExists || operation.orReplace
    case 'add-column':
      return operation.ifNotExists
    case 'drop-table':
    case 'drop-column':
    case 'drop-index':
    case 'drop-constraint':
    case 'drop-object':
      return operation.ifExists
    case 'change-column':
      return operation.column === operation.to.name && operation.constraints.length === 0
    case 'change-column-type':
      return operation.using === undefined
    case 'update-rows':
      return fillsNulls(operation)
    case 'insert-rows':
      return operation.replace || operation.ignoresErrors === true
    case 'set-default':
    case 'drop-default':
    case 'set-not-null':
    case 'drop-not-null':
    case 'set-column-option':
    case 'set-table-option':
    case 'convert-charset':
    case 'set-comment':
    case 'change-privileges':
    case 'read-rows':
    case 'set-variable':
    case 'control-transaction':
    case 'lock-table':
    case 'no-effect':
      return true
    default:
      return false
  }
}
