import type { ObjectName } from '../operations/column.ts'
import { indexed } from './indexed-map.ts'
import { findTable, objectMapKey } from './lookup.ts'
import type { EnumType, NamedObject, SchemaState, Table } from './schema-state.ts'

export function putTable(schema: SchemaState, table: Table): SchemaState {
  return { ...schema, tables: withEntry(schema.tables, schema.semantics.objectKey(table.name), table) }
}

export function removeTable(schema: SchemaState, name: ObjectName): SchemaState {
  return { ...schema, tables: withoutEntry(schema.tables, schema.semantics.objectKey(name)) }
}

/** Changes a table. One that history has not shown becomes known in part; a complete schema stays as it is,
 * for there the statement fails. */
export function changeTable(
  schema: SchemaState,
  name: ObjectName,
  change: (table: Table) => Table,
): SchemaState {
  const known = findTable(schema, name)
  if (known === undefined && schema.complete) return schema
  const table = known ?? partlyKnownTable(name)
  const changed = change(table)
  return known === changed ? schema : putTable(schema, changed)
}

export function changeEveryTable(schema: SchemaState, change: (table: Table) => Table): SchemaState {
  let { tables } = schema
  for (const [key, table] of schema.tables) {
    const changed = change(table)
    if (changed !== table) tables = withEntry(tables, key, changed)
  }
  return tables === schema.tables ? schema : { ...schema, tables }
}

/** A table whose beginning was not seen. */
export function partlyKnownTable(name: ObjectName): Table {
  return { name, columns: new Map(), constraints: [], indexes: [], options: {}, complete: false }
}

export function putEnum(schema: SchemaState, type: EnumType): SchemaState {
  return { ...schema, enums: withEntry(schema.enums, schema.semantics.objectKey(type.name), type) }
}

export function removeEnum(schema: SchemaState, name: ObjectName): SchemaState {
  return { ...schema, enums: withoutEntry(schema.enums, schema.semantics.objectKey(name)) }
}

export function putObject(schema: SchemaState, object: NamedObject): SchemaState {
  const key = objectMapKey(schema.semantics, object.type, object.name, object.table)
  return { ...schema, objects: withEntry(schema.objects, key, object) }
}

/** Those of them that are there. */
export function removeObjects(schema: SchemaState, gone: Iterable<NamedObject>): SchemaState {
  let { objects } = schema
  for (const { type, name, table } of gone) {
    objects = withoutEntry(objects, objectMapKey(schema.semantics, type, name, table))
  }
  return objects === schema.objects ? schema : { ...schema, objects }
}

/** An entry replaced keeps its place. */
export function withEntry<Value extends object>(
  map: ReadonlyMap<string, Value>,
  key: string,
  value: Value,
): ReadonlyMap<string, Value> {
  return indexed(map).with(key, value)
}

export function withoutEntry<Value extends object>(
  map: ReadonlyMap<string, Value>,
  key: string,
): ReadonlyMap<string, Value> {
  return indexed(map).without(key)
}
