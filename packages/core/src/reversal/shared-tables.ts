import { pairs } from '../schema/pair-by-key.ts'
import type { SchemaState, Table } from '../schema/schema-state.ts'

/** Tables that both schemas have and that are not the very same. */
export function sharedTables(from: SchemaState, to: SchemaState): readonly (readonly [Table, Table])[] {
  return pairs(from.tables, to.tables).flatMap(([table, other]) =>
    table === undefined || other === undefined ? [] : [[table, other] as const],
  )
}
