import type { Operation } from '../../../operations/operation.ts'
import type {
  DeleteStmt,
  InsertStmt,
  MergeStmt,
  Node,
  RangeVar,
  ResTarget,
  UpdateStmt,
  WithClause,
} from '../grammar.ts'
import { afterWordBefore, expressionText, type Source } from '../source.ts'
import { tableName } from '../tree/names.ts'
import { firstLocation, nodesOfKind } from '../tree/walk.ts'
import { copiedRows } from './copied-rows.ts'
import { sideEffects } from './function-call.ts'
import { rowFilter } from './row-filter.ts'
import { tablesRead } from './tables-read.ts'

/** INSERT, UPDATE, DELETE and MERGE; every one of them in a WITH clause is an operation of its own, first. */
export function rowOperations(node: Node, source: Source): readonly Operation[] {
  return [...writesInWith(node, source), ...sideEffects(node, source), ...writes(node, source)]
}

/** INSERT, UPDATE, DELETE and MERGE in the WITH clauses of a statement, however deep they stand. */
export function writesInWith(node: unknown, source: Source): readonly Operation[] {
  return [...nodesOfKind(node, 'CommonTableExpr')]
    .sort((one, other) => (one.location ?? 0) - (other.location ?? 0))
    .flatMap(({ ctequery }) => (ctequery === undefined ? [] : writes(ctequery, source)))
}

function writes(node: Node, source: Source): readonly Operation[] {
  if ('InsertStmt' in node) return insert(node.InsertStmt, source)
  if ('UpdateStmt' in node)
    return [update(node.UpdateStmt, source), ...catalogChange(node.UpdateStmt.relation)]
  if ('DeleteStmt' in node)
    return [deleteRows(node.DeleteStmt, source), ...catalogChange(node.DeleteStmt.relation)]
  return 'MergeStmt' in node ? merge(node.MergeStmt, source) : []
}

/** Rows of a system catalog are the schema itself. */
function catalogChange(relation: RangeVar | undefined): readonly Operation[] {
  const schema = relation?.schemaname ?? ''
  const table = relation?.relname ?? ''
  if (schema === '' ? !table.startsWith('pg_') : schema !== 'pg_catalog') return []
  const reason = 'what a change of a system catalog does to the schema is not seen'
  return [{ kind: 'unreadable', level: 'partial', reason, verb: 'Change of catalog', object: table }]
}

function insert(statement: InsertStmt, source: Source): readonly Operation[] {
  const table = tableName(statement.relation)
  const columns = targets(statement.cols).map(({ name }) => name ?? '')
  const withNames = namesInWith(statement.withClause)
  const copiesFrom = copiedRows(statement.selectStmt, withNames, source)
  const read = copiesFrom ? [] : tablesRead(statement.selectStmt).filter(name => !withNames.has(name))
  const onConflict = statement.onConflictClause
  return [
    { kind: 'insert-rows', table, columns, replace: false, ...(copiesFrom && { copiesFrom }) },
    ...(onConflict?.action === 'ONCONFLICT_UPDATE'
      ? [updateOf(table, onConflict.targetList, onConflict.whereClause, source, 'present')]
      : []),
    ...(read.length > 0 ? [{ kind: 'read-rows', tables: read } as const] : []),
  ]
}

function namesInWith(clause: WithClause | undefined): ReadonlySet<string> {
  return new Set(
    (clause?.ctes ?? []).flatMap(node =>
      'CommonTableExpr' in node ? (node.CommonTableExpr.ctename ?? []) : [],
    ),
  )
}

function update(statement: UpdateStmt, source: Source): Operation {
  return updateOf(tableName(statement.relation), statement.targetList, statement.whereClause, source)
}

function updateOf(
  table: string,
  targetList: readonly Node[] | undefined,
  where: Node | undefined,
  source: Source,
  filter = rowFilter(where),
): Operation {
  const set = targets(targetList)
  return {
    kind: 'update-rows',
    table,
    columns: columnsSet(set),
    filter,
    ...whereText(where, source),
    assignments: assignments(set, source),
  }
}

/** `a[1] = 1, a[2] = 2` sets one column, and once. */
function columnsSet(set: readonly ResTarget[]): readonly string[] {
  return set
    .filter(
      ({ name, indirection }, index) => !indirection || set.findIndex(other => other.name === name) === index,
    )
    .map(({ name }) => name ?? '')
}

function deleteRows(statement: DeleteStmt, source: Source): Operation {
  return {
    kind: 'delete-rows',
    table: tableName(statement.relation),
    filter: rowFilter(statement.whereClause),
    ...whereText(statement.whereClause, source),
  }
}

function merge(statement: MergeStmt, source: Source): readonly Operation[] {
  const table = tableName(statement.relation)
  return (statement.mergeWhenClauses ?? []).flatMap((node): readonly Operation[] => {
    if (!('MergeWhenClause' in node)) return []
    const { commandType, targetList } = node.MergeWhenClause
    const columns = targets(targetList).map(({ name }) => name ?? '')
    switch (commandType) {
      case 'CMD_INSERT':
        return [{ kind: 'insert-rows', table, columns, replace: false }]
      case 'CMD_UPDATE':
        return [updateOf(table, targetList, undefined, source, 'present')]
      case 'CMD_DELETE':
        return [{ kind: 'delete-rows', table, filter: 'present' }]
      default:
        return []
    }
  })
}

export function whereText(where: Node | undefined, source: Source): { readonly where?: string } {
  const location = firstLocation(where)
  if (location === undefined) return {}
  const start = afterWordBefore(source, source.place(location), 'where')
  return { where: expressionText(source, start, { words: ['returning'] }) }
}

/** `a = 1` and `a = DEFAULT`; not `(a, b) = (SELECT …)`, whose parts have no text of their own. */
function assignments(set: readonly ResTarget[], source: Source): Readonly<Record<string, string>> {
  const texts = set.flatMap(({ name, val, indirection, location }) => {
    if (!name || indirection || val === undefined || 'MultiAssignRef' in val) return []
    const whole = expressionText(source, source.place(location), {
      words: ['from', 'where', 'returning', 'when'],
    })
    const equals = whole.indexOf('=')
    return equals === -1 ? [] : [[name, whole.slice(equals + 1).trim()] as const]
  })
  return Object.fromEntries(texts)
}

function targets(nodes: readonly Node[] | undefined): readonly ResTarget[] {
  return (nodes ?? []).flatMap(node => ('ResTarget' in node ? [node.ResTarget] : []))
}
