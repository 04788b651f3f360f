import type { ObjectName } from '../../operations/column.ts'
import { isSetToItself } from '../../operations/set-to-itself.ts'
import { isBefore, stepsOn } from '../../schema/find-steps.ts'
import type { Step } from '../../schema/replay.ts'
import { sameColumn } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'

/** Of thousands of UPDATEs the first few are enough. */
const lookedAt = 20

/** Has an UPDATE of the script written over the column in every row? What is there since is its own, and it is told. */
export function overwrittenBefore(table: ObjectName, column: string, context: OperationContext): boolean {
  const { replayedScript, step } = context
  return overwriting(table, column, context).some(each => isBefore(replayedScript.steps, each, step))
}

/** The lines of those that do it after this one. */
export function overwrittenAgain(
  table: ObjectName,
  columns: readonly string[],
  context: OperationContext,
): readonly string[] {
  const { replayedScript, step } = context
  const later = columns
    .flatMap(column => overwriting(table, column, context))
    .filter(each => isBefore(replayedScript.steps, step, each))
  return [...new Set(later.map(each => `${each.location.line}`))]
}

function overwriting(
  table: ObjectName,
  column: string,
  { replayedScript: { steps }, step, before }: OperationContext,
): readonly Step[] {
  return stepsOn(steps, table, 'update-rows')
    .slice(0, lookedAt)
    .filter(
      ({ statement, operation }) =>
        statement !== step.statement &&
        operation.filter === 'absent' &&
        (operation.conditions ?? []).length === 0 &&
        operation.columns.some(written => sameColumn(before, written, column)) &&
        !isSetToItself(operation, column),
    )
}
