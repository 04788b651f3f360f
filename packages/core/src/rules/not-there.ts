import type { OperationOf } from '../operations/operation.ts'
import { findTable } from '../schema/lookup.ts'
import type { Problem } from './finding.ts'
import type { OperationContext } from './rule.ts'

/** IF EXISTS of a table that no earlier migration makes, or that one has dropped: with a whole history it does nothing, but the one that was
 * read may have begun in the middle. */
export function droppedIfThere(
  { table, ifExists }: OperationOf<'drop-table'>,
  { before, replayedScript }: Pick<OperationContext, 'before' | 'replayedScript'>,
): Problem | undefined {
  const hasHistory = before.complete || replayedScript.before.tables.size > 0
  if (!ifExists || !hasHistory || findTable(before, table) !== undefined) return undefined
  return {
    message: `After the migrations that were read there is no ${table}: if it is there all the same, every row in it goes.`,
    instead: 'Leave the DROP TABLE out.',
    severity: 'info',
    objects: [table],
  }
}
