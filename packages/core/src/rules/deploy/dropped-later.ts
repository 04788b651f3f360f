import type { ObjectName } from '../../operations/column.ts'
import { findTable } from '../../schema/lookup.ts'
import { sameObject } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'

export function isDroppedLater(
  table: ObjectName,
  { before, replayedScript, step }: OperationContext,
): boolean {
  if (findTable(replayedScript.after, table) !== undefined) return false
  return replayedScript.steps
    .slice(replayedScript.steps.indexOf(step) + 1)
    .some(({ operation }) => operation.kind === 'drop-table' && sameObject(before, operation.table, table))
}
