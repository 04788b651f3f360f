import type { Index, ObjectName } from '../../../operations/column.ts'

/** UNIQUE written with a column: in MySQL and MariaDB a unique constraint is a unique index, and nothing else. */
export function uniqueIndex(table: ObjectName, column: string): Index {
  return { table, parts: [{ column }], unique: true }
}
