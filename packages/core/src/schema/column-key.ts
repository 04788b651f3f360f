import type { ObjectName } from '../operations/column.ts'
import type { SchemaSemantics } from './schema-state.ts'

/** The same text for all spellings that the engine takes for one column of one table. */
export function columnKeyOf(
  table: ObjectName,
  column: string,
  { objectKey, columnKey }: SchemaSemantics,
): string {
  return JSON.stringify([objectKey(table), columnKey(column)])
}
