import type { ObjectName } from '../../operations/column.ts'
import { isBefore } from '../../schema/find-steps.ts'
import type { Step } from '../../schema/replay.ts'
import { inPlace, placeWithFile } from '../deploy/later-in-deploy.ts'
import { usedLater } from '../deploy/used-later.ts'
import type { OperationContext } from '../rule.ts'

/** For a changed type whose column the deploy drops later: `3::bigint / 2` is 1 and `3::numeric / 2` is 1.5, so that what
 * computes with it in between is to be looked at first. */
export function leaveChangeOut(
  table: ObjectName,
  columns: readonly string[],
  gone: Step,
  context: OperationContext,
): string {
  const reader = columns
    .map(column => usedLater(table, column, context))
    .find(
      each =>
        each !== undefined && each.statement !== gone.statement && isBefore(context.deploySteps, each, gone),
    )
  const condition =
    reader === undefined
      ? 'unless the deploy itself needs it'
      : `if ${placeWithFile(reader, context)} comes to the same with the old type`
  return `Leave the change out, ${condition}: ${inPlace(gone, context)} drops the ${gone.operation.kind === 'drop-table' ? 'table' : 'column'}.`
}
