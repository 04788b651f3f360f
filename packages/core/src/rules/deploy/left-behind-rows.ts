import { bareName } from '../../operations/names.ts'
import type { Operation, OperationOf } from '../../operations/operation.ts'
import { isBefore, type StepOf, stepsOn } from '../../schema/find-steps.ts'
import { findTable } from '../../schema/lookup.ts'
import { sameObject } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'

/** A table in use gives its name to one that the script makes behind it, and nothing that the deploy does brings the rows
 * over: the statement that makes the other one. */
export function madeEmptyInstead(
  { table, to }: OperationOf<'rename-table'>,
  { deployed, deploySteps, replayedScript: { steps }, step, direction, atEnd }: OperationContext,
): StepOf<'create-table'> | undefined {
  if (direction === 'down' || findTable(deployed, table) === undefined) return undefined
  const made = stepsOn(steps, table, 'create-table').find(each => isBefore(steps, step, each))
  if (made === undefined || findTable(atEnd, to) === undefined) return undefined
  const old = bareName(to).toLowerCase()
  const isRead = deploySteps.some(
    ({ operation, statement, before }) =>
      statement !== step.statement &&
      (isFilling(operation) && sameObject(before, operation.table, table)
        ? operation.copiesFrom !== undefined || /\bselect\b/i.test(statement.text)
        : !ofTableAlone.has(operation.kind) && statement.text.toLowerCase().includes(old)),
  )
  return isRead ? undefined : made
}

function isFilling(operation: Operation): operation is OperationOf<'insert-rows'> {
  return operation.kind === 'insert-rows'
}

/** They bring no rows from one table to another. */
const ofTableAlone: ReadonlySet<Operation['kind']> = new Set([
  'rename-constraint',
  'drop-constraint',
  'rename-index',
  'drop-index',
  'rename-object',
  'alter-object',
  'set-comment',
])
