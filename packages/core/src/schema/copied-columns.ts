import type { Column } from '../operations/column.ts'
import type { OperationOf } from '../operations/operation.ts'
import type { LikeClause, LikePart } from '../operations/table-operation.ts'
import { findTable } from './lookup.ts'
import type { SchemaState } from './schema-state.ts'

type CreateTable = OperationOf<'create-table'>
type Columns = readonly (readonly [string, Column])[]

/** The tables whose columns a new one gets. */
export function sourceNames({ likes = [], partitionOf, inherits = [] }: CreateTable): readonly string[] {
  return [
    ...likes.map(({ table }) => table),
    ...(partitionOf === undefined ? [] : [partitionOf]),
    ...inherits,
  ]
}

/** Those that are written, and those of LIKE where it stands between them. */
export function ownColumns(schema: SchemaState, { columns, likes = [] }: CreateTable): Columns {
  const { columnKey } = schema.semantics
  const written = columns.map((column): readonly [string, Column] => [columnKey(column.name), column])
  const placed = [...written.entries()].flatMap(([at, entry]) => [
    ...likes.filter(({ place = 0 }) => place === at).flatMap(like => columnsLike(schema, like)),
    entry,
  ])
  const last = likes.filter(({ place = 0 }) => place >= written.length)
  return [...placed, ...last.flatMap(like => columnsLike(schema, like))]
}

/** PostgreSQL's LIKE copies no more of a column than is asked for. */
function columnsLike(schema: SchemaState, { table, including }: LikeClause): Columns {
  const columns = [...(findTable(schema, table)?.columns ?? [])]
  if (including === undefined) return columns
  const includes = (part: LikePart): boolean => including.includes(part)
  return columns.map(([key, column]) => {
    const { default: value, generated, autoIncrement, comment, ...bare } = column
    const counts = autoIncrement === 'serial' ? includes('defaults') : includes('identity')
    return [
      key,
      {
        ...bare,
        ...(value !== undefined && includes('defaults') ? { default: value } : {}),
        ...(generated !== undefined && includes('generated') ? { generated } : {}),
        ...(autoIncrement !== undefined && counts ? { autoIncrement } : {}),
        ...(comment !== undefined && includes('comments') ? { comment } : {}),
      },
    ]
  })
}

/** Those of the parents come first. A column that is written too is one with theirs, and NOT NULL where one of them is
 * (PostgreSQL manual, CREATE TABLE, INHERITS). */
export function inheritedColumns(
  schema: SchemaState,
  { partitionOf, inherits = [] }: CreateTable,
  own: Columns,
): Columns {
  const written = new Map(own)
  const merged = new Map<string, Column>()
  for (const name of [...(partitionOf === undefined ? [] : [partitionOf]), ...inherits]) {
    for (const [key, column] of findTable(schema, name)?.columns ?? []) {
      const inherited = partitionOf === undefined ? inheritedColumn(column) : column
      const before = merged.get(key)
      merged.set(key, { ...inherited, ...before, nullable: inherited.nullable && before?.nullable !== false })
    }
  }
  return [...merged].map(([key, column]) => {
    const mine = written.get(key)
    return [
      key,
      mine === undefined ? column : { ...column, ...mine, nullable: column.nullable && mine.nullable },
    ]
  })
}

/** An identity and a comment are not inherited. */
function inheritedColumn({ autoIncrement, comment: _comment, ...column }: Column): Column {
  const isKept = autoIncrement !== undefined && !autoIncrement.startsWith('identity')
  return isKept ? { ...column, autoIncrement } : column
}
