import { removeObjects, removeTable } from './edit.ts'
import type { SchemaState } from './schema-state.ts'

/** They end with the session that made them, and so does what is in PostgreSQL's schema `pg_temp`. */
export function withoutTemporaryTables(schema: SchemaState): SchemaState {
  const withoutTables = [...schema.tables.values()]
    .filter(({ options }) => options.temporary !== undefined)
    .reduce((state, table) => removeTable(state, table.name), schema)
  return removeObjects(withoutTables, ({ name }) => name.startsWith('pg_temp.'))
}
