import { removeObjects, removeTable } from './edit.ts'
import { type KeysOf, valuesBy } from './indexed-map.ts'
import type { NamedObject, SchemaState, Table } from './schema-state.ts'

/** They end with the session that made them, and so does what is in PostgreSQL's schema `pg_temp`. */
export function withoutTemporaryTables(schema: SchemaState): SchemaState {
  const withoutTables = valuesBy(schema.tables, isTemporary, 'yes').reduce(
    (state, table) => removeTable(state, table.name),
    schema,
  )
  return removeObjects(withoutTables, valuesBy(schema.objects, isInTemporarySchema, 'yes'))
}

const isTemporary: KeysOf<Table> = ({ options }) => (options.temporary === undefined ? [] : ['yes'])

const isInTemporarySchema: KeysOf<NamedObject> = ({ name }) => (name.startsWith('pg_temp.') ? ['yes'] : [])
