import type { ObjectName } from '../operations/column.ts'
import { putTable, removeObjects, removeTable } from './edit.ts'
import { type KeysOf, valuesBy } from './indexed-map.ts'
import type { NamedObject, SchemaState, Table } from './schema-state.ts'

/** They end with the session that made them, and so does what is in PostgreSQL's schema `pg_temp`. */
export function withoutTemporaryTables(schema: SchemaState): SchemaState {
  const withoutTables = valuesBy(schema.tables, isTemporary, 'yes').reduce(
    (state, table) => removeTable(state, table.name),
    schema,
  )
  return removeObjects(inSight(withoutTables), valuesBy(schema.objects, isInTemporarySchema, 'yes'))
}

/** A temporary table may have the name of a permanent one, which nobody can name then (PostgreSQL manual, CREATE TABLE;
 * MySQL 8.4 manual, CREATE TEMPORARY TABLE). */
export function shadow(schema: SchemaState, table: Table): SchemaState {
  const key = schema.semantics.objectKey(table.name)
  return {
    ...removeTable(schema, table.name),
    shadowed: new Map([...(schema.shadowed ?? []), [key, table]]),
  }
}

export function isShadowed({ shadowed, semantics }: SchemaState, name: ObjectName): boolean {
  return shadowed?.has(semantics.objectKey(name)) === true
}

/** The temporary table is gone: the name is the permanent one's again. */
export function unshadow(schema: SchemaState, name: ObjectName): SchemaState {
  const table = schema.shadowed?.get(schema.semantics.objectKey(name))
  if (table === undefined) return schema
  const shadowed = new Map(schema.shadowed)
  shadowed.delete(schema.semantics.objectKey(name))
  return putTable({ ...removeTable(schema, name), shadowed }, table)
}

function inSight(schema: SchemaState): SchemaState {
  const { shadowed, ...rest } = schema
  return shadowed === undefined
    ? schema
    : [...shadowed.values()].reduce((state, table) => putTable(state, table), rest)
}

const isTemporary: KeysOf<Table> = ({ options }) => (options.temporary === undefined ? [] : ['yes'])

const isInTemporarySchema: KeysOf<NamedObject> = ({ name }) => (name.startsWith('pg_temp.') ? ['yes'] : [])
