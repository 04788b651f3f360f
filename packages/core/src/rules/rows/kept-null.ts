import type { ObjectName } from '../../operations/column.ts'
import { earlierSteps } from '../../schema/find-steps.ts'
import { findTable } from '../../schema/lookup.ts'
import { sameColumn } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import { refusedLater } from './proven-empty.ts'

/** Why the column can have no value where the transaction comes to its end: its foreign key, which holds as the script
 * begins, lets none in while the other table is empty, and a later statement fails where that has a row. */
export function keptNull(table: ObjectName, column: string, context: OperationContext): string | undefined {
  const { before, direction, replayedScript, step, traits } = context
  // SQLite may not enforce it.
  if (direction === 'down' || traits.altersByRebuild === true) return undefined
  if (earlierSteps(replayedScript.steps, step, table, 'insert-rows', 'update-rows').length > 0)
    return undefined
  for (const constraint of findTable(replayedScript.before, table)?.constraints ?? []) {
    if (constraint.type !== 'foreign-key' || constraint.notValid === true || constraint.columns.length > 1)
      continue
    if (!constraint.columns.some(each => sameColumn(before, each, column))) continue
    const other = constraint.references.table
    const refusing = refusedLater(other, replayedScript.steps, context)
    if (refusing !== undefined)
      return `line ${refusing.statement.location.line} fails where ${other} has rows, and while it has none, the foreign key of ${column} lets no value in.`
  }
  return undefined
}
