import type { ObjectName } from '../../operations/column.ts'
import { isSetToItself } from '../../operations/set-to-itself.ts'
import { isBefore, type StepOf, stepsOn } from '../../schema/find-steps.ts'
import type { Step } from '../../schema/replay.ts'
import { namesIn } from '../../schema/sql-text.ts'
import { sameColumn } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'

/** Of thousands of UPDATEs the first few are enough. */
const lookedAt = 20

/** Has an UPDATE of the script written over the column in every row? What is there since is its own, and it is told. Of an
 * earlier script of the deploy that is so where it leaves nothing of the old value. */
export function overwrittenBefore(table: ObjectName, column: string, context: OperationContext): boolean {
  const { replayedScript, deploySteps, step, direction } = context
  const { steps } = replayedScript
  if (overwriting(table, column, steps, context).some(each => isBefore(steps, each, step))) return true
  if (direction === 'down') return false
  return overwriting(table, column, deploySteps, context).some(
    each => isBefore(deploySteps, each, step) && leavesNothingOf(column, each),
  )
}

/** Computed from other columns of the row, or from none. */
function leavesNothingOf(column: string, { operation, statement, before }: StepOf<'update-rows'>): boolean {
  const [, text] =
    Object.entries(operation.assignments ?? {}).find(([name]) => sameColumn(before, name, column)) ?? []
  return (
    text !== undefined &&
    !/\b(?:select|from|join|using)\b/i.test(statement.text) &&
    !namesIn(text).some(name => sameColumn(before, name, column))
  )
}

/** The lines of those that do it after this one. */
export function overwrittenAgain(
  table: ObjectName,
  columns: readonly string[],
  context: OperationContext,
): readonly string[] {
  const { replayedScript, step } = context
  const later = columns
    .flatMap(column => overwriting(table, column, replayedScript.steps, context))
    .filter(each => isBefore(replayedScript.steps, step, each))
  return [...new Set(later.map(each => `${each.location.line}`))]
}

function overwriting(
  table: ObjectName,
  column: string,
  steps: readonly Step[],
  { step, before }: OperationContext,
): readonly StepOf<'update-rows'>[] {
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
