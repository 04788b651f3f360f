import type { SchemaState } from '../../schema/schema-state.ts'
import { listWords } from '../wording/list-words.ts'
import { type Reference, referencesTo } from './dependents.ts'

/** What becomes of the rows of other tables when the rows of this one are deleted: `deletes the rows of carts`. */
export function childRowEffects(
  table: string,
  schema: SchemaState,
  hasRows: (child: string) => boolean,
): readonly string[] {
  const references = referencesTo(table, schema).filter(child => hasRows(child.table))
  const acting = (action: string): readonly Reference[] =>
    references.filter(({ foreignKey }) => foreignKey.onDelete === action)
  return [
    ...inWords('deletes the rows of', [...new Set(acting('cascade').map(child => child.table))]),
    ...inWords('empties', acting('set null').flatMap(columnsOf)),
    ...inWords('sets to their defaults', acting('set default').flatMap(columnsOf)),
  ]
}

function columnsOf({ table, foreignKey }: Reference): readonly string[] {
  return foreignKey.columns.map(column => `${table}.${column}`)
}

function inWords(effect: string, objects: readonly string[]): readonly string[] {
  return objects.length === 0 ? [] : [`${effect} ${listWords(objects)}`]
}
