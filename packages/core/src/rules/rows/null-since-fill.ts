import type { ObjectName } from '../../operations/column.ts'
import { isBefore } from '../../schema/find-steps.ts'
import type { Step } from '../../schema/replay.ts'
import type { SchemaState } from '../../schema/schema-state.ts'
import { heldLock, lockHeldByBatch } from '../deploy/held-lock.ts'
import { columnIn } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import { isFilledInside } from './filled-inside.ts'
import { fillingBefore } from './moved-away.ts'

/** Of a column that was there before the deploy: an INSERT that does not name it leaves it NULL. */
export function isLeftNull(
  table: ObjectName,
  column: string,
  schema: SchemaState,
  { isNewColumn }: OperationContext,
): boolean {
  const known = columnIn(schema, table, column)
  if (known === undefined || isNewColumn(table, column)) return false
  const hasDefault = known.default !== undefined && known.default.toLowerCase() !== 'null'
  return !hasDefault && known.generated === undefined && !isFilledInside(schema, table, column)
}

/** The statement that has filled such a column, if the running code can write a row with NULL behind it: an UPDATE keeps
 * nobody from the next row (measured: PostgreSQL 15, `column "reason" of relation "t" contains null values`). */
export function filledWithoutLock(
  table: ObjectName,
  column: string,
  context: OperationContext,
): Step | undefined {
  const filling = fillingBefore(table, column, context)
  if (filling === undefined || !isLeftNull(table, column, filling.before, context)) return undefined
  if (lockHeldByBatch(table, context) !== undefined) return undefined
  const held = heldLock(table, context)
  return held !== undefined && isBefore(context.replayedScript.steps, held, filling) ? undefined : filling
}
