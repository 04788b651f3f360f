import type { ObjectName } from '../../operations/column.ts'
import { objectsNamed } from '../../schema/find-objects.ts'
import { isBefore, renamesTo } from '../../schema/find-steps.ts'
import { findTable } from '../../schema/lookup.ts'
import type { OperationContext } from '../rule.ts'

/** The deploy has given the table this name, and nothing of its old one is there for the code that runs: its statements
 * fail for that. */
export function isUnknownToCode(
  table: ObjectName,
  { deployed, deploySteps, step, atEnd, direction }: OperationContext,
): boolean {
  if (direction === 'down' || findTable(deployed, table) !== undefined) return false
  const renaming = renamesTo(deploySteps, table).findLast(each => isBefore(deploySteps, each, step))
  if (renaming === undefined) return false
  const { table: old } = renaming.operation
  return findTable(atEnd, old) === undefined && objectsNamed(atEnd, old).length === 0
}
