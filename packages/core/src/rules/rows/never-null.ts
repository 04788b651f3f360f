import type { ObjectName } from '../../operations/column.ts'
import { earlierSteps, earlierStepsOf, isBefore } from '../../schema/find-steps.ts'
import type { ReplayedScript, Step } from '../../schema/replay.ts'
import { columnIn, sameColumn } from '../names/known-columns.ts'

/** Has the script taken NOT NULL away itself, and written no row since? So does Knex's alter() on PostgreSQL, for any change. */
export function neverNull(
  table: ObjectName,
  column: string,
  { replayedScript: { steps }, step }: { readonly replayedScript: ReplayedScript; readonly step: Step },
): boolean {
  const start = earlierSteps(steps, step, table, 'drop-not-null', 'change-column').findLast(
    ({ operation, before }) =>
      sameColumn(before, operation.column, column) &&
      (operation.kind === 'drop-not-null' || operation.to.nullable),
  )
  if (start === undefined) return false
  const asItWas = columnIn(start.before, table, column)
  // Nothing is known of a column but that the script says it twice.
  const isUnknown = asItWas === undefined && start.operation.kind === 'change-column'
  if (!isUnknown && asItWas?.nullable !== false) return false
  const written = earlierStepsOf(steps, step, 'insert-rows', 'update-rows')
  return !written.some(each => isBefore(steps, start, each))
}
