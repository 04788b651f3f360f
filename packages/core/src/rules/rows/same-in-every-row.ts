import type { Column, ObjectName } from '../../operations/column.ts'
import { earlierSteps } from '../../schema/find-steps.ts'
import { sameColumn } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'

/** This script has just added all of these columns, each with one value for every row that is there: a constant, or what
 * the server makes up; and has changed none of them since. */
export function isSameInEveryRow(
  table: ObjectName,
  columns: readonly string[],
  { before, replayedScript: { steps }, step, traits }: OperationContext,
): boolean {
  return columns.every(name => {
    const isIt = (other: string): boolean => sameColumn(before, other, name)
    const added = earlierSteps(steps, step, table, 'add-column').find(
      ({ operation }) => isIt(operation.column.name) && !operation.ifNotExists,
    )
    if (added === undefined) return false
    const written = earlierSteps(steps, step, table, 'update-rows').some(({ operation }) =>
      operation.columns.some(isIt),
    )
    const { column } = added.operation
    return !written && (holdsConstant(column) || traits.addRequiredColumn(column) === 'implicit-value')
  })
}

export function holdsConstant({ default: value, generated }: Column): boolean {
  return (
    generated === undefined && value !== undefined && /^\(*(?:'[^']*'|-?[\d.]+|true|false)\)*$/i.test(value)
  )
}
