import type { DataType } from '../../../operations/column.ts'
import type { SelectedColumn, Selection, SelectionSource } from '../../../operations/selection.ts'
import type { ColumnRef, Node, ResTarget, SelectStmt, WithClause } from '../grammar.ts'
import { dataType } from '../tree/data-type.ts'
import { namePartsOf, strings, tableName } from '../tree/names.ts'

type Queries = ReadonlyMap<string, Selection>

/** The columns of a query, named as the server names them (src/backend/parser/parse_target.c, FigureColname). */
export function selectionOf(
  query: Node | undefined,
  names: readonly string[] = [],
  outer: Queries = new Map(),
): Selection | undefined {
  if (query === undefined || !('SelectStmt' in query)) return undefined
  const selection = ofSelect(query.SelectStmt, outer)
  return names.length === 0 ? selection : { ...selection, names }
}

function ofSelect(select: SelectStmt, outer: Queries): Selection {
  const queries = withQueries(select.withClause, outer)
  // The first query names the columns.
  if (select.larg) return { ...ofSelect(select.larg, queries), merged: true }
  const [values] = select.valuesLists ?? []
  if (values && 'List' in values) {
    return {
      from: [],
      columns: (values.List.items ?? []).map((_value, index) => ({ name: `column${index + 1}` })),
    }
  }
  return {
    from: (select.fromClause ?? []).flatMap(node => sources(node, queries)),
    columns: (select.targetList ?? []).flatMap(node =>
      'ResTarget' in node ? [selectedColumn(node.ResTarget)] : [],
    ),
  }
}

function withQueries(clause: WithClause | undefined, outer: Queries): Queries {
  const queries = new Map(outer)
  for (const node of clause?.ctes ?? []) {
    if (!('CommonTableExpr' in node)) continue
    const { ctename = '', ctequery, aliascolnames } = node.CommonTableExpr
    // One that reads itself, or writes rows, tells its columns by its first part or by RETURNING.
    queries.set(ctename, selectionOf(ctequery, strings(aliascolnames), queries) ?? unknownQuery)
  }
  return queries
}

/** Whose columns are not told. */
const unknownQuery: Selection = { from: [], columns: [{ all: true }] }

function sources(node: Node, queries: Queries, optional = false): readonly SelectionSource[] {
  const far = optional ? { optional: true as const } : {}
  if ('RangeVar' in node) {
    const { relname = '', schemaname, alias } = node.RangeVar
    const query = schemaname ? undefined : queries.get(relname)
    const as = alias?.aliasname ?? relname
    if (alias?.colnames !== undefined) return [{ as, ...far }]
    return [{ as, ...(query === undefined ? { table: tableName(node.RangeVar) } : { query }), ...far }]
  }
  if ('RangeSubselect' in node) {
    const { subquery, alias } = node.RangeSubselect
    const query = selectionOf(subquery, strings(alias?.colnames), queries)
    return [{ as: alias?.aliasname ?? '', ...(query && { query }), ...far }]
  }
  if ('JoinExpr' in node) {
    const { larg, rarg, jointype, usingClause, isNatural } = node.JoinExpr
    const [left, right] = [jointype === 'JOIN_RIGHT', jointype === 'JOIN_LEFT']
    const both = jointype === 'JOIN_FULL'
    // USING and NATURAL make one column of two.
    const merged = usingClause !== undefined || isNatural === true ? [{ as: '' }] : []
    return [
      ...(larg ? sources(larg, queries, optional || left || both) : []),
      ...(rarg ? sources(rarg, queries, optional || right || both) : []),
      ...merged,
    ]
  }
  return [{ as: '' }]
}

function selectedColumn({ name, val }: ResTarget): SelectedColumn {
  const reference = val && 'ColumnRef' in val ? val.ColumnRef : undefined
  const parts = reference === undefined ? [] : strings(reference.fields)
  if (reference?.fields?.some(field => 'A_Star' in field) === true) {
    const of = parts.at(-1)
    return { all: true, ...(of !== undefined && { of }) }
  }
  const type = val && typeOf(val)
  return {
    name: name ?? (val && nameIn(val)) ?? '?column?',
    ...(reference !== undefined && columnOf(parts)),
    ...(type !== undefined && { type }),
  }
}

function columnOf(parts: readonly string[]): {
  readonly column: { readonly name: string; readonly of?: string }
} {
  const of = parts.at(-2)
  return { column: { name: parts.at(-1) ?? '', ...(of !== undefined && { of }) } }
}

/** Undefined: the expression gives none. */
function nameIn(node: Node): string | undefined {
  if ('ColumnRef' in node) return lastName(node.ColumnRef)
  if ('FuncCall' in node) return strings(node.FuncCall.funcname).at(-1)
  if ('TypeCast' in node) {
    const { arg, typeName } = node.TypeCast
    return (arg && nameIn(arg)) ?? strings(typeName?.names).at(-1)
  }
  if ('CollateClause' in node) return node.CollateClause.arg && nameIn(node.CollateClause.arg)
  if ('CaseExpr' in node) return (node.CaseExpr.defresult && nameIn(node.CaseExpr.defresult)) ?? 'case'
  if ('CoalesceExpr' in node) return 'coalesce'
  if ('A_ArrayExpr' in node) return 'array'
  if ('RowExpr' in node) return 'row'
  if ('MinMaxExpr' in node) return node.MinMaxExpr.op === 'IS_LEAST' ? 'least' : 'greatest'
  if ('SQLValueFunction' in node) return clockNames[node.SQLValueFunction.op ?? '']
  if ('SubLink' in node) return nameOfSubquery(node.SubLink.subLinkType, node.SubLink.subselect)
  return undefined
}

function lastName({ fields }: ColumnRef): string | undefined {
  return strings(fields).at(-1)
}

function nameOfSubquery(kind: string | undefined, query: Node | undefined): string | undefined {
  if (kind === 'EXISTS_SUBLINK') return 'exists'
  if (kind === 'ARRAY_SUBLINK') return 'array'
  const [first] = kind === 'EXPR_SUBLINK' ? (selectionOf(query)?.columns ?? []) : []
  return first === undefined || 'all' in first ? undefined : first.name
}

const clockNames: Readonly<Record<string, string>> = {
  SVFOP_CURRENT_DATE: 'current_date',
  SVFOP_CURRENT_TIME: 'current_time',
  SVFOP_CURRENT_TIMESTAMP: 'current_timestamp',
  SVFOP_LOCALTIME: 'localtime',
  SVFOP_LOCALTIMESTAMP: 'localtimestamp',
  SVFOP_CURRENT_USER: 'current_user',
  SVFOP_CURRENT_ROLE: 'current_role',
  SVFOP_USER: 'user',
  SVFOP_SESSION_USER: 'session_user',
  SVFOP_CURRENT_SCHEMA: 'current_schema',
  SVFOP_CURRENT_CATALOG: 'current_catalog',
}

/** Functions whose type does not depend on what they are given (PostgreSQL 15, pg_proc). */
const functionTypes: Readonly<Record<string, string>> = {
  count: 'bigint', row_number: 'bigint', rank: 'bigint', dense_rank: 'bigint', now: 'timestamptz',
  clock_timestamp: 'timestamptz', statement_timestamp: 'timestamptz', transaction_timestamp: 'timestamptz',
  gen_random_uuid: 'uuid', lower: 'text', upper: 'text', md5: 'text', concat: 'text', concat_ws: 'text', replace: 'text',
  string_agg: 'text', jsonb_build_object: 'jsonb', json_build_object: 'json', jsonb_agg: 'jsonb', json_agg: 'json',
  to_jsonb: 'jsonb', to_json: 'json', bool_and: 'boolean', bool_or: 'boolean', nextval: 'bigint', to_tsvector: 'tsvector',
} // biome-ignore format: a table

function typeOf(node: Node): DataType | undefined {
  if ('TypeCast' in node) {
    const { typeName } = node.TypeCast
    return typeName && dataType(typeName)
  }
  if ('A_Const' in node) {
    const { ival, fval, sval, boolval, isnull } = node.A_Const
    if (ival !== undefined) return named('integer')
    if (boolval !== undefined) return named('boolean')
    if (fval !== undefined) return /^\d+$/.test(fval.fval ?? '') ? named('bigint') : named('numeric')
    return sval !== undefined || isnull === true ? named('text') : undefined
  }
  if ('FuncCall' in node) {
    const [name, ...others] = namePartsOf({ List: { items: [...(node.FuncCall.funcname ?? [])] } }).filter(
      part => part !== 'pg_catalog',
    )
    return others.length > 0 || name === undefined ? undefined : named(functionTypes[name])
  }
  if ('NullTest' in node || 'BooleanTest' in node || 'BoolExpr' in node) return named('boolean')
  if ('SubLink' in node && node.SubLink.subLinkType === 'EXISTS_SUBLINK') return named('boolean')
  return undefined
}

function named(name: string | undefined): DataType | undefined {
  return name === undefined ? undefined : { name, args: [], text: name }
}
