import type { ObjectName } from '../operations/column.ts'
import { earlierSteps } from '../schema/find-steps.ts'
import { namesIn, qualifiedNamesIn } from '../schema/sql-text.ts'
import { sameColumn, sameObject } from './known-columns.ts'
import type { OperationContext } from './rule.ts'

/** Has an earlier DELETE of the script compared the rows of the table with each other by these columns? It names the
 * table twice: `DELETE a FROM t a JOIN t b ON a.email = b.email`, `… WHERE id NOT IN (SELECT min(id) FROM t GROUP BY email)`. */
export function deduplicatedFirst(
  table: ObjectName,
  columns: readonly string[],
  { before, replayedScript, step }: Pick<OperationContext, 'before' | 'replayedScript' | 'step'>,
): boolean {
  const deletes = earlierSteps(replayedScript.steps, step, table, 'delete-rows')
  const named = columns.flatMap(namesIn)
  return deletes.some(({ statement: { text } }) => {
    const said = namesIn(text)
    const asked = qualifiedNamesIn(text).filter(name => sameObject(before, name, table))
    return (
      asked.length > 1 &&
      named.every(
        column => said.some(name => sameColumn(before, name, column)) || isFunctionOf(column, columns),
      )
    )
  })
}

/** `lower` of `lower(email)`. */
function isFunctionOf(name: string, columns: readonly string[]): boolean {
  return columns.some(column => new RegExp(`\\b${name}\\s*\\(`).test(column))
}
