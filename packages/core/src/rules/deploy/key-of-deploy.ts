import type { ObjectName } from '../../operations/column.ts'
import { bareName } from '../../operations/names.ts'
import { constraintsWith, indexesWith } from '../../schema/find-parts.ts'
import { isBefore, type StepOf, stepsOn } from '../../schema/find-steps.ts'
import { findTable, sameName } from '../../schema/lookup.ts'
import type { OperationContext } from '../rule.ts'

/** The statement of the deploy that has made the unique key, where no release has had one with any of these columns: nothing
 * relies on it. */
export function keyOfDeploy(
  table: ObjectName,
  name: string,
  columns: readonly string[],
  { before: { semantics }, deployed, deploySteps, step, isNewColumn }: OperationContext,
): StepOf<'create-index' | 'add-constraint'> | undefined {
  const was = findTable(deployed, table)
  if (was === undefined || columns.length === 0) return undefined
  if (!was.complete && !columns.every(column => isNewColumn(table, column))) return undefined
  const wasUnique = columns.some(
    column =>
      indexesWith(was, column, semantics).some(({ unique }) => unique) ||
      constraintsWith(was, column, semantics).some(({ type }) => type === 'unique' || type === 'primary-key'),
  )
  if (wasUnique) return undefined
  return stepsOn(deploySteps, table, 'create-index', 'add-constraint').findLast(each => {
    const { operation } = each
    const made = operation.kind === 'create-index' ? operation.index.name : operation.constraint.name
    return (
      isBefore(deploySteps, each, step) &&
      made !== undefined &&
      sameName(bareName(made), bareName(name), semantics)
    )
  })
}
