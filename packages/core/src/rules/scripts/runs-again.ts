import { fillsNulls } from '../../operations/fills-nulls.ts'
import { isBefore, renamesTo, stepsDropping, stepsMaking, stepsOn } from '../../schema/find-steps.ts'
import type { Step } from '../../schema/replay.ts'

/** The same of a step in a run of the script from its start: what it drops IF EXISTS and makes anew, with the rows that it
 * puts there, comes out the same, and so does a CALL of its own routine where what the body does runs again. */
export function runsAgainFromStart(steps: readonly Step[], step: Step): boolean {
  if (runsAgain(step)) return true
  const { operation } = step
  switch (operation.kind) {
    case 'create-table':
      return isDroppedBefore(steps, step, operation.table)
    case 'create-object': {
      const [drop] = stepsDropping(steps, operation.name)
      const isSame = drop?.operation.objectType === operation.objectType && drop.operation.ifExists
      return isSame && drop.runs === true && isBefore(steps, drop, step)
    }
    case 'run-code':
      // The body's operations are steps of the CALL as well.
      return (
        operation.routine !== undefined &&
        step.statement.operations.length > 1 &&
        stepsMaking(steps, operation.routine).length > 0
      )
    default:
      return 'table' in operation && operation.table !== undefined && isOfRemade(steps, step, operation.table)
  }
}

function isOfRemade(steps: readonly Step[], step: Step, table: string): boolean {
  const [made] = stepsOn(steps, table, 'create-table')
  if (made === undefined || !isBefore(steps, made, step) || !isDroppedBefore(steps, made, table)) return false
  return stepsOn(steps, table, 'rename-table').length + renamesTo(steps, table).length === 0
}

function isDroppedBefore(steps: readonly Step[], made: Step, table: string): boolean {
  const [drop] = stepsOn(steps, table, 'drop-table')
  return drop !== undefined && drop.runs === true && drop.operation.ifExists && isBefore(steps, drop, made)
}

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
