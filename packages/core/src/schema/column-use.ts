import type { ObjectName } from '../operations/column.ts'
import { bareName } from '../operations/names.ts'
import { findColumn, findObject, findTable } from './lookup.ts'
import type { SchemaState, Table } from './schema-state.ts'
import { namesIn, qualifiedNamesIn } from './sql-text.ts'

/** As far as its text tells, where its columns are not known; a column of the same name in another table that the view
 * reads may be the one that it means. */
export function viewNamesColumn(
  schema: SchemaState,
  type: 'view' | 'materialized-view',
  viewName: ObjectName,
  table: ObjectName,
  column: string,
): boolean {
  const view = findObject(schema, type, viewName)
  if (view === undefined) return false
  const { objectKey, columnKey } = schema.semantics
  const isThis = (name: string): boolean => columnKey(name) === columnKey(column)
  const others = (view.reads ?? qualifiedNamesIn(view.definition)).filter(
    name => objectKey(name) !== objectKey(table),
  )
  const isOthersToo = others.some(other => {
    const known = findTable(schema, other)
    return known !== undefined && findColumn(known, column, schema.semantics) !== undefined
  })
  if (view.readsColumns !== undefined) {
    return view.readsColumns.some(
      ({ of, name }) =>
        name !== '*' &&
        isThis(name) &&
        (of === undefined ? !isOthersToo : objectKey(of) === objectKey(table)),
    )
  }
  return (
    namesIn(withoutAliases(withoutQualifiers(withoutRelation(view.definition, table)))).some(isThis) &&
    !isOthersToo
  )
}

/** Is the column in a CHECK that stays when the column goes? One that is written with it goes along, and so may one
 * that names no other column. */
export function checksOfOthersToo(schema: SchemaState, table: Table, column: string): boolean {
  return table.constraints.some(check => {
    if (check.type !== 'check' || isOwn(schema, check.column, column)) return false
    const named = namesIn(check.expression).filter(
      name => findColumn(table, name, schema.semantics) !== undefined,
    )
    const { columnKey } = schema.semantics
    const isThis = (name: string): boolean => columnKey(name) === columnKey(column)
    return named.some(isThis) && !named.every(isThis)
  })
}

function isOwn(schema: SchemaState, owner: string | undefined, column: string): boolean {
  return owner !== undefined && schema.semantics.columnKey(owner) === schema.semantics.columnKey(column)
}

/** `FROM prices` names no column `prices`. */
function withoutRelation(text: string, table: ObjectName): string {
  const name = bareName(table).replace(/\W/g, '\\$&')
  return text.replace(
    new RegExp(`\\b(from|join)\\s+(?:["\`\\w$]+\\.)?["\`]?${name}["\`]?(?![\\w$])`, 'gi'),
    '$1',
  )
}

/** `public.users` names no column `public`. */
function withoutQualifiers(text: string): string {
  return text.replace(/["`]?[\w$]+["`]?\s*\.\s*(?=["`\w])/g, '')
}

/** `random() AS uuid` reads no column `uuid`. */
function withoutAliases(text: string): string {
  return text.replace(/\bas\s+["`]?[\w$]+["`]?/gi, '')
}
