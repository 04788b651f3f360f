import type { OperationOf } from '../operations/operation.ts'
import { rewrites, waiting } from './blocked-table.ts'
import type { Problem } from './finding.ts'
import { sameObject } from './known-columns.ts'
import { listWords } from './list-words.ts'
import { numberedLater } from './numbered-later.ts'
import type { OperationContext } from './rule.ts'

type AddColumn = OperationOf<'add-column'>

/** Adding columns of this kind writes the table again, on an engine that has no algorithms to choose from. It is written
 * once for all that a statement adds. */
export function columnRewrite(
  operation: AddColumn,
  context: OperationContext,
  isOfKind: (column: AddColumn['column']) => boolean,
): Problem | undefined {
  const { effects, statement, before } = context
  const { table, column } = operation
  if (!isOfKind(column) || !rewrites(effects.filter(effect => effect.algorithm === undefined)))
    return undefined
  const added = statement.operations.filter(
    each => each.kind === 'add-column' && sameObject(before, each.table, table) && isOfKind(each.column),
  )
  if (added[0] !== operation) return undefined
  const names = added.flatMap(each => (each.kind === 'add-column' ? `${table}.${each.column.name}` : []))
  return {
    message: `Adding ${listWords(names)} writes every row of ${table} again, and ${waiting(effects)} get through meanwhile.`,
    objects: names,
    ...(column.autoIncrement !== undefined && { suggestion: numberedLater(table, column, context) }),
  }
}
