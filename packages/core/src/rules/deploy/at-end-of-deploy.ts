import type { Column, ObjectName } from '../../operations/column.ts'
import { columnIn, sameColumn } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import { laterInDeploy, nameAtEnd } from './later-in-deploy.ts'

/** What a column that a statement has changed is when the deploy is over: `gone` with its table or alone, or as it is then;
 * undefined where it is not followed. */
export function columnAtEnd(
  table: ObjectName,
  column: string,
  context: OperationContext,
): Column | 'gone' | undefined {
  const { atEnd, before, direction } = context
  if (direction === 'down') return undefined
  const name = nameAtEnd(table, context)
  if (name === undefined) return 'gone'
  const found = columnIn(atEnd, name, column)
  if (found !== undefined) return found
  const isDropped = laterInDeploy(table, context, 'drop-column').some(({ operation }) =>
    sameColumn(before, operation.column, column),
  )
  return isDropped ? 'gone' : undefined
}
