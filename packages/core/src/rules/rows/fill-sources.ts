import type { ObjectName } from '../../operations/column.ts'
import { namesIn } from '../../schema/sql-text.ts'
import { sameColumn, sameObject } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import { updatesOf } from './moved-away.ts'

/** Columns of the table that the UPDATEs which fill this one read, and that its own statement drops. */
export function droppedFillSources(
  table: ObjectName,
  column: string,
  context: Pick<OperationContext, 'before' | 'replayedScript' | 'step' | 'statement'>,
): readonly string[] {
  const { before, statement } = context
  const read = updatesOf(table, column, context).flatMap(each => namesIn(each.statement.text))
  return statement.operations.flatMap(each =>
    each.kind === 'drop-column' &&
    sameObject(before, each.table, table) &&
    read.some(name => sameColumn(before, name, each.column))
      ? [each.column]
      : [],
  )
}
