import type { ObjectName } from '../../operations/column.ts'
import { earlierSteps, type StepOf } from '../../schema/find-steps.ts'
import type { Step } from '../../schema/replay.ts'
import { sameColumn } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import { conditionOf } from '../scripts/condition-of.ts'
import { isOpposite } from './opposite-conditions.ts'

/** Does an earlier UPDATE of the same script take the rows off all of these values of the column? */
export function movedAway(
  table: ObjectName,
  column: string,
  values: readonly string[],
  { before, replayedScript, step }: OperationContext,
): boolean {
  const texts = earlierSteps(replayedScript.steps, step, table, 'update-rows').flatMap(
    ({ operation, statement }) => {
      return operation.columns.some(updated => sameColumn(before, updated, column))
        ? [conditionOf(operation.where, statement) ?? '']
        : []
    },
  )
  return values.every(value => texts.some(text => text.includes(`'${value.replaceAll("'", "''")}'`)))
}

/** Does a CASE of USING give rows with these values another one: `WHEN 'old' THEN …`, `WHEN c = 'old' THEN …`? */
export function mappedByUsing(using: string | undefined, values: readonly string[]): boolean {
  const conditions = [...(using ?? '').matchAll(/\bwhen\b([\s\S]*?)\bthen\b/gi)].map(([, text = '']) => text)
  const plain = conditions.filter(text => !/<>|!=|\b(?:not|and)\b/i.test(text))
  if (plain.length > 0 && endsInLiteral(using ?? '')) return true
  return values.every(value => plain.some(text => text.includes(`'${value.replaceAll("'", "''")}'`)))
}

/** All other values get this one. */
function endsInLiteral(using: string): boolean {
  return /\belse\s+'[^']*'(?:\s*::[\w\s".]+)?\s+end\b/i.test(using)
}

/** The line of an earlier UPDATE of the same script that sets the column in some rows. */
export function updatedBefore(
  table: ObjectName,
  column: string,
  { before, replayedScript, step }: OperationContext,
): number | undefined {
  return updatesOf(table, column, { before, replayedScript, step })[0]?.statement.location.line
}

/** The lines of all of them. */
export function updatesBefore(
  table: ObjectName,
  column: string,
  context: OperationContext,
): readonly number[] {
  return [...new Set(updatesOf(table, column, context).map(({ statement }) => statement.location.line))]
}

export function updatesOf(
  table: ObjectName,
  column: string,
  { before, replayedScript, step }: Pick<OperationContext, 'before' | 'replayedScript' | 'step'>,
): readonly StepOf<'update-rows'>[] {
  return earlierSteps(replayedScript.steps, step, table, 'update-rows').filter(({ operation }) =>
    operation.columns.some(updated => sameColumn(before, updated, column)),
  )
}

/** Does an earlier statement of the same script fill the column where it is NULL, or delete such rows? */
export function filledBefore(
  table: ObjectName,
  column: string,
  place: Pick<OperationContext, 'before' | 'replayedScript' | 'step'>,
): boolean {
  return fillingBefore(table, column, place) !== undefined
}

/** The last of the earlier statements of the same script that leave no row with NULL in the column. */
export function fillingBefore(
  table: ObjectName,
  column: string,
  { before, replayedScript, step }: Pick<OperationContext, 'before' | 'replayedScript' | 'step'>,
): Step | undefined {
  const earlier = earlierSteps(replayedScript.steps, step, table, 'update-rows', 'delete-rows').filter(
    ({ operation }) =>
      operation.kind === 'delete-rows' ||
      operation.columns.some(
        updated =>
          sameColumn(before, updated, column) && !/^null$/i.test(operation.assignments?.[updated] ?? ''),
      ),
  )
  const filters = earlier.map(({ operation }) =>
    operation.filter === 'present' ? (operation.where ?? '') : undefined,
  )
  const last = filters.findLastIndex(filter => filter === undefined || isTestForNull(filter, column))
  if (last !== -1) return earlier[last]
  const isPart = (other: string, place: number) =>
    filters.slice(0, place).some((one = '') => isOpposite(one, other, table, before))
  return earlier[filters.findLastIndex((filter = '', place) => isPart(filter, place))]
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
