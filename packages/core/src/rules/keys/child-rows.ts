import { stepsOn } from '../../schema/find-steps.ts'
import type { SchemaState } from '../../schema/schema-state.ts'
import { sameObject } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import { listWords } from '../wording/list-words.ts'
import { type Reference, referencesTo } from './dependents.ts'
import { foreignKeysAreOff } from './foreign-keys-off.ts'

/** What becomes of the rows of other tables when the rows of this one are deleted: `deletes the rows of carts`. Rows that go so
 * take others along in the same way, and also those that are put back. */
export function childRowEffects(
  table: string,
  schema: SchemaState,
  hasRows: (child: string) => boolean,
  isPutBack: (child: string) => boolean = () => false,
): readonly string[] {
  const emptied = [table]
  const references: Reference[] = []
  for (const current of emptied) {
    for (const child of referencesTo(current, schema)) {
      if (!hasRows(child.table)) continue
      if (!isPutBack(child.table)) references.push(child)
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

/** With foreign keys off no key takes such rows along: they stay, unless the script sees to their table itself. */
export function childRowEffectsHere(table: string, context: OperationContext): readonly string[] {
  const { before, replayedScript, isNew } = context
  const hasRows = (child: string): boolean => !isNew(child)
  if (!foreignKeysAreOff(context)) return childRowEffects(table, before, hasRows)
  const staying = referencesTo(table, before).flatMap(({ table: child, foreignKey: { onDelete = '' } }) =>
    hasRows(child) &&
    /^(?:cascade|set null|set default)$/.test(onDelete) &&
    !sameObject(before, child, table) &&
    stepsOn(replayedScript.steps, child, 'delete-rows', 'drop-table').length === 0
      ? [child]
      : [],
  )
  return staying.length === 0
    ? []
    : [`leaves rows of ${listWords([...new Set(staying)])} that refer to none, as foreign keys are off`]
}

function columnsOf({ table, foreignKey }: Reference): readonly string[] {
  return foreignKey.columns.map(column => `${table}.${column}`)
}

/** Whose rows go is what the reader has to know. */
const lost = 12

function inWords(effect: string, objects: readonly string[]): readonly string[] {
  return objects.length === 0 ? [] : [`${effect} ${listWords(objects, lost)}`]
}
