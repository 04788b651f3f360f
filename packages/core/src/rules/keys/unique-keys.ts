import { constraintsWith, indexesWith } from '../../schema/find-parts.ts'
import { isValid } from '../../schema/is-valid.ts'
import { columnsOf } from '../../schema/lookup.ts'
import type { SchemaState, Table } from '../../schema/schema-state.ts'
import { namesIn } from '../../schema/sql-text.ts'

interface UniqueKey {
  readonly parts: readonly KeyPart[]
  readonly where?: string | undefined
}

interface KeyPart {
  /** A column, or an expression as it is written. */
  readonly text: string
  /** What is apart in lower(c) is apart in c: the columns of the expression. */
  readonly columns: readonly string[]
}

/** Does a key of the table already keep rows apart that differ in none of these columns? */
export function hasUniqueKey(
  table: Table,
  wanted: { readonly columns: readonly string[]; readonly where?: string | undefined },
  schema: SchemaState,
): boolean {
  return wanted.columns
    .flatMap(column => (/\W/.test(column) ? [column, ...namesIn(column)] : [column]))
    .flatMap(column => uniqueKeysWith(table, column, schema))
    .some(key => covers(key, wanted.columns, wanted.where, schema))
}

/** Those in which the column is. */
export function uniqueKeysWith(
  table: Table,
  column: string,
  { semantics }: SchemaState,
): readonly UniqueKey[] {
  const { columns } = table
  return [
    ...constraintsWith(table, column, semantics)
      .filter(each => (each.type === 'primary-key' || each.type === 'unique') && isValid(each))
      .map(constraint => ({ parts: columnsOf(constraint).map(text => ({ text, columns: [text] })) })),
    ...indexesWith(table, column, semantics)
      .filter(index => index.unique && isValid(index))
      .map(({ parts, where }) => ({
        parts: parts.map(({ column, expression = '' }) =>
          column === undefined
            ? {
                text: expression,
                columns: namesIn(expression).filter(name => columns.has(name.toLowerCase())),
              }
            : { text: column, columns: [column] },
        ),
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
  const has = (name: string): boolean => wanted.has(semantics.columnKey(name))
  const within = key.parts.every(
    part => has(part.text) || (part.columns.length > 0 && part.columns.every(has)),
  )
  if (key.parts.length === 0 || !within) return false
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
