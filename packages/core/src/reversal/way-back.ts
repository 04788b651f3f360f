import type { DialectTraits } from '../dialects/dialect.ts'
import type { Column, DataType } from '../operations/column.ts'
import { describe } from '../operations/describe.ts'
import type { Operation, OperationKind } from '../operations/operation.ts'
import { apply } from '../schema/apply.ts'
import { differencesOf } from '../schema/compare.ts'
import { dependentsOf } from '../schema/dependents.ts'
import { findColumn, findTable } from '../schema/lookup.ts'
import type { ReplayedMigration, Step } from '../schema/replay.ts'
import type { SchemaState } from '../schema/schema-state.ts'
import { type Inverse, inverseOf } from './inverse.ts'
import { isRefused } from './is-refused.ts'
import { operationsBetween } from './operations-between.ts'

/** A down script made from the replayed schema. */
export interface WayBack {
  /** Statements, and before them as comments what does not come back. */
  readonly sql: string
  /** Everything that was there is there again, rows too. */
  readonly isWhole: boolean
}

/** Undefined where some of the schema cannot be put back by statements that are sure to be right. */
export function wayBack({ up }: ReplayedMigration, traits: DialectTraits): WayBack | undefined {
  const inverses = up.steps.map(({ operation, before }) => inverseOf(operation, before, traits))
  if (!up.steps.every(isCertain) || !up.steps.every((step, at) => isTakenBack(step, inverses[at]))) {
    return undefined
  }
  const isRenaming = up.steps.some(({ operation }) => renaming.has(operation.kind))
  if (isRenaming && up.steps.some(({ operation }) => notBesideRenames.has(operation.kind))) return undefined
  const operations = isRenaming
    ? inverses.toReversed().flatMap(inverse => (inverse.restores === 'nothing' ? [] : inverse.operations))
    : operationsBetween(up.after, up.before, traits)
  const lines = written(operations, up.after, up.before, traits)
  const notes = up.steps.flatMap((step, at) => noteOf(step, inverses[at], up.before))
  return lines && { sql: [...new Set(notes), ...lines].join('\n'), isWhole: notes.length === 0 }
}

/** What a down script leaves out, where all that it does is part of the way back. */
export function restOfWayBack({ up, down }: ReplayedMigration, traits: DialectTraits): string | undefined {
  if (down === undefined || ![...up.steps, ...down.steps].every(isCertain)) return undefined
  const operations = operationsBetween(down.after, up.before, traits)
  if (operations.some(each => isMadeAgain(each, up.after) || isOfAddedColumn(each, up.after)))
    return undefined
  return written(operations, down.after, up.before, traits)?.join('\n')
}

/** What runs under a condition, or does nothing where the thing is there already, may have nothing to be taken back. */
function isCertain({ operation, runs }: Step): boolean {
  const isGuarded = 'ifNotExists' in operation && operation.ifNotExists === true
  return runs === true && !isGuarded && operation.ifTableExists !== true
}

const rows: ReadonlySet<OperationKind> = new Set(['insert-rows', 'update-rows', 'delete-rows'])

function isTakenBack({ operation }: Step, inverse: Inverse | undefined): boolean {
  if (operation.kind === 'control-transaction' && operation.action === 'rollback') return false
  // Which of its columns had the character set of the table, and which one of their own, is not kept.
  if (operation.kind === 'convert-charset') return false
  return rows.has(operation.kind) || inverse?.restores !== 'nothing'
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

/** Undefined unless every operation has a statement on this server and all of them together lead to the schema. */
function written(
  operations: readonly Operation[],
  from: SchemaState,
  to: SchemaState,
  traits: DialectTraits,
): readonly string[] | undefined {
  const lines: string[] = []
  let schema = from
  for (const operation of operations) {
    const casting = withCast(operation, schema, to, traits)
    const statements = writtenAll(casting, traits)
    if (statements === undefined || isRefused(operation, schema, traits)) return undefined
    if (statements.some(text => traits.missingFeature([operation], text, schema) !== undefined))
      return undefined
    if (stopsOnRows(operation, traits))
      lines.push('-- Stops where the table has rows: they need a value first.')
    lines.push(...statements.map(text => `${text};`))
    schema = apply(schema, operation)
  }
  return operations.length === 0 || differencesOf(to, schema).length > 0 ? undefined : lines
}

function writtenAll(
  operations: readonly Operation[] | undefined,
  traits: DialectTraits,
): readonly string[] | undefined {
  const statements = operations?.map(traits.write)
  return statements?.every(each => each !== undefined) === true ? statements.flat() : undefined
}

/** A type that no value, and no default, is turned into by itself needs a cast; undefined where there is none. */
function withCast(
  operation: Operation,
  schema: SchemaState,
  to: SchemaState,
  traits: DialectTraits,
): readonly Operation[] | undefined {
  if (operation.kind !== 'change-column-type') return [operation]
  const { table, column, type } = operation
  const from = columnOf(schema, table, column)
  if (from?.type === undefined) return [operation]
  const isOfEnum = isEnum(from.type, schema) || isEnum(type, schema)
  if (!isOfEnum && traits.typeChange(from.type, type).refused !== true) return [operation]
  if ((!isOfEnum && !isText(from.type) && !isText(type)) || isInForeignKey(schema, table, column))
    return undefined
  const value = columnOf(to, table, column)?.default
  return [
    ...(from.default === undefined ? [] : [{ kind: 'drop-default' as const, table, column }]),
    { ...operation, using: `${traits.quote(column)}::${isOfEnum ? 'text::' : ''}${type.text}` },
    ...(value === undefined ? [] : [{ kind: 'set-default' as const, table, column, default: value }]),
  ]
}

/** Both ends would have to change at once. */
function isInForeignKey(schema: SchemaState, table: string, column: string): boolean {
  return dependentsOf(schema, table, column).some(({ kind }) => kind === 'foreign-key')
}

function columnOf(schema: SchemaState, name: string, column: string): Column | undefined {
  const table = findTable(schema, name)
  return table && findColumn(table, column, schema.semantics)
}

/** PostgreSQL 15 manual, CREATE CAST: every type has casts to text and from it. */
function isText({ name, arrayDimensions }: DataType): boolean {
  return arrayDimensions === undefined && /^(?:text|varchar|char)$/.test(name)
}

function isEnum({ name }: DataType, schema: SchemaState): boolean {
  return schema.enums.has(schema.semantics.objectKey(name))
}

function stopsOnRows(operation: Operation, traits: DialectTraits): boolean {
  if (operation.kind !== 'add-column') return false
  const { nullable, default: value, generated, autoIncrement } = operation.column
  const isFilled = nullable || value !== undefined || generated !== undefined || autoIncrement !== undefined
  return !isFilled && traits.addRequiredColumn(operation.column) === 'fails'
}

/** What does not come back of what was there before up. */
function noteOf({ operation }: Step, inverse: Inverse | undefined, before: SchemaState): readonly string[] {
  if ('table' in operation && findTable(before, operation.table ?? '') === undefined) return []
  if (inverse?.restores === 'structure') return [`-- Does not come back: ${oneLine(inverse.lost)}.`]
  if (inverse?.restores !== 'nothing') return []
  return [`-- Not taken back: ${oneLine(describe(operation))} (${oneLine(inverse.reason)}).`]
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ')
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
