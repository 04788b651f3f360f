import type { DialectTraits } from '../dialects/dialect.ts'
import type { ObjectName } from '../operations/column.ts'
import { describe } from '../operations/describe.ts'
import type { Operation, OperationKind } from '../operations/operation.ts'
import { holdsUnknownText } from '../operations/unknown-text.ts'
import { findColumn, findTable } from '../schema/lookup.ts'
import type { ReplayedMigration, ReplayedScript, Step } from '../schema/replay.ts'
import type { SchemaState } from '../schema/schema-state.ts'
import { assumeRun } from './assume.ts'
import { forRunner } from './for-runner.ts'
import { inverseOf } from './inverse.ts'
import { lostData } from './lost-data.ts'
import { type Made, madeBy, movesValues } from './moved-values.ts'
import { oneLine } from './one-line.ts'
import { operationsBetween } from './operations-between.ts'
import { withoutRebuilds } from './rebuild-steps.ts'
import { refusedStatements } from './refused-statements.ts'
import { unwrittenAround } from './unwritten-around.ts'
import { whyNotTakenBack } from './why-not-taken-back.ts'
import { writeOperations } from './write-operations.ts'

/** A down script made from the replayed schema. */
export interface WayBack {
  /** Statements, and before them as comments what does not come back. */
  readonly sql: string
  /** Everything that was there is there again, rows too. */
  readonly isWhole: boolean
  /** What is not, is said in it. */
  readonly isNoted: boolean
}

/** Undefined where some of the schema cannot be put back by statements that are sure to be right. `isNew` tables were made
 * without rows by the same deploy. */
export function wayBack(
  { migration, up }: ReplayedMigration,
  traits: DialectTraits,
  isNew: (table: ObjectName) => boolean = () => false,
): WayBack | undefined {
  const { others, drops } = traits.writeRebuild ? withoutRebuilds(up.steps) : { others: up.steps, drops: [] }
  const steps = [...others, ...drops]
  const besides = { ...up, steps: others }
  if (!steps.every(step => isCertain(step) && isTakenBack(step, traits)) || movesValues(besides))
    return undefined
  if (drops.length > 0 && !isOnlyRebuilt(besides, drops, traits)) return undefined
  // With the tables that up must have found there: nobody drops what was there before.
  const { before, afterUp } = renames(up) ? { before: up.before, afterUp: up.after } : assumeRun(up)
  const operations = renames(besides) ? oneByOne(up, traits) : operationsBetween(afterUp, before, traits)
  if (operations === undefined || operations.length === 0) return undefined
  const lines = writeOperations(operations, afterUp, before, traits)
  if (lines?.some(holdsUnknownText) === true) return undefined
  const made = madeBy(up)
  const lossesBut = (isLeftOut: (table: ObjectName) => boolean): readonly string[] =>
    steps.flatMap(step => noteOf(step, up.before, made, traits, isLeftOut))
  const losses = lossesBut(() => false)
  const notes = [
    ...(losses.length === 0 ? [] : lossesBut(isNew)),
    ...operations.flatMap(operation => unwrittenAround(operation, up.before)),
  ]
  return (
    lines && {
      sql: [...new Set(notes), ...forRunner(lines, migration)].join('\n'),
      isWhole: notes.length === 0 && losses.length === 0,
      isNoted: notes.length > 0,
    }
  )
}

/** Beside what changes rows, a column that the new table has may hold what the old one had elsewhere. */
function isOnlyRebuilt(
  besides: ReplayedScript,
  drops: readonly Step[],
  { typeChange }: DialectTraits,
): boolean {
  const { before, after, steps } = besides
  if (renames(besides) || steps.some(({ operation }) => rows.has(operation.kind))) return false
  return drops.every(({ operation }) => {
    const name = operation.kind === 'drop-table' ? operation.table : ''
    const now = findTable(after, name)
    // Copied, values are what the new column's type makes of them.
    return [...(findTable(before, name)?.columns.values() ?? [])].every(({ name: column, type }) => {
      const is = now && findColumn(now, column, after.semantics)
      if (is === undefined || (type === undefined && is.type === undefined)) return true
      return type !== undefined && is.type !== undefined && typeChange(type, is.type).loses === 'nothing'
    })
  })
}

/** More are not undone one by one: each is compared with the whole schema. */
const mostSteps = 100

/** A rename is seen as drop and create by who compares the schemas alone. */
function oneByOne({ steps }: ReplayedScript, traits: DialectTraits): readonly Operation[] | undefined {
  if (steps.length > mostSteps || steps.some(({ operation }) => notBesideRenames.has(operation.kind))) {
    return undefined
  }
  const inverses = steps.toReversed().map(({ operation, before }) => inverseOf(operation, before, traits))
  return inverses.flatMap(inverse => (inverse.restores === 'nothing' ? [] : inverse.operations))
}

/** What a down script leaves out, where all that it does is part of the way back. */
export function restOfWayBack(
  { migration, up, down }: ReplayedMigration,
  traits: DialectTraits,
): string | undefined {
  if (down === undefined || refusedStatements(down).length > 0) return undefined
  if (![...up.steps, ...down.steps].every(isCertain)) return undefined
  if (renames(up) || renames(down) || movesValues(up)) return undefined
  if (up.steps.some(step => isComputed(step, traits))) return undefined
  const { before, afterDown, downStops } = assumeRun(up, down)
  if (downStops.length > 0) return undefined
  const operations = operationsBetween(afterDown, before, traits)
  if (operations.some(setsUnknownCharset(afterDown))) return undefined
  if (operations.some(each => isMadeAgain(each, up.after) || isOfAddedColumn(each, up.after)))
    return undefined
  const lines = writeOperations(operations, afterDown, before, traits, up.after)
  if (lines === undefined || lines.some(holdsUnknownText)) return undefined
  const notes = operations.flatMap(operation => unwrittenAround(operation, up.before))
  return [...new Set(notes), ...forRunner(lines, migration)].join('\n')
}

/** What runs under a condition, or does nothing where the thing is there already, may have nothing to be taken back. */
export function isCertain({ operation, runs, before }: Step): boolean {
  const isGuarded =
    'ifNotExists' in operation && operation.ifNotExists === true && !isSeenWhole(operation, before)
  return runs === true && !isGuarded && operation.ifTableExists !== true
}

/** What the table has is known, and so is whether IF NOT EXISTS makes something. */
function isSeenWhole(operation: Operation, before: SchemaState): boolean {
  const table =
    operation.kind === 'add-column'
      ? operation.table
      : operation.kind === 'create-index' && operation.index.table
  return table !== false && findTable(before, table)?.complete === true
}

const rows: ReadonlySet<OperationKind> = new Set(['insert-rows', 'update-rows', 'delete-rows'])

function isTakenBack(step: Step, traits: DialectTraits): boolean {
  const { operation, before } = step
  if (operation.kind === 'control-transaction' && operation.action === 'rollback') return false
  // Which of its columns had the character set of the table, and which one of their own, is not kept.
  if (operation.kind === 'convert-charset') return false
  if (isComputed(step, traits)) return false
  return rows.has(operation.kind) || whyNotTakenBack(operation, before) === undefined
}

/** Rows have what USING makes of their values, which no type turns back. */
function isComputed({ operation, before }: Step, traits: DialectTraits): boolean {
  if (operation.kind !== 'change-column-type' || operation.using === undefined) return false
  const table = findTable(before, operation.table)
  const from = table && findColumn(table, operation.column, before.semantics)?.type
  return from === undefined || traits.typeChange(from, operation.type, operation.using).loses === 'unknown'
}

/** SET SCHEMA gives a table another name too, and MySQL's CHANGE a column. */
function renames({ steps }: ReplayedScript): boolean {
  return steps.some(
    ({ operation }) =>
      renaming.has(operation.kind) ||
      (operation.kind === 'change-column' && operation.column !== operation.to.name) ||
      (operation.kind === 'set-table-option' && operation.option === 'schema'),
  )
}

const renaming: ReadonlySet<OperationKind> = new Set([
  'rename-table',
  'rename-column',
  'rename-constraint',
  'rename-index',
  'rename-object',
  'rename-enum-value',
])

/** What is made or gone beside a rename may be one half of a swap: undone one after the other, its rows would be lost. */
const notBesideRenames: ReadonlySet<OperationKind> = new Set([
  'drop-table',
  'create-table',
  'drop-column',
  'create-object',
  'drop-object',
  'create-enum',
])

/** What does not come back of what was there before up. */
function noteOf(
  { operation, before }: Step,
  atStart: SchemaState,
  made: Made,
  { typeChange }: DialectTraits,
  isNew: (table: ObjectName) => boolean,
): readonly string[] {
  if ('table' in operation && findTable(atStart, operation.table ?? '') === undefined) return []
  if (operation.kind === 'update-rows' && operation.columns.every(column => made(operation.table, column)))
    return []
  const reason = whyNotTakenBack(operation, before)
  if (reason !== undefined)
    return [`-- Not taken back: ${oneLine(describe(operation))} (${oneLine(reason)}).`]
  const lost = lostData(operation, before, isNew, typeChange)
  return lost === undefined ? [] : [`-- Does not come back: ${oneLine(lost)}.`]
}

/** It was there still when down began: down itself has dropped it, rows and all. */
function isMadeAgain(operation: Operation, beforeDown: SchemaState): boolean {
  if (operation.kind === 'create-table') return findTable(beforeDown, operation.table) !== undefined
  if (operation.kind !== 'add-column') return false
  const table = findTable(beforeDown, operation.table)
  return table !== undefined && findColumn(table, operation.column.name, beforeDown.semantics) !== undefined
}

/** Down has added the column: to say more of it there is better than to change it when rows have none of its values. */
function isOfAddedColumn(operation: Operation, beforeDown: SchemaState): boolean {
  if (!('column' in operation) || typeof operation.column !== 'string') return false
  const table = findTable(beforeDown, operation.table)
  return table !== undefined && findColumn(table, operation.column, beforeDown.semantics) === undefined
}

/** What its text columns have is not known, where none is said of the table. */
function setsUnknownCharset(schema: SchemaState): (operation: Operation) => boolean {
  return operation =>
    operation.kind === 'set-table-option' &&
    (operation.option === 'charset' || operation.option === 'collate') &&
    findTable(schema, operation.table)?.options[operation.option] === undefined
}
