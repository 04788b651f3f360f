import type { ObjectName } from '../../../operations/column.ts'
import type { Operation } from '../../../operations/operation.ts'
import type { Node, SelectStmt } from '../grammar.ts'
import type { Source } from '../source.ts'
import { tableName } from '../tree/names.ts'
import { nodesOfKind } from '../tree/walk.ts'
import { createTableAs } from './create-table.ts'
import { callEffects } from './function-call.ts'
import { writesInWith } from './rows.ts'
import { noEffect } from './session.ts'
import { tablesRead } from './tables-read.ts'

/** A query may write: in its WITH clause, INTO a new table, or through the functions that it calls. */
export function select(statement: SelectStmt, source: Source): readonly Operation[] {
  // FOR UPDATE OF names tables, or their aliases, that the query reads already.
  const query: Node = { SelectStmt: { ...statement, lockingClause: [] } }
  const into = intoClause(statement)
  const tables = tablesRead(query).filter(table => !into || table !== into.rel?.relname)
  const writes = [
    ...writesInWith(query, source),
    ...(into ? createTableAs(into, undefined, false, query) : []),
    ...callEffects(statement, source),
  ]
  if (tables.length > 0) return [...writes, ...readRows(tables, lockedTables(statement, tables))]
  return writes.length > 0 ? writes : [noEffect('select')]
}

function readRows(tables: readonly ObjectName[], locked: readonly ObjectName[]): readonly Operation[] {
  const others = tables.filter(table => !locked.includes(table))
  return [
    ...(locked.length > 0 ? [{ kind: 'read-rows', tables: locked, locking: true } as const] : []),
    ...(others.length > 0 ? [{ kind: 'read-rows', tables: others } as const] : []),
  ]
}

/** FOR UPDATE locks the rows of every table of the query, or of those named behind OF, by name or by alias. */
function lockedTables(statement: SelectStmt, tables: readonly ObjectName[]): readonly ObjectName[] {
  const clauses = (statement.lockingClause ?? []).flatMap(node =>
    'LockingClause' in node ? [node.LockingClause] : [],
  )
  if (clauses.length === 0) return []
  if (clauses.some(({ lockedRels }) => lockedRels === undefined || lockedRels.length === 0)) return tables
  const named = new Set(
    clauses.flatMap(({ lockedRels }) =>
      (lockedRels ?? []).flatMap(node => ('RangeVar' in node ? [tableName(node.RangeVar)] : [])),
    ),
  )
  const query: Node = { SelectStmt: { ...statement, lockingClause: [] } }
  const aliased = [...nodesOfKind(query, 'RangeVar')].filter(({ alias }) => named.has(alias?.aliasname ?? ''))
  const locked = new Set([...named, ...aliased.map(tableName)])
  return tables.filter(table => locked.has(table))
}

/** Of UNION, the first query carries the INTO. */
function intoClause(statement: SelectStmt): SelectStmt['intoClause'] {
  let query: SelectStmt | undefined = statement
  while (query?.larg) query = query.larg
  return query?.intoClause
}
