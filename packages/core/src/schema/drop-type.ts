import type { ObjectName } from '../operations/column.ts'
import { dropColumn } from './drop-column.ts'
import { removeEnum } from './edit.ts'
import type { SchemaState } from './schema-state.ts'

/** DROP TYPE … CASCADE drops every column of that type (PostgreSQL manual, DROP TYPE). */
export function dropType(schema: SchemaState, name: ObjectName, cascade: boolean): SchemaState {
  const removed = removeEnum(schema, name)
  if (!cascade) return removed
  return columnsOfType(schema, name).reduce(
    (state, { table, column }) =>
      dropColumn(state, { kind: 'drop-column', table, column, ifExists: true, cascade: true }),
    removed,
  )
}

export function columnsOfType(
  schema: SchemaState,
  name: ObjectName,
): readonly { readonly table: ObjectName; readonly column: string }[] {
  const { objectKey } = schema.semantics
  return [...schema.tables.values()].flatMap(table =>
    [...table.columns.values()]
      .filter(column => column.type !== undefined && objectKey(column.type.name) === objectKey(name))
      .map(column => ({ table: table.name, column: column.name })),
  )
}
