import type { Index } from '../operations/column.ts'
import type { KeysOf } from './indexed-map.ts'
import { oncePer } from './once-per.ts'
import { type PartList, partList, partsBy } from './part-list.ts'
import type { SchemaSemantics, Table } from './schema-state.ts'

/** The indexes without those that the engine made for a foreign key and that these columns serve as well; of two
 * that it made for the same columns, the later stays (measured: MariaDB 10.11, foreign-key-index.test.ts). */
export function withoutServedIndexes(
  table: Table,
  columns: readonly (string | undefined)[],
  semantics: SchemaSemantics,
): PartList<Index> {
  const { columnKey } = semantics
  const present = columns.map(column => columnKey(column ?? ''))
  const served = partsBy(table.indexes, implicitLedBy(semantics), present[0] ?? '').filter(index =>
    index.parts.every((part, position) => columnKey(part.column ?? '') === present[position]),
  )
  return partList(table.indexes).without(served)
}

const implicitLedBy = oncePer(
  ({ columnKey }: SchemaSemantics): KeysOf<Index> =>
    ({ implicit, parts: [first] }) =>
      implicit === true ? [columnKey(first?.column ?? '')] : [],
)

/** The columns by which rows are found; of a prefix, an expression or a word index, none. */
export function lookupColumns({ parts, variant }: Index): readonly (string | undefined)[] {
  return variant === undefined ? parts.map(part => (part.length === undefined ? part.column : undefined)) : []
}
