import type { Constraint, Index, ObjectName } from '../operations/column.ts'
import { addIndex } from './add-index.ts'
import { constraintsWith, indexesLedBy } from './find-parts.ts'
import { findTable } from './lookup.ts'
import type { SchemaState, Table } from './schema-state.ts'
import { lookupColumns } from './served-indexes.ts'

/** InnoDB needs an index that starts with the key's columns, and makes one where there is none (MySQL 8.0
 * manual 15.1.20.5); it has the constraint's name (measured: MariaDB 10.11, roundtrip.json#fk-leaves-index). */
export function addForeignKeyIndex(
  schema: SchemaState,
  tableName: ObjectName,
  constraint: Constraint & { readonly type: 'foreign-key' },
): SchemaState {
  const table = findTable(schema, tableName)
  // A table that is known in part may have had an index for it.
  if (table?.complete !== true || isServed(schema, table, constraint.columns)) return schema
  const index: Index = {
    ...(constraint.name === undefined ? {} : { name: constraint.name }),
    table: tableName,
    parts: constraint.columns.map(column => ({ column })),
    unique: false,
    implicit: true,
  }
  return addIndex(schema, index)
}

function isServed({ semantics }: SchemaState, table: Table, columns: readonly string[]): boolean {
  const wanted = columns.map(column => semantics.columnKey(column))
  const [first = ''] = columns
  const indexed = [
    ...indexesLedBy(table, first, semantics)
      .filter(index => index.implicit !== true || index.parts.length > columns.length)
      .map(lookupColumns),
    ...constraintsWith(table, first, semantics).flatMap(constraint =>
      constraint.type === 'primary-key' || constraint.type === 'unique' ? [constraint.columns] : [],
    ),
  ]
  return indexed.some(present =>
    wanted.every((column, position) => semantics.columnKey(present[position] ?? '') === column),
  )
}
