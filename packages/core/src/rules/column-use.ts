import type { ObjectName } from '../operations/column.ts'
import { bareName } from '../operations/names.ts'
import { findColumn, findObject } from '../schema/lookup.ts'
import type { SchemaState, Table } from '../schema/schema-state.ts'
import { namesIn, qualifiedNamesIn } from '../schema/sql-text.ts'
import { columnIn, sameColumn, sameObject } from './known-columns.ts'

/** By its text; a column of the same name in another table that the view reads may be the one that it means. */
export function viewNamesColumn(
  schema: SchemaState,
  type: 'view' | 'materialized-view',
  viewName: ObjectName,
  table: ObjectName,
  column: string,
): boolean {
  const view = findObject(schema, type, viewName)
  if (view === undefined) return false
  const others = (view.reads ?? qualifiedNamesIn(view.definition)).filter(
    name => !sameObject(schema, name, table),
  )
  if (view.readsColumns !== undefined) {
    return view.readsColumns.some(
      ({ of, name }) =>
        name !== '*' &&
        sameColumn(schema, name, column) &&
        (of === undefined
          ? !others.some(other => columnIn(schema, other, column) !== undefined)
          : sameObject(schema, of, table)),
    )
  }
  return (
    namesIn(withoutAliases(withoutQualifiers(withoutRelation(view.definition, table)))).some(name =>
      sameColumn(schema, name, column),
    ) && !others.some(other => columnIn(schema, other, column) !== undefined)
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
    const isThis = (name: string): boolean => sameColumn(schema, name, column)
    return named.some(isThis) && !named.every(isThis)
  })
}

function isOwn(schema: SchemaState, owner: string | undefined, column: string): boolean {
  return owner !== undefined && sameColumn(schema, owner, column)
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
