import type { IndexPart, ObjectName } from '../../operations/column.ts'
import type { OperationOf } from '../../operations/operation.ts'
import { earlierSteps, isBefore, placeOf, stepsOn } from '../../schema/find-steps.ts'
import { findColumn, findTable } from '../../schema/lookup.ts'
import type { Step } from '../../schema/replay.ts'
import type { SchemaState, Table } from '../../schema/schema-state.ts'
import { namesIn } from '../../schema/sql-text.ts'
import { columnIn, sameColumn, sameObject } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import { hasUniqueKey } from './unique-keys.ts'

export interface UniqueKey {
  readonly columns: readonly string[]
  /** Of an index: each column's prefix length and collation. */
  readonly parts?: readonly IndexPart[]
  readonly where?: string | undefined
  readonly nullsNotDistinct?: boolean | undefined
}

/** A key over some of the columns makes all of them together unique, also one that this deploy has just dropped. */
export function isUniqueAlready(table: ObjectName, wanted: UniqueKey, context: OperationContext): boolean {
  const { tableBefore, before } = context
  // The key before has let rows with NULL stand beside each other.
  const canBeNull = wanted.columns.some(column => columnIn(before, table, column)?.nullable !== false)
  if (wanted.nullsNotDistinct === true && canBeNull)
    return [tableBefore(table), ...sinceLastWrite(table, context)].some(
      known => known !== undefined && isOneOfSeveral(known, wanted.columns, context),
    )
  const { columns, parts = [], where } = wanted
  return [tableBefore(table), ...sinceLastWrite(table, context)].some(known => {
    if (known === undefined) return false
    const compared = columns.filter((_, place) => isComparedIn(known, parts[place], context))
    return hasUniqueKey(
      known,
      { columns: compared.map(column => nameIn(known, column, context)), where },
      before,
    )
  })
}

/** A CHECK asks for a value in one of the columns, and a key for each of them keeps the rows with a value in it apart. */
function isOneOfSeveral(table: Table, wanted: readonly string[], { before }: OperationContext): boolean {
  const isIn = (list: readonly string[], column: string): boolean =>
    list.some(each => sameColumn(before, each, column))
  const required = wanted.filter(each => findColumn(table, each, before.semantics)?.nullable === false)
  return table.constraints.some(each => {
    if (each.type !== 'check' || each.notValid === true || each.notEnforced === true) return false
    const [, list] =
      /^\W*num_nonnulls\s*\(([^()]*)\)\s*(?:=\s*1|>=\s*1|>\s*0)\W*$/i.exec(each.expression) ?? []
    const names = list === undefined ? [] : namesIn(list)
    return (
      names.length > 0 &&
      names.every(name => isIn(wanted, name) && hasUniqueKey(table, { columns: [...required, name] }, before))
    )
  })
}

/** What a column that the script has renamed was called there. */
function nameIn(table: Table, column: string, { replayedScript, before }: OperationContext): string {
  if (findColumn(table, column, before.semantics) !== undefined) return column
  const renamed = stepsOn(replayedScript.steps, table.name, 'rename-column').find(({ operation }) =>
    sameColumn(before, operation.to, column),
  )
  return renamed?.operation.column ?? column
}

/** By whole values in the column's own collation, or as an index of the table has it: `email(3)`, `email COLLATE NOCASE`. */
function isComparedIn(
  table: Table,
  part: IndexPart | undefined,
  { before: schema, traits }: OperationContext,
): boolean {
  if (part?.length === undefined && part?.collation === undefined) return true
  const { column = '', length = Infinity, collation } = part
  // What is apart under any collation is apart byte by byte.
  if (
    length === Infinity &&
    collation !== undefined &&
    traits.collationMakesEqual?.(collation, schema) === false
  )
    return true
  return [...table.indexes].some(index =>
    index.parts.some(
      known =>
        sameColumn(schema, known.column ?? '', column) &&
        (known.length ?? Infinity) <= length &&
        known.collation === collation &&
        index.unique,
    ),
  )
}

/** The table as it was when its rows were last written: a key that it had then has kept them apart. */
function sinceLastWrite(table: ObjectName, context: OperationContext): readonly (Table | undefined)[] {
  const { replayedScript, deployed, step } = context
  const { steps } = replayedScript
  const last = lastWriteTo(table, context)
  const drops = earlierSteps(steps, step, table, 'drop-constraint', 'drop-index')
    .filter(each => last === undefined || isBefore(steps, last, each))
    .map(each => findTable(each.before, table))
  if (last !== undefined) return [findTable(last.after, table), ...drops]
  return [findTable(replayedScript.before, table), findTable(deployed, table), ...drops]
}

function lastWriteTo(
  table: ObjectName,
  { replayedScript, step, traits }: OperationContext,
): Step | undefined {
  const { steps } = replayedScript
  const writes = earlierSteps(steps, step, table, 'insert-rows', 'update-rows', 'change-column-type')
  return writes.findLast(({ operation, before }) => {
    switch (operation.kind) {
      case 'insert-rows':
        return !comesBack(operation, table, steps.slice(0, placeOf(steps, step)), before)
      case 'update-rows':
        return true
      case 'change-column-type': {
        // What is cut can be the same as another value.
        const from = columnIn(before, table, operation.column)?.type
        return (
          from === undefined || traits.typeChange(from, operation.type, operation.using).loses === 'silent'
        )
      }
      default:
        return operation satisfies never
    }
  })
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
