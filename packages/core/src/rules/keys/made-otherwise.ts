import type { Column } from '../../operations/column.ts'
import { columnsOf, findColumn, primaryKeyOf } from '../../schema/lookup.ts'
import type { SchemaState, Table } from '../../schema/schema-state.ts'
import { isRequired } from '../types/is-required.ts'
import { listWords } from '../wording/list-words.ts'
import { hasUniqueKey } from './unique-keys.ts'

/** What code that goes by the old table does not find in the one that is made in its place, or what stops it there:
 * `has no created, and wants a value for kind`; undefined: nothing. */
export function madeOtherwise(old: Table, made: Table, schema: SchemaState): string | undefined {
  const { semantics } = schema
  const isKnown = (name: string): boolean => findColumn(old, name, semantics) !== undefined
  const lost = [...old.columns.values()].filter(({ name }) => findColumn(made, name, semantics) === undefined)
  const required = wantedBesides(old, made, schema)
  const keys = uniqueKeysOf(made).filter(
    key => old.complete && key.every(isKnown) && !hasUniqueKey(old, { columns: key }, schema),
  )
  const parts = [
    ...(lost.length > 0 && made.complete ? [`has no ${listWords(namesOf(lost), 6, 'or')}`] : []),
    ...(required.length > 0 ? [`wants a value for ${listWords(required)}`] : []),
    ...keys.map(key => `takes no two rows with the same ${listWords(key)}`),
  ]
  return parts.length === 0 ? undefined : listWords(parts)
}

/** The columns that the new table wants a value for, and the old one has none for. */
export function wantedBesides(old: Table, made: Table, { semantics }: SchemaState): readonly string[] {
  const required = [...made.columns.values()].filter(
    column =>
      old.complete &&
      findColumn(old, column.name, semantics) === undefined &&
      isRequired({ column }) &&
      !isCounted(column, made),
  )
  return namesOf(required)
}

/** INTEGER PRIMARY KEY is the rowid, which SQLite counts by itself. */
function isCounted({ name, type }: Column, table: Table): boolean {
  const key = primaryKeyOf(table)
  return type?.name === 'integer' && key !== undefined && columnsOf(key).join() === name
}

function namesOf(columns: readonly Column[]): readonly string[] {
  return columns.map(({ name }) => name)
}

function uniqueKeysOf({ constraints, indexes }: Table): readonly (readonly string[])[] {
  return [
    ...[...constraints].flatMap(each =>
      each.type === 'primary-key' || each.type === 'unique' ? [columnsOf(each)] : [],
    ),
    ...[...indexes].flatMap(({ unique, where, parts }) =>
      unique && where === undefined && parts.every(({ column }) => column !== undefined)
        ? [parts.flatMap(({ column = '' }) => column)]
        : [],
    ),
  ]
}
