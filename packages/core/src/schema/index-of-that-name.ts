import type { Index } from '../operations/column.ts'
import { besideName } from '../operations/names.ts'
import { findIndex, findTable, tablesNaming } from './lookup.ts'
import type { SchemaState, Table } from './schema-state.ts'

/** The index that has the name already: of the table, or of any table beside it. */
export function indexOfThatName(
  { name, table }: Pick<Index, 'name' | 'table'>,
  before: SchemaState,
): { readonly table: Table; readonly index: Index } | undefined {
  if (name === undefined) return undefined
  const { semantics } = before
  const places =
    semantics.indexNamesPer === 'table'
      ? [findTable(before, table)]
      : tablesNaming(before, name).filter(place => besideName(place.name, '') === besideName(table, ''))
  return places.flatMap(place => {
    const index = place && findIndex(place, name, semantics)
    return place === undefined || index === undefined ? [] : [{ table: place, index }]
  })[0]
}
