import type { Column } from '../operations/column.ts'
import type { OperationOf } from '../operations/operation.ts'
import { changeColumns, putEnum } from './edit.ts'
import { columnsOfType } from './find-columns.ts'
import { findEnum } from './lookup.ts'
import type { SchemaState } from './schema-state.ts'

type TypeOperation = OperationOf<'create-enum' | 'add-enum-value' | 'rename-enum-value'>

export function applyToType(schema: SchemaState, operation: TypeOperation): SchemaState {
  switch (operation.kind) {
    case 'create-enum':
      return putEnum(schema, { name: operation.type, values: operation.values })
    case 'add-enum-value':
      return changeValues(schema, operation.type, values => added(values, operation))
    case 'rename-enum-value':
      return renameInDefaults(
        changeValues(schema, operation.type, values =>
          values.map(value => (value === operation.value ? operation.to : value)),
        ),
        operation,
      )
    default:
      operation satisfies never
      return schema
  }
}

/** A default keeps the value itself, under its new name. */
function renameInDefaults(schema: SchemaState, operation: OperationOf<'rename-enum-value'>): SchemaState {
  const [from, to] = [`'${operation.value}'`, `'${operation.to}'`]
  const renamed = (column: Column): Column =>
    column.default?.startsWith(from) === true
      ? { ...column, default: to + column.default.slice(from.length) }
      : column
  return changeColumns(schema, columnsOfType(schema, operation.type), renamed)
}

/** A type whose creation was not seen stays unknown: its other values cannot be told. */
function changeValues(
  schema: SchemaState,
  name: string,
  change: (values: readonly string[]) => readonly string[],
): SchemaState {
  const type = findEnum(schema, name)
  return type === undefined ? schema : putEnum(schema, { ...type, values: change(type.values) })
}

function added(
  values: readonly string[],
  { value, neighbour }: OperationOf<'add-enum-value'>,
): readonly string[] {
  if (values.includes(value)) return values
  const found = neighbour === undefined ? -1 : values.indexOf(neighbour.value)
  if (found === -1) return [...values, value]
  const at = neighbour?.side === 'after' ? found + 1 : found
  return [...values.slice(0, at), value, ...values.slice(at)]
}
