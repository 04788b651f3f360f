import type { Column, ObjectName } from '../operations/column.ts'
import { indexed } from './indexed-map.ts'
import { findTable, objectMapKey } from './lookup.ts'
import { partList } from './part-list.ts'
import type { EnumType, NamedObject, SchemaState, Table } from './schema-state.ts'

export function putTable(schema: SchemaState, table: Table): SchemaState {
  const key = schema.semantics.objectKey(table.name)
  return { ...schema, tables: withEntry(schema.tables, key, withSharedParts(table)) }
}

/** So that the next table shares with it what has not changed. */
function withSharedParts(table: Table): Table {
  const columns = indexed(table.columns)
  const constraints = partList(table.constraints)
  const indexes = partList(table.indexes)
  const areShared =
    columns === table.columns && constraints === table.constraints && indexes === table.indexes
  return areShared ? table : { ...table, columns, constraints, indexes }
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

export function changeTables(
  schema: SchemaState,
  tables: Iterable<Table>,
  change: (table: Table) => Table,
): SchemaState {
  let state = schema
  for (const table of tables) {
    const changed = change(table)
    if (changed !== table) state = putTable(state, changed)
  }
  return state
}

export function changeColumns(
  schema: SchemaState,
  places: Iterable<{ readonly table: Table; readonly column: Column }>,
  change: (column: Column) => Column,
): SchemaState {
  let state = schema
  for (const { table, column } of places) {
    const changed = change(column)
    if (changed === column) continue
    const key = schema.semantics.columnKey(column.name)
    state = changeTable(state, table.name, each => ({
      ...each,
      columns: withEntry(each.columns, key, changed),
    }))
  }
  return state
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
