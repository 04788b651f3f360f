import type { Column, ObjectName } from '../operations/column.ts'
import type { SchemaState } from './schema-state.ts'

/** An enum's new name, and that of the columns that have it. */
export function renameType(schema: SchemaState, from: ObjectName, to: ObjectName): SchemaState {
  const { objectKey } = schema.semantics
  const enums = new Map(
    [...schema.enums].map(([key, type]) =>
      key === objectKey(from) ? ([objectKey(to), { ...type, name: to }] as const) : ([key, type] as const),
    ),
  )
  const retyped = (column: Column): Column =>
    column.type !== undefined && objectKey(column.type.name) === objectKey(from)
      ? { ...column, type: { ...column.type, name: to, text: to } }
      : column
  const tables = new Map(
    [...schema.tables].map(([key, table]) => [
      key,
      { ...table, columns: new Map([...table.columns].map(([name, column]) => [name, retyped(column)])) },
    ]),
  )
  return { ...schema, enums, tables }
}
