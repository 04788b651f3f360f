import type { ObjectName } from '../../operations/column.ts'
import { earlierSteps, earlierStepsOf, isBefore, renamesTo, type StepOf } from '../../schema/find-steps.ts'
import { columnsOf, findConstraint, findTable, primaryKeyOf } from '../../schema/lookup.ts'
import { columnIn, sameColumn, sameObject } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import { sqlName } from '../wording/sql-name.ts'

interface Key {
  readonly type: 'unique' | 'primary-key'
  readonly columns: readonly string[]
  readonly name: string
}

/** What to do in place of a key that the script drops and adds again on the same columns: its index can stay. */
export function keepsTheKey(table: ObjectName, key: Key, context: OperationContext): string | undefined {
  const { replayedScript, step, traits } = context
  // Elsewhere a key cannot be renamed.
  if (!traits.concurrentIndexes) return undefined
  const { steps } = replayedScript
  const dropped = earlierStepsOf(steps, step, 'drop-constraint').findLast(each =>
    isSameKey(each, table, key, context),
  )
  if (dropped === undefined) return undefined
  const writes = earlierSteps(steps, step, table, 'insert-rows', 'update-rows')
  // The key may have been in the way of what was written in between.
  if (writes.some(each => isBefore(steps, dropped, each))) return undefined
  const old = nameOf(dropped) ?? key.name
  const { line } = dropped.statement.location
  const isSame = sameColumn(context.before, old, key.name)
  // PostgreSQL builds the indexes of a column again that it gives another type, whoever makes the key.
  const retyped = earlierSteps(steps, step, table, 'change-column-type').find(
    each =>
      isBefore(steps, dropped, each) &&
      key.columns.some(column => sameColumn(context.before, column, each.operation.column)),
  )
  const made =
    retyped &&
    `the change of type in line ${retyped.statement.location.line} builds its index again by itself`
  const renamed = `ALTER TABLE ${sqlName(table, traits)} RENAME CONSTRAINT ${traits.quote(old)} TO ${traits.quote(key.name)}`
  if (dropped.statement === step.statement)
    return isSame
      ? `Leave the DROP and the ADD of the key out: it is on the same columns, and ${made ?? 'its index can stay'}.`
      : `The key is on the same columns: rename it, which builds no index: ${renamed}.`
  return isSame
    ? `Leave line ${line}, which drops a key on the same columns, and this one out: ${made ?? 'its index can stay'}.`
    : `Leave line ${line} out, which drops a key on the same columns${made === undefined ? '' : `: ${made}`}, and rename it here, which builds no index: ${renamed}.`
}

function nameOf({ operation, before }: StepOf<'drop-constraint'>): string | undefined {
  const known = findTable(before, operation.table)
  return operation.name ?? (known && primaryKeyOf(known)?.name)
}

function isSameKey(
  { operation, before }: StepOf<'drop-constraint'>,
  table: ObjectName,
  { type, columns }: Key,
  { replayedScript: { steps }, before: now }: OperationContext,
): boolean {
  const isTable =
    sameObject(now, operation.table, table) ||
    renamesTo(steps, table).some(each => sameObject(now, each.operation.table, operation.table))
  const known = findTable(before, operation.table)
  if (!isTable || known === undefined) return false
  const found =
    operation.name === undefined
      ? primaryKeyOf(known)
      : findConstraint(known, operation.name, before.semantics)
  const own = found === undefined ? [] : columnsOf(found)
  // Who asks whether it is there does not know that it is everywhere.
  if (operation.ifExists) return false
  return (
    found?.type === type &&
    own.length === columns.length &&
    own.every(
      (column, place) =>
        sameColumn(now, column, columns[place] ?? '') && columnIn(now, table, column) !== undefined,
    )
  )
}
