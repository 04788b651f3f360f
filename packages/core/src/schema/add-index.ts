import type { Index } from '../operations/column.ts'
import { changeTable } from './edit.ts'
import type { SchemaState, Table } from './schema-state.ts'
import { lookupColumns, withoutServedIndexes } from './served-indexes.ts'
import { takenNames } from './taken-names.ts'

/** Adds it under its own name or the engine's. */
export function addIndex(schema: SchemaState, index: Index): SchemaState {
  return changeTable(schema, index.table, table => {
    // An index that gives way gives its name away too (measured: MariaDB 10.11).
    const kept = withoutServedIndexes(table, lookupColumns(index), schema.semantics)
    const added = { ...withName(schema, { ...table, indexes: kept }, index), table: table.name }
    return { ...table, indexes: kept.with(added) }
  })
}

function withName(schema: SchemaState, table: Table, index: Index): Index {
  if (index.name !== undefined) return index
  const name = schema.semantics.indexName(table.name, index, takenNames(schema, table))
  return { ...index, name, implicitName: true }
}
