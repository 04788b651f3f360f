import { removeTable } from './edit.ts'
import type { SchemaState } from './schema-state.ts'

/** They end with the session that made them. */
export function withoutTemporaryTables(schema: SchemaState): SchemaState {
  return [...schema.tables.values()]
    .filter(({ options }) => options.temporary !== undefined)
    .reduce((state, table) => removeTable(state, table.name), schema)
}
