import type { ObjectName } from '../../operations/column.ts'
import { earlierSteps } from '../../schema/find-steps.ts'
import type { ReplayedScript, Step } from '../../schema/replay.ts'
import { formerNames } from '../names/former-names.ts'
import { sameColumn } from '../names/known-columns.ts'

/** Has the down script written one of these columns before, or deleted rows? In which of them cannot be told. */
export function areCorrectedByDown(
  table: ObjectName,
  columns: readonly string[],
  step: Step,
  down: ReplayedScript,
): boolean {
  const named = columns.map(column => ({ table, column }))
  return [...named, ...named.flatMap(each => formerNames(each, step, down))].some(one =>
    earlierSteps(down.steps, step, one.table, 'update-rows', 'delete-rows', 'truncate-table').some(
      ({ operation, before }) =>
        operation.kind !== 'update-rows' ||
        operation.columns.some(each => sameColumn(before, each, one.column)),
    ),
  )
}
