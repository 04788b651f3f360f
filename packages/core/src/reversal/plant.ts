import type { ObjectName } from '../operations/column.ts'
import { changeTable, putEnum, putObject, putTable, withEntry } from '../schema/edit.ts'
import { findTable } from '../schema/lookup.ts'
import type { SchemaState } from '../schema/schema-state.ts'
import { unknownConstraint, unknownIndex } from '../schema/unknown-parts.ts'
import type { Need } from './need.ts'

/** Indexes whose table was never named hang on this one. */
export const unnamedTable: ObjectName = ''

/** May the thing exist without being listed? */
export function mayExist(schema: SchemaState, need: Need): boolean {
  if (need.what === 'enum' || need.what === 'object' || need.what === 'table') return !schema.complete
  if (need.table === undefined) return !schema.complete
  const table = findTable(schema, need.table)
  return table === undefined ? !schema.complete : !table.complete
}

/** The schema with the thing in it, known by its name alone. */
export function plant(schema: SchemaState, need: Need): SchemaState {
  switch (need.what) {
    case 'table':
      return changeTable(schema, need.table, table => ({ ...table }))
    case 'column':
      return changeTable(schema, need.table, table => ({
        ...table,
        columns: withEntry(table.columns, schema.semantics.columnKey(need.column.name), need.column),
      }))
    case 'constraint':
      return changeTable(schema, need.table, table => ({
        ...table,
        constraints: [...table.constraints, unknownConstraint(need.name, need.type, need.columns)],
      }))
    case 'index':
      return plantIndex(schema, need.name, need.table ?? unnamedTable)
    case 'enum':
      return putEnum(schema, { name: need.name, values: need.values })
    case 'object':
      return putObject(schema, need.object)
    default:
      need satisfies never
      return schema
  }
}

function plantIndex(schema: SchemaState, name: string, tableName: ObjectName): SchemaState {
  const table = findTable(schema, tableName) ?? {
    name: tableName,
    columns: new Map(),
    constraints: [],
    indexes: [],
    options: {},
    complete: false,
  }
  return putTable(schema, { ...table, indexes: [...table.indexes, unknownIndex(name, tableName)] })
}
