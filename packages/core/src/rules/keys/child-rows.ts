import type { SchemaState } from '../../schema/schema-state.ts'
import { sameObject } from '../names/known-columns.ts'
import { listWords } from '../wording/list-words.ts'
import { type Reference, referencesTo } from './dependents.ts'

/** What becomes of the rows of other tables when the rows of this one are deleted: `deletes the rows of carts`. Rows that go so
 * take others along in the same way. */
export function childRowEffects(
  table: string,
  schema: SchemaState,
  hasRows: (child: string) => boolean,
): readonly string[] {
  const emptied = [table]
  const references: Reference[] = []
  for (const current of emptied) {
    for (const child of referencesTo(current, schema)) {
      if (!hasRows(child.table)) continue
      references.push(child)
      const isCascade = child.foreignKey.onDelete === 'cascade'
      if (isCascade && !emptied.some(known => sameObject(schema, known, child.table)))
        emptied.push(child.table)
    }
  }
  const acting = (action: string): readonly Reference[] =>
    references.filter(({ foreignKey }) => foreignKey.onDelete === action)
  const deleted = acting('cascade')
    .map(child => child.table)
    .filter(child => !sameObject(schema, child, table))
  return [
    ...inWords('deletes the rows of', [...new Set(deleted)]),
    ...inWords('empties', [...new Set(acting('set null').flatMap(columnsOf))]),
    ...inWords('sets to their defaults', [...new Set(acting('set default').flatMap(columnsOf))]),
  ]
}

function columnsOf({ table, foreignKey }: Reference): readonly string[] {
  return foreignKey.columns.map(column => `${table}.${column}`)
}

function inWords(effect: string, objects: readonly string[]): readonly string[] {
  return objects.length === 0 ? [] : [`${effect} ${listWords(objects)}`]
}
