import type { ObjectName } from '../../operations/column.ts'
import type { OperationOf } from '../../operations/operation.ts'
import { isBefore, stepsOf } from '../../schema/find-steps.ts'
import { findTable } from '../../schema/lookup.ts'
import { commitsOpenTransaction } from '../advice/archive-first.ts'
import { isDroppedLater } from '../deploy/dropped-later.ts'
import { madeAgain } from '../deploy/made-again.ts'
import type { Problem } from '../finding.ts'
import { childRowEffectsHere } from '../keys/child-rows.ts'
import type { OperationContext } from '../rule.ts'
import { runnableSql } from '../scripts/runnable-sql.ts'
import { sqlName } from '../wording/sql-name.ts'
import { archiveOfRows, isArchivedBefore } from './archived-before.ts'
import { rowsCopiedFirst } from './copied-first.ts'
import { namesByKey } from './named-rows.ts'
import { findsNoSuchValue } from './no-such-value.ts'
import { rowFilter } from './row-filter.ts'

export function losesRows(operation: OperationOf<'delete-rows'>, context: OperationContext): boolean {
  const { table, where } = operation
  const { migration, statement } = context
  if (migration.down !== undefined || migration.declaredIrreversible !== undefined) return false
  if (context.isMade(table) || rowFilter(operation, context) !== 'present') return false
  const isMoved = /\breturning\b/i.test(statement.text) && has(statement, 'insert-rows')
  if (isMoved || isDroppedLater(table, context) || isKept(table, where, context)) return false
  if (findsNoSuchValue(where ?? '', table, context)) return false
  return !namesByKey(where ?? '', table, context) || childrenOf(table, context).length > 0
}

export function childrenOf(table: ObjectName, context: OperationContext): readonly string[] {
  return childRowEffectsHere(table, context)
}

function has({ operations }: OperationContext['statement'], kind: string): boolean {
  return operations.some(operation => operation.kind === kind)
}

/** All rows, or those that the same condition finds. */
function isKept(table: ObjectName, where: string | undefined, context: OperationContext): boolean {
  const copy = rowsCopiedFirst(table, context)
  if (copy === undefined || !copy.partly) return copy !== undefined
  const { steps } = context.replayedScript
  return stepsOf(steps, 'create-table', 'insert-rows').some(
    each =>
      isBefore(steps, each, context.step) &&
      where !== undefined &&
      plain(each.statement.text).endsWith(` where ${plain(where)}`),
  )
}

function plain(text: string): string {
  return text
    .replace(/[\s;]+/g, ' ')
    .trim()
    .toLowerCase()
}

export function keptFirst(
  table: ObjectName,
  where: string | undefined,
  context: OperationContext,
): Pick<Problem, 'suggestion' | 'instead'> {
  const { before, traits, statement } = context
  const archive = archiveOfRows(table, context)
  if (where === undefined || !isPlain(statement.text) || findTable(before, archive) !== undefined) return {}
  const isThere = isArchivedBefore(table, context, makesArchive)
  const into = isThere ? 'INSERT INTO' : 'CREATE TABLE'
  const copy = `${into} ${sqlName(archive, traits)}${isThere ? '' : ' AS'} SELECT * FROM ${sqlName(table, traits)} WHERE ${where};`
  if (!isThere && commitsOpenTransaction(context)) {
    return {
      instead: `Keep the rows before the transaction, which CREATE TABLE would commit: ${copy.slice(0, -1)}.`,
    }
  }
  const title = isThere
    ? 'Keep the rows first, in the archive that is made for the first DELETE of this table'
    : 'Keep the rows first'
  return { suggestion: { title, sql: `${copy}\n${runnableSql(statement)};` } }
}

function isPlain(text: string): boolean {
  return /^\s*delete\s+from\s+[^\s,]+\s+where\b/i.test(text)
}

/** Is what is suggested for it a copy of these rows into a new table? */
export function makesArchive(operation: OperationOf<'delete-rows'>, context: OperationContext): boolean {
  const { table, where } = operation
  if (rowFilter(operation, context) !== 'present') {
    const isTold = !context.isMade(table) && !isDroppedLater(table, context)
    return isTold && madeAgain(table) === undefined && rowsCopiedFirst(table, context)?.partly !== false
  }
  return (
    where !== undefined &&
    isPlain(context.statement.text) &&
    findTable(context.before, archiveOfRows(table, context)) === undefined &&
    losesRows(operation, context)
  )
}
