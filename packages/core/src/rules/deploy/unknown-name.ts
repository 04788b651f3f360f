import type { ObjectName } from '../../operations/column.ts'
import { isBefore, renamesTo } from '../../schema/find-steps.ts'
import { findObject, findTable } from '../../schema/lookup.ts'
import type { SchemaState } from '../../schema/schema-state.ts'
import type { OperationContext } from '../rule.ts'

/** This deploy has given the table its name, and leaves nothing under the one that running code knows. */
export function isUnknownName(
  table: ObjectName,
  { deployed, deploySteps, step, atEnd, direction }: OperationContext,
): boolean {
  if (direction === 'down' || findTable(deployed, table) !== undefined) return false
  const renamed = renamesTo(deploySteps, table).find(each => isBefore(deploySteps, each, step))
  return renamed !== undefined && !isThere(atEnd, renamed.operation.table)
}

/** The old name of a table may be left to a view, through which the column's name is used. */
export function isThere(schema: SchemaState, table: ObjectName): boolean {
  return findTable(schema, table) !== undefined || findObject(schema, 'view', table) !== undefined
}
