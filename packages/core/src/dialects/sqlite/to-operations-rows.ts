import type { ObjectName } from '../../operations/column.ts'
import type { Operation, OperationOf } from '../../operations/operation.ts'
import { foreignCalls } from './foreign-calls.ts'
import type {
  DeleteStmt,
  FromClause,
  InsertStmt,
  OneSelect,
  Select,
  SelectTable,
  SetAssignment,
  UpdateStmt,
  Upsert,
  With,
} from './grammar.ts'
import { objectName, textOf } from './names.ts'
import { rowFilter } from './row-filter.ts'

type InsertRows = OperationOf<'insert-rows'>

export function insertRows(statement: InsertStmt, source: string): readonly Operation[] {
  const table = objectName(statement.tblName)
  const { body } = statement
  const select = body.type === 'SelectInsertBody' ? body.select : undefined
  const copiesFrom = select && copiedTable(select, statement.with, source)
  const insert: InsertRows = {
    kind: 'insert-rows',
    table,
    columns: (statement.columns ?? []).map(column => column.text),
    replace: statement.orConflict === 'Replace',
    ...(statement.orConflict === 'Ignore' ? { ignoresErrors: true } : {}),
    ...(copiesFrom ? { copiesFrom } : {}),
  }
  const upserts = body.type === 'SelectInsertBody' ? upsertedRows(table, body.upsert, source) : []
  return [insert, ...upserts, ...schemaChange(table)]
}

/** The first table of FROM, unless the select is a compound, or that table belongs to a WITH clause. */
export function copiedTable(
  select: Select,
  outer: With | undefined,
  source: string,
): InsertRows['copiesFrom'] {
  if (select.select.type !== 'SelectFrom' || select.compounds) return undefined
  const origin = select.select.from?.select
  if (origin?.type !== 'TableSelectTable') return undefined
  const local = [...(outer?.ctes ?? []), ...(select.with?.ctes ?? [])].map(cte =>
    cte.tblName.text.toLowerCase(),
  )
  if (local.includes(origin.tblName.objName.text.toLowerCase())) return undefined
  const expressions = select.select.columns.map(column => {
    if (column.type === 'ExprResultColumn') return textOf(source, column.expr)
    return column.type === 'StarResultColumn' ? '*' : `${column.table.text}.*`
  })
  const table = objectName({ ...origin.tblName, alias: undefined })
  return { table, expressions, ...(isFiltered(select, select.select) ? { filtered: true } : {}) }
}

/** A LEFT JOIN keeps every row of the first table; the other joins may not. */
function isFiltered(select: Select, core: Extract<OneSelect, { readonly type: 'SelectFrom' }>): boolean {
  const joins = core.from?.joins ?? []
  const keepsRows = joins.every(
    ({ operator }) =>
      operator.type === 'TypedJoinJoinOperator' && ((operator.joinType ?? 0) & joinLeft) !== 0,
  )
  const narrows = core.whereClause ?? core.groupBy ?? core.having ?? select.limit
  return !keepsRows || narrows !== undefined || core.distinctness === 'Distinct'
}

/** The bit that sqlite3-parser and SQLite call JT_LEFT. */
const joinLeft = 8

/** ON CONFLICT DO UPDATE writes over the rows in conflict and no others. */
function upsertedRows(table: ObjectName, upsert: Upsert | undefined, source: string): readonly Operation[] {
  const operations: Operation[] = []
  for (let part = upsert; part; part = part.next) {
    if (part.doClause.type !== 'SetUpsertDo') continue
    const { sets, whereClause } = part.doClause
    operations.push({
      kind: 'update-rows',
      table,
      ...assigned(sets, source),
      filter: 'present',
      ...(whereClause ? { where: textOf(source, whereClause) } : {}),
    })
  }
  return operations
}

export function updateRows(statement: UpdateStmt, source: string): readonly Operation[] {
  const table = objectName(statement.tblName)
  return [
    {
      kind: 'update-rows',
      table,
      ...assigned(statement.sets, source),
      filter: rowFilter(statement.whereClause),
      ...(statement.whereClause ? { where: textOf(source, statement.whereClause) } : {}),
      ...(statement.orConflict === 'Replace' ? { replace: true } : {}),
    },
    // Rows in the way of a unique value are deleted (SQLite manual, ON CONFLICT clause).
    ...(statement.orConflict === 'Replace'
      ? [{ kind: 'delete-rows', table, filter: 'present' } as const]
      : []),
    ...schemaChange(table),
  ]
}

/** Rows of sqlite_schema are the schema itself (SQLite manual, PRAGMA writable_schema). */
function schemaChange(table: ObjectName): readonly Operation[] {
  if (!/^(?:temp\.)?sqlite_(?:temp_)?(?:master|schema)$/i.test(table)) return []
  const reason = 'what a change of the schema table does to the schema is not seen'
  return [{ kind: 'unreadable', level: 'partial', reason, verb: 'Change of catalog', object: table }]
}

function assigned(
  sets: readonly SetAssignment[],
  source: string,
): { readonly columns: readonly string[]; readonly assignments: Readonly<Record<string, string>> } {
  const pairs = sets.flatMap(set => set.colNames.map(name => [name.text, textOf(source, set.expr)] as const))
  return { columns: pairs.map(([name]) => name), assignments: Object.fromEntries(pairs) }
}

export function deleteRows(statement: DeleteStmt, source: string): readonly Operation[] {
  const table = objectName(statement.tblName)
  return [
    {
      kind: 'delete-rows',
      table,
      filter: rowFilter(statement.whereClause),
      ...(statement.whereClause ? { where: textOf(source, statement.whereClause) } : {}),
    },
    ...schemaChange(table),
  ]
}

/** What a query reads, and what it may do by calling functions that are not SQLite's own. */
export function readRows(select: Select): readonly Operation[] {
  const tables = [...new Set(tablesOf(select, new Set(), 16))].sort()
  const calls = foreignCalls(select)
  if (tables.length > 0) return [...calls, { kind: 'read-rows', tables }]
  return calls.length > 0 ? calls : [{ kind: 'no-effect', what: 'select' }]
}

/** `depth` bounds the look into nested selects. */
function tablesOf(select: Select, outer: ReadonlySet<string>, depth: number): readonly ObjectName[] {
  if (depth === 0) return []
  const ctes = select.with?.ctes ?? []
  const local =
    ctes.length === 0 ? outer : new Set([...outer, ...ctes.map(cte => cte.tblName.text.toLowerCase())])
  const parts: readonly OneSelect[] = [select.select, ...(select.compounds ?? []).map(part => part.select)]
  return [
    ...ctes.flatMap(cte => tablesOf(cte.select, local, depth - 1)),
    ...parts.flatMap(part => (part.type === 'SelectFrom' ? tablesFrom(part.from, local, depth) : [])),
  ]
}

function tablesFrom(
  from: FromClause | undefined,
  local: ReadonlySet<string>,
  depth: number,
): readonly ObjectName[] {
  if (!from || depth === 0) return []
  const tables = [...(from.select ? [from.select] : []), ...(from.joins ?? []).map(join => join.table)]
  return tables.flatMap(table => sourceTables(table, local, depth))
}

function sourceTables(table: SelectTable, local: ReadonlySet<string>, depth: number): readonly ObjectName[] {
  switch (table.type) {
    case 'TableSelectTable':
      return local.has(table.tblName.objName.text.toLowerCase()) ? [] : [objectName(table.tblName)]
    case 'SelectSelectTable':
      return tablesOf(table.select, local, depth - 1)
    case 'SubSelectTable':
      return tablesFrom(table.from, local, depth - 1)
    case 'TableCallSelectTable':
      return []
    default:
      return table satisfies never
  }
}
