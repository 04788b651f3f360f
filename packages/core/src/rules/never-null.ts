import type { ObjectName } from '../operations/column.ts'
import type { ReplayedScript, Step } from '../schema/replay.ts'
import { columnIn, sameColumn, sameObject } from './known-columns.ts'

/** Has the script dropped NOT NULL itself, and written no row since? So does Knex's alter() on PostgreSQL, for any change. */
export function neverNull(
  table: ObjectName,
  column: string,
  { replayedScript: { steps }, step }: { readonly replayedScript: ReplayedScript; readonly step: Step },
): boolean {
  const earlier = steps.slice(0, steps.indexOf(step))
  const dropped = earlier.findLastIndex(
    ({ operation, before }) =>
      operation.kind === 'drop-not-null' &&
      sameObject(before, operation.table, table) &&
      sameColumn(before, operation.column, column),
  )
  const start = earlier[dropped]
  if (start === undefined || columnIn(start.before, table, column)?.nullable !== false) return false
  return !earlier
    .slice(dropped)
    .some(({ operation }) => operation.kind === 'insert-rows' || operation.kind === 'update-rows')
}
