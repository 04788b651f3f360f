import type { Column, ObjectName } from '../../operations/column.ts'
import { findColumn, findTable } from '../../schema/lookup.ts'
import type { SchemaState } from '../../schema/schema-state.ts'

/** The column as the schema has it; undefined where the table or the column is not known. */
export function columnIn(schema: SchemaState, table: ObjectName, column: string): Column | undefined {
  const found = findTable(schema, table)
  return found && findColumn(found, column, schema.semantics)
}

export function sameColumn(schema: SchemaState, a: string, b: string): boolean {
  return schema.semantics.columnKey(a) === schema.semantics.columnKey(b)
}

export function sameObject(schema: SchemaState, a: ObjectName, b: ObjectName): boolean {
  return schema.semantics.objectKey(a) === schema.semantics.objectKey(b)
}
