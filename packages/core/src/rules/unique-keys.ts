import { columnsOf } from '../schema/lookup.ts'
import type { SchemaState, Table } from '../schema/schema-state.ts'

interface UniqueKey {
  readonly columns: readonly (string | undefined)[]
  readonly where?: string | undefined
}

/** Does a key of the table already keep rows apart that differ in none of these columns? */
export function hasUniqueKey(
  table: Table,
  wanted: { readonly columns: readonly string[]; readonly where?: string | undefined },
  schema: SchemaState,
): boolean {
  return uniqueKeys(table).some(key => covers(key, wanted.columns, wanted.where, schema))
}

function uniqueKeys({ constraints, indexes }: Table): readonly UniqueKey[] {
  return [
    ...constraints
      .filter(({ type }) => type === 'primary-key' || type === 'unique')
      .map(constraint => ({ columns: columnsOf(constraint) })),
    ...indexes
      .filter(({ unique }) => unique)
      .map(({ parts, where }) => ({
        columns: parts.map(part => part.column ?? part.expression),
        ...(where === undefined ? {} : { where }),
      })),
  ]
}

function covers(
  key: UniqueKey,
  columns: readonly string[],
  where: string | undefined,
  { semantics }: SchemaState,
): boolean {
  const wanted = new Set(columns.map(column => semantics.columnKey(column)))
  const within = key.columns.every(name => name !== undefined && wanted.has(semantics.columnKey(name)))
  if (key.columns.length === 0 || !within) return false
  // Rows with NULL in the key are never duplicates, whether the index has them or not.
  const said = new Set([...conditions(where), ...[...wanted].map(name => `${name} is not null`)])
  return conditions(key.where).every(condition => said.has(condition))
}

function conditions(where: string | undefined): readonly string[] {
  const words = (where ?? '')
    .replace(/[()"`]/g, ' ')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim()
  return words === '' ? [] : words.split(' and ').map(part => part.trim())
}
