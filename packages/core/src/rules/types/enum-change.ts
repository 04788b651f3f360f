import type { DataType, ObjectName } from '../../operations/column.ts'
import { collationOf } from '../../schema/compare-types.ts'
import { earlierStepsOf } from '../../schema/find-steps.ts'
import { columnIn, sameObject } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'

/** A list of members that a statement replaces. */
export interface ValuesChange {
  readonly table: ObjectName
  readonly column: string
  /** undefined: the list before is not known. */
  readonly from: readonly string[] | undefined
  readonly to: readonly string[]
  /** The column compares its members byte by byte. */
  readonly caseCounts?: boolean
}

/** MySQL's MODIFY and CHANGE of an ENUM or SET column. */
export function inlineValuesChange(
  kind: 'enum' | 'set',
  operation: {
    readonly table: ObjectName
    readonly column: string
    readonly to: { readonly type?: DataType }
  },
  { before, tableBefore }: OperationContext,
): ValuesChange | undefined {
  const { type } = operation.to
  if (type?.name !== kind || type.values === undefined) return undefined
  const old = columnIn(before, operation.table, operation.column)?.type
  // From another type to an ENUM: narrowing of types says what that does.
  if (old !== undefined && old.name !== kind) return undefined
  const collation = collationOf(type, tableBefore(operation.table)?.options ?? {}) ?? ''
  return {
    table: operation.table,
    column: operation.column,
    from: old?.values,
    to: type.values,
    caseCounts: /(?:_bin|_cs|^binary)$/i.test(collation),
  }
}

/** PostgreSQL's rebuild of a type: rename the old one, before or after, create the new one, ALTER COLUMN … TYPE with
 * USING. */
export function enumTypeChange(
  operation: { readonly table: ObjectName; readonly column: string; readonly type: DataType },
  { before, replayedScript, step }: Pick<OperationContext, 'before' | 'replayedScript' | 'step'>,
): ValuesChange | undefined {
  const to = before.enums.get(before.semantics.objectKey(operation.type.name))?.values
  const old = columnIn(before, operation.table, operation.column)?.type
  if (to === undefined || old === undefined) return undefined
  const renamed = earlierStepsOf(replayedScript.steps, step, 'rename-object').find(
    ({ operation: { name } }) => sameObject(before, name, old.name),
  )
  const oldName = renamed?.operation.to ?? old.name
  const from = before.enums.get(before.semantics.objectKey(oldName))?.values
  return from === undefined ? undefined : { table: operation.table, column: operation.column, from, to }
}

export function removedValues({ from = [], to }: ValuesChange): readonly string[] {
  return from.filter(value => !to.includes(value))
}

export function addedValues({ from = [], to }: ValuesChange): readonly string[] {
  return to.filter(value => !from.includes(value))
}

/** Every member of the old list is gone. */
export function isReplacement(change: ValuesChange): boolean {
  return (
    change.from !== undefined && change.from.length > 0 && removedValues(change).length === change.from.length
  )
}

/** Values that differ from their successor by case alone: MySQL takes them for the same, unless the collation does not
 * (measured: MariaDB 10.11, 1265 under utf8mb4_bin). */
export function relabelled(change: ValuesChange): readonly (readonly [string, string])[] {
  if (change.caseCounts === true) return []
  const added = addedValues(change)
  return removedValues(change).flatMap(value => {
    const successor = added.find(candidate => sameLabel(candidate, value))
    return successor === undefined ? [] : [[value, successor] as const]
  })
}

function sameLabel(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase()
}

export function quotedValues(values: readonly string[]): readonly string[] {
  return values.map(value => `'${value.replaceAll("'", "''")}'`)
}
