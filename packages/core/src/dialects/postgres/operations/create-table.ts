import type { Constraint } from '../../../operations/column.ts'
import type { Operation } from '../../../operations/operation.ts'
import type { LikeClause, LikePart } from '../../../operations/table-operation.ts'
import { storageParameterPrefix } from '../../../schema/storage-parameters.ts'
import type { CreateStmt, CreateTableAsStmt, IntoClause, Node, RangeVar } from '../grammar.ts'
import { afterWordBefore, expressionText, type Source } from '../source.ts'
import { readColumn } from '../tree/column.ts'
import { readConstraint } from '../tree/constraint.ts'
import { dataType } from '../tree/data-type.ts'
import { strings, tableName } from '../tree/names.ts'
import { selectionOf } from './selection.ts'
import { storageParametersOf } from './storage-parameters.ts'
import { tablesRead } from './tables-read.ts'

type CreateTable = Extract<Operation, { kind: 'create-table' }>

export function createTable(statement: CreateStmt, source: Source, server?: string): CreateTable {
  const elements = statement.tableElts ?? []
  const columns = elements.flatMap(element =>
    'ColumnDef' in element ? [readColumn(element.ColumnDef, source)] : [],
  )
  const likes = likeClauses(elements)
  const parents = (statement.inhRelations ?? []).flatMap(node =>
    'RangeVar' in node ? [tableName(node.RangeVar)] : [],
  )
  const [partitioned] = statement.partbound ? parents : []
  return {
    ...emptyTable(statement.relation),
    // A partition may set options of a column that it has from its parent: no column of its own.
    columns: columns.map(({ column }) => column).filter(({ type }) => partitioned === undefined || type),
    constraints: [
      ...columns.flatMap(({ constraints }) => constraints),
      ...tableConstraints([...elements, ...(statement.constraints ?? [])], source),
    ].map(constraint => (server === undefined ? valid(constraint) : constraint)),
    ifNotExists: statement.if_not_exists ?? false,
    options: tableOptions(statement, source, server),
    ...(likes.length > 0 && { likes }),
    ...(partitioned !== undefined && { partitionOf: partitioned }),
    ...(partitioned === undefined && parents.length > 0 && { inherits: parents }),
  }
}

/** A new table has no rows to check: NOT VALID says nothing there; measured: PostgreSQL 15, convalidated of pg_constraint. */
function valid(constraint: Constraint): Constraint {
  if (constraint.type !== 'check' && constraint.type !== 'foreign-key') return constraint
  const { notValid: _written, ...rest } = constraint
  return rest
}

/** CREATE_TABLE_LIKE_* of src/include/nodes/parsenodes.h. */
const likeParts = [
  [1, 'comments'],
  [4, 'constraints'],
  [8, 'defaults'],
  [16, 'generated'],
  [32, 'identity'],
  [64, 'indexes'],
] as const

function likeClauses(elements: readonly Node[]): readonly LikeClause[] {
  return elements.flatMap((element, index) => {
    if (!('TableLikeClause' in element) || element.TableLikeClause.relation === undefined) return []
    const { relation, options: included } = element.TableLikeClause
    const place = elements.slice(0, index).filter(each => 'ColumnDef' in each).length
    return { table: tableName(relation), including: includedParts(included), ...(place > 0 && { place }) }
  })
}

function includedParts(options = 0): readonly LikePart[] {
  return likeParts.filter(([bit]) => (options & bit) !== 0).map(([, part]) => part)
}

/** CREATE TABLE … AS and SELECT … INTO: what it reads stands beside it. */
export function createTableAs(
  into: IntoClause | undefined,
  query: Node | undefined,
  ifNotExists: boolean,
  selected: Node | undefined = query,
): readonly Operation[] {
  const tables = tablesRead(query)
  const selection = selectionOf(selected, strings(into?.colNames))
  return [
    {
      ...emptyTable(into?.rel),
      ifNotExists,
      asSelect: true,
      ...(selection && { selection }),
      options: {
        ...(into?.rel?.relpersistence === 'u' && { unlogged: 'true' }),
        ...(into?.tableSpaceName && { tablespace: into.tableSpaceName }),
      },
    },
    ...(tables.length > 0 ? [{ kind: 'read-rows', tables } as const] : []),
  ]
}

export function isMaterializedView(statement: CreateTableAsStmt): boolean {
  return statement.objtype === 'OBJECT_MATVIEW'
}

function emptyTable(relation: RangeVar | undefined): CreateTable {
  return {
    kind: 'create-table',
    table: tableName(relation),
    columns: [],
    constraints: [],
    indexes: [],
    ifNotExists: false,
    orReplace: false,
    temporary: relation?.relpersistence === 't' || relation?.schemaname === 'pg_temp',
    options: {},
  }
}

function tableConstraints(elements: readonly Node[], source: Source): readonly Constraint[] {
  return elements.flatMap(element =>
    'Constraint' in element ? (readConstraint(element.Constraint, source) ?? []) : [],
  )
}

function tableOptions(
  statement: CreateStmt,
  source: Source,
  server: string | undefined,
): Readonly<Record<string, string>> {
  const stored = storageParametersOf(statement.options).map(
    ([name, value]) => [`${storageParameterPrefix}${name}`, value] as const,
  )
  const { partspec, partbound } = statement
  return {
    ...Object.fromEntries(stored),
    ...(statement.relation?.relpersistence === 'u' && { unlogged: 'true' }),
    ...(statement.ofTypename && { 'of type': dataType(statement.ofTypename).name }),
    ...(statement.tablespacename && { tablespace: statement.tablespacename }),
    ...(statement.accessMethod && { 'access method': statement.accessMethod }),
    ...(partspec && { 'partition by': partitionKey(source.place(partspec.location), source) }),
    ...(partbound && { 'partition bound': partitionBound(partbound, source) }),
    ...(server !== undefined && { server }),
  }
}

/** `RANGE (at)`. */
function partitionKey(place: number, source: Source): string {
  return expressionText(source, place, { words: ['using', 'with', 'on', 'tablespace'] }).replace(
    /^partition\s+by\s+/i,
    '',
  )
}

/** `FOR VALUES FROM (…) TO (…)`, or `DEFAULT`. */
export function partitionBound(bound: NonNullable<CreateStmt['partbound']>, source: Source): string {
  if (bound.is_default) return 'DEFAULT'
  const start = afterWordBefore(source, source.place(bound.location), 'values')
  const end = { words: ['partition', 'using', 'with', 'on', 'tablespace'] }
  return `FOR VALUES ${expressionText(source, start, end)}`
}
