import type { ObjectName } from '../../operations/column.ts'
import { bareName } from '../../operations/names.ts'
import { earlierSteps, isBefore, type StepOf, stepsOf } from '../../schema/find-steps.ts'
import { findTable } from '../../schema/lookup.ts'
import type { Step } from '../../schema/replay.ts'
import { namesIn } from '../../schema/sql-text.ts'
import { movesRows, takesOthersAlong } from '../deploy/batch-tables.ts'
import { sourcesOf } from '../deploy/copy-sources.ts'
import { sameColumn, sameObject } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'

/** The tables, by their names now, that the deploy has filled this one of its own from, and which have what it read still. */
export function filledFromStaying(
  table: ObjectName,
  context: OperationContext,
): readonly ObjectName[] | undefined {
  const { deploySteps, step, direction, isMade } = context
  if (direction === 'down' || !isMade(table)) return undefined
  const fills = earlierSteps(deploySteps, step, table, 'create-table', 'insert-rows', 'update-rows')
  const [making] = fills
  if (making?.operation.kind !== 'create-table') return undefined
  const since = takenSince(making, context)
  if (since === 'unseen') return undefined
  const kept = fills.map(fill => sourcesStaying(fill, context))
  if (!kept.every(each => each !== undefined)) return undefined
  const sources = kept.flat()
  // A row that refers to another with ON DELETE CASCADE is not there without it.
  const isLeft = sources.some(({ name, losesRows }) => losesRows && !goesWith(table, name, context))
  const isLeftByCascade = since === 'others' && !sources.every(({ name }) => goesWith(table, name, context))
  const names = [...new Set(sources.map(({ name }) => name))]
  return isLeft || isLeftByCascade || names.length === 0 ? undefined : names
}

interface Source {
  /** What the table is called where the statement runs. */
  readonly name: ObjectName
  readonly losesRows: boolean
}

function sourcesStaying(
  fill: StepOf<'create-table' | 'insert-rows' | 'update-rows'>,
  context: OperationContext,
): readonly Source[] | undefined {
  const { operation } = fill
  if (operation.kind === 'create-table' && operation.asSelect !== true) return []
  const sources = operation.kind === 'update-rows' || movesRows(fill) ? 'unknown' : sourcesOf(fill)
  if (sources === 'unknown' || sources.size === 0) return undefined
  const found = [...sources].map(each => sourceNow(findTable(fill.before, each)?.name, fill, context))
  return found.every(each => each !== undefined) ? found : undefined
}

const changing = [
  'rename-table',
  'rename-column',
  'change-column',
  'change-column-type',
  'drop-column',
  'update-rows',
  'delete-rows',
  'truncate-table',
  'drop-table',
  'unreadable',
] as const

type Change = StepOf<(typeof changing)[number]>

/** Undefined where values that were read of it have changed or gone since. */
function sourceNow(
  source: ObjectName | undefined,
  fill: Step,
  { deploySteps, step }: OperationContext,
): Source | undefined {
  const { text } = fill.statement
  let name = source
  let losesRows = false
  const taken = selectedText(text)
  let read: readonly string[] | 'all' = taken.includes('*') ? 'all' : namesIn(taken)
  for (const change of stepsOf(deploySteps, ...changing)) {
    const isBetween = isBefore(deploySteps, fill, change) && isBefore(deploySteps, change, step)
    if (name === undefined || !isBetween || !isOf(change, name)) continue
    const { operation } = change
    if (changesValues(change, read)) return undefined
    if (operation.kind === 'rename-table') name = operation.to
    if (operation.kind === 'rename-column' && read !== 'all') read = [...read, operation.to]
    losesRows ||= operation.kind === 'delete-rows' || operation.kind === 'truncate-table'
  }
  return name === undefined ? undefined : { name, losesRows }
}

/** Which values the new rows have, of one plain query: by what they were found does not matter any more. */
function selectedText(text: string): string {
  const lists = [...text.matchAll(/\bselect\b([\s\S]*?)\bfrom\b/gi)]
  return lists.length === 1 && (text.match(/\bselect\b/gi) ?? []).length === 1
    ? (lists[0]?.[1] ?? text)
    : text
}

function isOf({ operation, statement, before }: Change, table: ObjectName): boolean {
  return operation.kind === 'unreadable'
    ? namesIn(statement.text).includes(bareName(table))
    : sameObject(before, operation.table, table)
}

function changesValues({ operation, before }: Change, read: readonly string[] | 'all'): boolean {
  const isRead = (column: string): boolean =>
    read === 'all' || read.some(each => sameColumn(before, each, column))
  switch (operation.kind) {
    case 'rename-table':
    case 'rename-column':
    case 'delete-rows':
    case 'truncate-table':
      return false
    case 'update-rows':
      return operation.columns.length === 0 || operation.columns.some(isRead)
    case 'drop-table':
    case 'unreadable':
      return true
    default:
      return isRead(operation.column)
  }
}

/** Rows of tables that no statement names: by code, or by foreign keys. */
function takenSince(making: Step, { deploySteps, step }: OperationContext): 'unseen' | 'others' | 'none' {
  const steps = stepsOf(deploySteps, 'unreadable', 'run-code', 'delete-rows', 'truncate-table').filter(
    each => isBefore(deploySteps, making, each) && isBefore(deploySteps, each, step),
  )
  const isUnseen = steps.some(({ operation, statement }) =>
    operation.kind === 'unreadable'
      ? !/^(?:insert|update|delete)\b/i.test(statement.text)
      : operation.kind === 'run-code' && operation.dynamic,
  )
  if (isUnseen) return 'unseen'
  return steps.some(each => 'table' in each.operation && takesOthersAlong(each)) ? 'others' : 'none'
}

function goesWith(table: ObjectName, source: ObjectName, { before, tableBefore }: OperationContext): boolean {
  return (
    tableBefore(table)?.constraints.some(
      each =>
        each.type === 'foreign-key' &&
        each.onDelete === 'cascade' &&
        sameObject(before, each.references.table, source),
    ) === true
  )
}
