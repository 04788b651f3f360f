import type { ObjectName } from '../../operations/column.ts'
import { bareName } from '../../operations/names.ts'
import { isBefore, stepsOf } from '../../schema/find-steps.ts'
import { placeWithFile } from '../deploy/later-in-deploy.ts'
import { columnIn, sameColumn, sameObject } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'

/** Later statements of the deploy that stop where the column is as it was: the DROP of the sequence that its default
 * reads, and a foreign key from or to it. */
export function needingChangedType(
  table: ObjectName,
  column: string,
  context: OperationContext,
): readonly string[] {
  const { before, deploySteps, step, direction } = context
  if (direction === 'down') return []
  const isOfColumn = (on: ObjectName, columns: readonly string[]): boolean =>
    sameObject(before, on, table) && columns.some(each => sameColumn(before, each, column))
  const later = [
    ...stepsOf(deploySteps, 'drop-object').filter(
      ({ operation }) =>
        operation.objectType === 'sequence' && isReadByDefault(operation.name, table, column, context),
    ),
    ...stepsOf(deploySteps, 'add-constraint').filter(
      ({ operation: { table: child, constraint } }) =>
        constraint.type === 'foreign-key' &&
        (isOfColumn(child, constraint.columns) ||
          isOfColumn(constraint.references.table, constraint.references.columns)),
    ),
  ]
  return later.filter(each => isBefore(deploySteps, step, each)).map(each => placeWithFile(each, context))
}

function isReadByDefault(
  sequence: ObjectName,
  table: ObjectName,
  column: string,
  { before }: OperationContext,
): boolean {
  const known = columnIn(before, table, column)
  const name = bareName(sequence)
  return (
    known?.default?.includes(name) === true ||
    (known?.autoIncrement === 'serial' && name === `${bareName(table)}_${column}_seq`)
  )
}
