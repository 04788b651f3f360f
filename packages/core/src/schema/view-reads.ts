import type { ObjectName } from '../operations/column.ts'
import type { NamedObject, SchemaState } from './schema-state.ts'
import { namesIn, qualifiedNamesIn, textTokens } from './sql-text.ts'

/** Does this view read the table (and, if given, the column)? Columns are told by the query's text. */
export function readsTable(
  { semantics }: SchemaState,
  object: NamedObject,
  table: ObjectName,
  column?: string,
): boolean {
  if (!isView(object)) return false
  const wanted = semantics.objectKey(table)
  if (wanted === semantics.objectKey(object.name)) return false
  const read = object.reads ?? qualifiedNamesIn(object.definition)
  if (!read.some(name => semantics.objectKey(name) === wanted)) return false
  return (
    column === undefined ||
    selectsEverything(object.definition) ||
    namesIn(object.definition).some(name => semantics.columnKey(name) === semantics.columnKey(column))
  )
}

export function isView({ type }: NamedObject): boolean {
  return type === 'view' || type === 'materialized-view'
}

/** `SELECT *`, `a.*`: not `count(*)` and not a product. */
function selectsEverything(definition: string): boolean {
  const tokens = textTokens(definition).filter(({ kind }) => kind !== 'space')
  return tokens.some(({ text }, index) => {
    const before = tokens[index - 1]?.text.toLowerCase() ?? ''
    return text === '*' && ['select', 'distinct', 'all', ',', '.'].includes(before)
  })
}
