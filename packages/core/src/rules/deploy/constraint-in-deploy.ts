import type { Constraint, ObjectName } from '../../operations/column.ts'
import { columnsOf, sameName } from '../../schema/lookup.ts'
import type { Step } from '../../schema/replay.ts'
import { sameColumn } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import { dropOfTable, laterInDeploy } from './later-in-deploy.ts'

/** The statement behind this one in the deploy that takes the constraint away again: by its name, with a column, its table
 * or the one that it refers to. */
export function constraintGoneInDeploy(
  table: ObjectName,
  constraint: Constraint,
  name: string | undefined,
  context: OperationContext,
): Step | undefined {
  const { before } = context
  const parent = constraint.type === 'foreign-key' ? constraint.references.table : undefined
  return (
    laterInDeploy(table, context, 'drop-constraint').find(
      ({ operation }) => operation.name !== undefined && sameName(name, operation.name, before.semantics),
    ) ??
    laterInDeploy(table, context, 'drop-column').find(({ operation }) =>
      columnsOf(constraint).some(column => sameColumn(before, column, operation.column)),
    ) ??
    dropOfTable(table, context) ??
    (parent === undefined ? undefined : dropOfTable(parent, context))
  )
}
