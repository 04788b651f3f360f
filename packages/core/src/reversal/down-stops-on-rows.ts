import type { DialectTraits } from '../dialects/dialect.ts'
import type { Column } from '../operations/column.ts'
import type { Operation, OperationOf } from '../operations/operation.ts'
import { quotedList } from '../schema/compare-types.ts'
import { findColumn, findTable } from '../schema/lookup.ts'
import type { ReplayedMigration, Step } from '../schema/replay.ts'
import type { AssumedRun } from './assume.ts'

/** Why down stops as soon as a table has rows: a required column without a value for them, or a list of values
 * that lacks one which up has written. */
export function downStopsOnRows(
  { up, down }: ReplayedMigration,
  run: AssumedRun,
  traits: DialectTraits,
): readonly string[] {
  const written = up.steps.map(({ operation }) => operation)
  return (down?.steps ?? []).flatMap(step => [
    ...stopsAtRequiredColumn(step, run, traits),
    ...stopsAtWrittenValue(step, written),
  ])
}

function stopsAtRequiredColumn(
  { operation, newTables }: Step,
  { before }: AssumedRun,
  traits: DialectTraits,
): readonly string[] {
  if (operation.kind !== 'add-column') return []
  const { table, column } = operation
  const isNew = newTables.has(before.semantics.objectKey(table)) || findTable(before, table) === undefined
  return !isNew && needsValue(column) && traits.addRequiredColumn(column) === 'fails'
    ? [`column ${table}.${column.name} is NOT NULL without a default, if ${table} has rows`]
    : []
}

function needsValue(column: Column): boolean {
  const { nullable, default: value, generated, autoIncrement } = column
  return !nullable && value === undefined && generated === undefined && autoIncrement === undefined
}

/** Measured: MariaDB 10.11, roundtrip.json#enum-append-narrow-strict-with-new-value. */
function stopsAtWrittenValue({ operation, before }: Step, up: readonly Operation[]): readonly string[] {
  if (operation.kind !== 'change-column' && operation.kind !== 'change-column-type') return []
  const table = findTable(before, operation.table)
  const column = table === undefined ? undefined : findColumn(table, operation.column, before.semantics)
  const allowed = operation.kind === 'change-column' ? operation.to.type?.values : operation.type.values
  const removed = column?.type?.values?.filter(value => allowed?.includes(value) === false) ?? []
  const written = removed.filter(value => up.some(each => writes(each, operation, value)))
  return written.length === 0
    ? []
    : [`${operation.table}.${operation.column} holds ${quotedList(written)}, which up has written`]
}

function writes(
  operation: Operation,
  { table, column }: OperationOf<'change-column' | 'change-column-type'>,
  value: string,
): boolean {
  return (
    operation.kind === 'update-rows' &&
    operation.table === table &&
    operation.assignments?.[column]?.trim() === `'${value}'`
  )
}
