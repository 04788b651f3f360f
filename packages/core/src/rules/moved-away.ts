import type { ObjectName } from '../operations/column.ts'
import { sameColumn, sameObject } from './known-columns.ts'
import type { OperationContext } from './rule.ts'

/** Does an earlier UPDATE of the same script take the rows off all of these values of the column? */
export function movedAway(
  table: ObjectName,
  column: string,
  values: readonly string[],
  { before, replayedScript, step }: OperationContext,
): boolean {
  const earlier = replayedScript.steps.slice(0, replayedScript.steps.indexOf(step))
  const texts = earlier.flatMap(({ operation }) => {
    if (operation.kind !== 'update-rows' || !sameObject(before, operation.table, table)) return []
    return operation.columns.some(updated => sameColumn(before, updated, column))
      ? [operation.where ?? '']
      : []
  })
  return values.every(value => texts.some(text => text.includes(`'${value.replaceAll("'", "''")}'`)))
}

/** The line of an earlier UPDATE of the same script that sets the column in some rows. */
export function updatedBefore(
  table: ObjectName,
  column: string,
  { before, replayedScript, step }: OperationContext,
): number | undefined {
  const earlier = replayedScript.steps.slice(0, replayedScript.steps.indexOf(step))
  return earlier.find(
    ({ operation }) =>
      operation.kind === 'update-rows' &&
      sameObject(before, operation.table, table) &&
      operation.columns.some(updated => sameColumn(before, updated, column)),
  )?.statement.location.line
}

/** Does an earlier statement of the same script fill the column where it is NULL, or delete such rows? */
export function filledBefore(
  table: ObjectName,
  column: string,
  { before, replayedScript, step }: Pick<OperationContext, 'before' | 'replayedScript' | 'step'>,
): boolean {
  const earlier = replayedScript.steps.slice(0, replayedScript.steps.indexOf(step))
  return earlier.some(({ operation }) => {
    if (operation.kind !== 'update-rows' && operation.kind !== 'delete-rows') return false
    if (!sameObject(before, operation.table, table)) return false
    if (operation.filter === 'present' && !isTestForNull(operation.where ?? '', column)) return false
    return (
      operation.kind === 'delete-rows' ||
      operation.columns.some(updated => sameColumn(before, updated, column))
    )
  })
}

/** `c IS NULL`, also as `t.c` and in quotes, alone or with OR: what AND joins to it leaves rows out. */
function isTestForNull(where: string, column: string): boolean {
  const words = where
    .replace(/[`"[\]().;]/g, ' ')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim()
  if (/\band\b/.test(words)) return false
  return words.split(/ or /).some(part => ` ${part}`.endsWith(` ${column.toLowerCase()} is null`))
}
