import type { DataType } from '../operations/column.ts'
import type { OperationOf } from '../operations/operation.ts'
import { quotedList, sameType } from '../schema/compare-types.ts'
import { findColumn, findEnum, findTable } from '../schema/lookup.ts'
import type { SchemaState } from '../schema/schema-state.ts'
import type { Loss, TypeChangeOf } from './loss.ts'

type ColumnChange = OperationOf<'change-column' | 'change-column-type'>

export function lossByTypeChange(
  operation: ColumnChange,
  before: SchemaState,
  typeChange: TypeChangeOf | undefined,
): readonly Loss[] {
  const table = findTable(before, operation.table)
  const column = table === undefined ? undefined : findColumn(table, operation.column, before.semantics)
  const to = operation.kind === 'change-column' ? operation.to.type : operation.type
  if (to === undefined) return []
  const using = operation.kind === 'change-column-type' ? operation.using : undefined
  const what =
    column?.type === undefined
      ? unknownBefore(to, before)
      : (removedValues(column.type, to, before) ?? cutValues(column.type, to, typeChange, using))
  return what === undefined ? [] : [{ table: operation.table, column: operation.column, what }]
}

/** Without the type before, a list of values may cut others off. */
function unknownBefore(to: DataType, schema: SchemaState): string | undefined {
  const values = valuesOf(to, schema)
  return values === undefined
    ? undefined
    : `values other than ${quotedList(values)} are lost or stop the migration`
}

/** In strict mode a row with a removed value stops MySQL, without it the value becomes '' (measured: MariaDB 10.11,
 * error 1265). PostgreSQL always stops. */
function removedValues(from: DataType, to: DataType, schema: SchemaState): string | undefined {
  const [before, after] = [valuesOf(from, schema), valuesOf(to, schema)]
  if (before === undefined || after === undefined) return undefined
  const removed = before.filter(value => !after.includes(value))
  if (removed.length === 0) return undefined
  const verbs = removed.length === 1 ? ['becomes', 'stops'] : ['become', 'stop']
  return from.values === undefined
    ? `${quotedList(removed)} ${verbs[1]} the migration`
    : `${quotedList(removed)} ${verbs[0]} '' or ${verbs[1]} the migration`
}

function valuesOf(type: DataType, schema: SchemaState): readonly string[] | undefined {
  return type.values ?? findEnum(schema, type.name)?.values
}

/** A change that can only fail loses nothing when it goes through. */
function cutValues(
  from: DataType,
  to: DataType,
  typeChange: TypeChangeOf | undefined,
  using: string | undefined,
): string | undefined {
  if (sameType(from, to) && using === undefined) return undefined
  const change = typeChange?.(from, to, using)
  if (change?.loses !== 'silent') return undefined
  return change.why ?? `values that do not fit ${to.text}`
}
