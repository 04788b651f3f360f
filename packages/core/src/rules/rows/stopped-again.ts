import type { ObjectName } from '../../operations/column.ts'
import { earlierSteps, isBefore, stepsOf } from '../../schema/find-steps.ts'
import { findTable } from '../../schema/lookup.ts'
import type { Step } from '../../schema/replay.ts'
import type { SchemaState } from '../../schema/schema-state.ts'
import { columnIn, sameColumn } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import { runsAgainFromStart } from '../scripts/runs-again.ts'

/** The step before this one at which a second run of the script stops, as it finds its own work there. */
export function stoppedAgainAt({ replayedScript, step }: OperationContext): Step | undefined {
  const { steps, after } = replayedScript
  return stepsOf(steps, 'add-column', 'drop-column', 'rename-column', 'change-column').find(
    each => isBefore(steps, each, step) && stopsAgain(steps, each, after),
  )
}

/** Is the step refused in a run from the script's start that finds the schema `after`? */
export function stopsAgain(steps: readonly Step[], step: Step, after: SchemaState): boolean {
  const { operation, before } = step
  if (step.runs !== true || step.statement.caught || runsAgainFromStart(steps, step)) return false
  // By another name at the end, nothing is known of a table.
  const isKnown = 'table' in operation && operation.table && findTable(after, operation.table) !== undefined
  switch (operation.kind) {
    case 'create-table':
      return isKnown === true && !isBehindDrop(steps, step)
    case 'drop-table':
      return isKnown === false && findTable(before, operation.table) !== undefined
    case 'add-column':
      return (
        columnIn(after, operation.table, operation.column.name) !== undefined && !isBehindDrop(steps, step)
      )
    case 'drop-column':
      return (
        isKnown === true &&
        columnIn(before, operation.table, operation.column) !== undefined &&
        columnIn(after, operation.table, operation.column) === undefined &&
        earlierSteps(steps, step, operation.table, 'add-column', 'create-table').length === 0
      )
    case 'rename-column':
      return isRenamed(after, operation.table, operation.column, operation.to)
    case 'change-column':
      return isRenamed(after, operation.table, operation.column, operation.to.name)
    default:
      return false
  }
}

function isRenamed(after: SchemaState, table: ObjectName, from: string, to: string): boolean {
  return columnIn(after, table, to) !== undefined && columnIn(after, table, from) === undefined
}

/** What the script drops before it makes it, a second run can make as well. */
function isBehindDrop(steps: readonly Step[], step: Step): boolean {
  const { operation, before } = step
  if (operation.kind !== 'create-table' && operation.kind !== 'add-column') return false
  const { table } = operation
  if (earlierSteps(steps, step, table, 'drop-table', 'rename-table').length > 0) return true
  return (
    operation.kind === 'add-column' &&
    earlierSteps(steps, step, table, 'drop-column').some(drop =>
      sameColumn(before, drop.operation.column, operation.column.name),
    )
  )
}
