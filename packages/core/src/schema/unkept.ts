import type { ObjectName } from '../operations/column.ts'
import { changeConstraint } from './apply-constraint.ts'
import { changeTable } from './edit.ts'
import { indexesNamed } from './find-parts.ts'
import { tableOfIndex } from './lookup.ts'
import { partList } from './part-list.ts'
import type { SchemaState, Table } from './schema-state.ts'

/** It has more than is kept, so that it cannot be written again as it was. */
export function asUnkept<Part>(part: Part): Part & { readonly unkept: true } {
  return { ...part, unkept: true }
}

/** Of an index, or of the key that it is for. */
export function withUnkeptIndex(schema: SchemaState, name: string, tableName?: ObjectName): SchemaState {
  const table = tableOfIndex(schema, name, tableName)
  if (table === undefined) return schema
  return changeTable(schema, table.name, each => noteIndex(schema, each, name))
}

function noteIndex({ semantics }: SchemaState, table: Table, name: string): Table {
  const indexes = partList(table.indexes).replaced(indexesNamed(table, name, semantics), asUnkept)
  return changeConstraint(semantics, { ...table, indexes }, name, asUnkept)
}
