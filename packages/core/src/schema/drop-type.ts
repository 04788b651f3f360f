import type { ObjectName } from '../operations/column.ts'
import { dropColumn } from './drop-column.ts'
import { removeEnum } from './edit.ts'
import { columnsOfType } from './find-columns.ts'
import type { SchemaState } from './schema-state.ts'

/** DROP TYPE … CASCADE drops every column of that type (PostgreSQL manual, DROP TYPE). */
export function dropType(schema: SchemaState, name: ObjectName, cascade: boolean): SchemaState {
  const removed = removeEnum(schema, name)
  if (!cascade) return removed
  return columnsOfType(schema, name).reduce(
    (state, { table, column }) =>
      dropColumn(state, {
        kind: 'drop-column',
        table: table.name,
        column: column.name,
        ifExists: true,
        cascade: true,
      }),
    removed,
  )
}
