import { isBefore, stepsOf } from '../../schema/find-steps.ts'
import { findTable } from '../../schema/lookup.ts'
import type { Step } from '../../schema/replay.ts'
import { columnIn } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import { runsAgain } from '../scripts/runs-again.ts'

/** The step before this one at which a second run of the script stops, as it finds its own work there. */
export function stoppedAgainAt({ replayedScript, step }: OperationContext): Step | undefined {
  const { steps, after } = replayedScript
  return stepsOf(steps, 'add-column', 'drop-column', 'rename-column').find(each => {
    const { operation } = each
    if (!isBefore(steps, each, step) || each.runs !== true || runsAgain(each)) return false
    // By another name at the end, nothing is known of it.
    if (findTable(after, operation.table) === undefined) return false
    const isThere = (column: string): boolean => columnIn(after, operation.table, column) !== undefined
    switch (operation.kind) {
      case 'add-column':
        return isThere(operation.column.name)
      case 'drop-column':
        return (
          columnIn(each.before, operation.table, operation.column) !== undefined && !isThere(operation.column)
        )
      case 'rename-column':
        return isThere(operation.to) && !isThere(operation.column)
      default:
        return operation satisfies never
    }
  })
}
