import type { ObjectName } from '../operations/column.ts'
import type { OperationOf } from '../operations/operation.ts'
import { earlierSteps, placeOf } from '../schema/find-steps.ts'
import { findTable } from '../schema/lookup.ts'
import type { Step } from '../schema/replay.ts'
import type { SchemaState } from '../schema/schema-state.ts'
import { sameObject } from './known-columns.ts'
import type { OperationContext } from './rule.ts'
import { hasUniqueKey } from './unique-keys.ts'

/** A key over some of the columns makes all of them together unique, also one that this deploy has just dropped. */
export function isUniqueAlready(
  table: ObjectName,
  columns: readonly string[],
  where: string | undefined,
  context: OperationContext,
): boolean {
  const { tableBefore, replayedScript, before, deployed } = context
  const atStart = writesTo(table, context)
    ? []
    : [findTable(replayedScript.before, table), findTable(deployed, table)]
  return [tableBefore(table), ...atStart].some(
    known => known !== undefined && hasUniqueKey(known, { columns, where }, before),
  )
}

function writesTo(table: ObjectName, { before, replayedScript, step }: OperationContext): boolean {
  const { steps } = replayedScript
  return earlierSteps(steps, step, table, 'insert-rows', 'update-rows').some(
    ({ operation }) =>
      !(
        operation.kind === 'insert-rows' &&
        comesBack(operation, table, steps.slice(0, placeOf(steps, step)), before)
      ),
  )
}

/** The table's own rows, which another table has held while it was built anew. */
function comesBack(
  { copiesFrom, columns }: OperationOf<'insert-rows'>,
  table: ObjectName,
  earlier: readonly Step[],
  schema: SchemaState,
): boolean {
  if (copiesFrom === undefined || !isUnchanged(columns, copiesFrom.expressions)) return false
  if (sameObject(schema, copiesFrom.table, table)) return true
  const filling = earlier.flatMap(({ operation }) =>
    (operation.kind === 'insert-rows' || operation.kind === 'update-rows') &&
    sameObject(schema, operation.table, copiesFrom.table)
      ? [operation]
      : [],
  )
  const [only] = filling
  if (filling.length !== 1 || only?.kind !== 'insert-rows' || only.copiesFrom === undefined) return false
  return (
    sameObject(schema, only.copiesFrom.table, table) && isUnchanged(only.columns, only.copiesFrom.expressions)
  )
}

function isUnchanged(columns: readonly string[], expressions: readonly string[]): boolean {
  return (
    expressions.join() === '*' ||
    (columns.length === expressions.length &&
      columns.every((name, place) => plainName(expressions[place] ?? '') === name))
  )
}

export function plainName(expression: string): string {
  return expression.trim().replace(/^["`[]|["`\]]$/g, '')
}
