import type { ObjectName } from '../operations/column.ts'
import type { ReadColumn } from '../operations/selection.ts'
import { findTable } from './lookup.ts'
import type { NamedObject, SchemaState } from './schema-state.ts'
import { namesIn, qualifiedNamesIn, textTokens } from './sql-text.ts'

/** Does this view read the table (and, if given, the column)? */
export function readsTable(
  { semantics }: SchemaState,
  object: NamedObject,
  table: ObjectName,
  column?: string,
): boolean {
  if (!isView(object)) return false
  const wanted = semantics.objectKey(table)
  if (wanted === semantics.objectKey(object.name)) return false
  if (!tablesReadBy(object).some(name => semantics.objectKey(name) === wanted)) return false
  if (column === undefined) return true
  return columnsNamedIn(object).some(
    ({ of, name }) =>
      (of === undefined || semantics.objectKey(of) === wanted) &&
      (name === '*' || semantics.columnKey(name) === semantics.columnKey(column)),
  )
}

export function tablesReadBy({ reads, definition }: NamedObject): readonly ObjectName[] {
  return reads ?? qualifiedNamesIn(definition)
}

/** Where only the text tells, any name in it may be a column's. */
export function columnsNamedIn({ readsColumns, definition }: NamedObject): readonly ReadColumn[] {
  if (readsColumns !== undefined) return readsColumns
  return [...(selectsEverything(definition) ? ['*'] : []), ...namesIn(definition)].map(name => ({ name }))
}

/** `*` is read as the columns that the table has when the view is made (measured: PostgreSQL 15). */
export function columnsReadNow(
  schema: SchemaState,
  columns: readonly ReadColumn[],
  tables: readonly ObjectName[],
): readonly ReadColumn[] {
  return columns.flatMap(column => {
    if (column.name !== '*') return [column]
    return (column.of === undefined ? tables : [column.of]).flatMap(of => {
      const table = findTable(schema, of)
      return table?.complete === true
        ? [...table.columns.values()].map(({ name }) => ({ of, name }))
        : [{ of, name: '*' }]
    })
  })
}

/** The columns that a view reads, of tables with other names. */
export function withReadsOf(
  { readsColumns }: NamedObject,
  renamed: (name: ObjectName) => ObjectName,
): Pick<NamedObject, 'readsColumns'> {
  if (readsColumns === undefined) return {}
  return {
    readsColumns: readsColumns.map(({ of, name }) =>
      of === undefined ? { name } : { of: renamed(of), name },
    ),
  }
}

export function isView({ type }: Pick<NamedObject, 'type'>): boolean {
  return type === 'view' || type === 'materialized-view'
}

/** `SELECT *`, `a.*`: not `count(*)` and not a product. */
/** `*` was read when there were other columns: written again, the view has others too. */
export function hasOtherColumnsNow(view: NamedObject, schema: SchemaState): boolean {
  if (!isView(view) || !selectsEverything(view.definition)) return false
  const { columnKey } = schema.semantics
  const read = view.readsColumns?.map(({ name }) => columnKey(name)) ?? []
  return tablesReadBy(view).some(name => {
    const keys = [...(findTable(schema, name)?.columns.keys() ?? [])]
    return keys.some(key => !read.includes(key))
  })
}

function selectsEverything(definition: string): boolean {
  const tokens = textTokens(definition).filter(({ kind }) => kind !== 'space')
  return tokens.some(({ text }, index) => {
    const before = tokens[index - 1]?.text.toLowerCase() ?? ''
    return text === '*' && ['select', 'distinct', 'all', ',', '.'].includes(before)
  })
}
