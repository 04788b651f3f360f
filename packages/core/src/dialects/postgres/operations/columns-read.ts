import type { ObjectName } from '../../../operations/column.ts'
import type { ReadColumn } from '../../../operations/selection.ts'
import type { Node } from '../grammar.ts'
import { objectName, strings, tableName } from '../tree/names.ts'
import { nodesOfKind } from '../tree/walk.ts'

/** The columns that a query names anywhere, with their table where it is said; `*` is all of them. Names of a query
 * within, or of WITH, stand for columns that are named there. */
export function columnsRead(query: unknown): readonly ReadColumn[] {
  const tables = tablesByAlias(query)
  const ownNames = new Set([...nodesOfKind(query, 'CommonTableExpr')].map(({ ctename }) => ctename))
  const given = givenToFunctions(query)
  const everything = starsByTables(query)
  const read: ReadColumn[] = []
  for (const reference of nodesOfKind(query, 'ColumnRef')) {
    const { fields } = reference
    const names = strings(fields)
    const isStar = (fields ?? []).some(field => 'A_Star' in field)
    // `f(u.*)` is a whole row too.
    if (isStar && given.has(reference)) continue
    const name = isStar ? '*' : (names.at(-1) ?? '')
    const [qualifier, schema] = (isStar ? names : names.slice(0, -1)).toReversed()
    if (schema !== undefined && qualifier !== undefined)
      read.push({ of: objectName([schema, qualifier]), name })
    else if (qualifier !== undefined) read.push(...(tables.get(qualifier) ?? []).map(of => ({ of, name })))
    else if (isStar && everything.has(reference))
      read.push(...(everything.get(reference) ?? []).map(of => ({ of, name })))
    // A table's name alone is its whole row, which does without a column that is dropped (measured: PostgreSQL 15).
    else read.push({ name })
  }
  for (const { usingClause, isNatural } of nodesOfKind(query, 'JoinExpr')) {
    read.push(...strings(usingClause).map(name => ({ name })), ...(isNatural === true ? [{ name: '*' }] : []))
  }
  return distinct(read).filter(({ of }) => of === undefined || !ownNames.has(of))
}

/** `SELECT *` is all of the tables behind its own FROM: what a query within gives is named there. */
function starsByTables(query: unknown): ReadonlyMap<unknown, readonly ObjectName[]> {
  const stars = new Map<unknown, readonly ObjectName[]>()
  for (const { targetList = [], fromClause = [] } of nodesOfKind(query, 'SelectStmt')) {
    for (const target of targetList) {
      const value = 'ResTarget' in target ? target.ResTarget.val : undefined
      if (value !== undefined && 'ColumnRef' in value) stars.set(value.ColumnRef, tablesIn(fromClause))
    }
  }
  return stars
}

function tablesIn(from: readonly Node[]): readonly ObjectName[] {
  return from.flatMap((item): readonly ObjectName[] => {
    if ('RangeVar' in item) return [tableName(item.RangeVar)]
    if (!('JoinExpr' in item)) return []
    const { larg, rarg } = item.JoinExpr
    return tablesIn([larg, rarg].filter(each => each !== undefined))
  })
}

function givenToFunctions(query: unknown): ReadonlySet<unknown> {
  return new Set(
    [...nodesOfKind(query, 'FuncCall')].flatMap(({ args = [] }) =>
      args.flatMap(each => ('ColumnRef' in each ? [each.ColumnRef] : [])),
    ),
  )
}

function tablesByAlias(query: unknown): ReadonlyMap<string, readonly ObjectName[]> {
  const tables = new Map<string, ObjectName[]>()
  for (const relation of nodesOfKind(query, 'RangeVar')) {
    const name = relation.alias?.aliasname ?? relation.relname ?? ''
    tables.set(name, [...(tables.get(name) ?? []), tableName(relation)])
  }
  return tables
}

function distinct(read: readonly ReadColumn[]): readonly ReadColumn[] {
  return [...new Map(read.map(each => [`${each.of ?? ''}\n${each.name}`, each])).values()]
}
