import type { SchemaState, Table } from '../schema/schema-state.ts'

/** Tables that both schemas have and that are not the very same. */
export function sharedTables(from: SchemaState, to: SchemaState): readonly (readonly [Table, Table])[] {
  return [...from.tables].flatMap(([key, table]) => {
    const other = to.tables.get(key)
    return other === undefined || other === table ? [] : [[table, other] as const]
  })
}
