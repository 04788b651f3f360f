import type { Constraint, DataType } from '../../../operations/column.ts'
import type { OperationOf } from '../../../operations/operation.ts'
import { findTable } from '../../../schema/lookup.ts'
import type { SchemaState, Table } from '../../../schema/schema-state.ts'
import type { Effect } from '../../dialect.ts'
import { resolveType } from '../facts/domains.ts'
import { columnsInExpression } from '../implicit-name.ts'
import { isTime } from '../type-change/time.ts'
import { assignmentChange, typeChange } from '../type-change/type-change.ts'
import { usingRewrites } from '../type-change/using.ts'
import { effect, type Work } from './lock.ts'
import { childrenOf, onTableAndPartitions, parentsOf } from './relatives.ts'

/** ALTER COLUMN … TYPE. Foreign keys over the column are made again, under a lock on the other table too. */
export function changeColumnType(
  operation: OperationOf<'change-column-type'>,
  before: SchemaState,
): readonly Effect[] {
  const { table, column } = operation
  const others = [
    ...parentsOf(before, table, key => key.columns.includes(column)),
    ...childrenOf(before, table, key => key.references.columns.includes(column)),
  ]
  return [
    ...onTableAndPartitions(before, table, 'ACCESS EXCLUSIVE', typeWork(operation, before)),
    ...others.map(other => effect(other, 'ACCESS EXCLUSIVE')),
  ]
}

function typeWork(operation: OperationOf<'change-column-type'>, before: SchemaState): Work {
  const table = findTable(before, operation.table)
  const from = table?.columns.get(before.semantics.columnKey(operation.column))?.type
  if (from === undefined) {
    const { type, using } = operation
    const rewrites = using !== undefined && usingRewrites(assignmentChange, type, using)
    return rewrites ? { rewrite: true, scan: true } : { rewrite: null, scan: null }
  }
  const rewrite = rewritesForType(from, operation.type, operation.using, before)
  if (rewrite !== false) return { rewrite, scan: rewrite === null ? null : true }
  return { rewrite, scan: readsRowsAgain(table, operation.column, from, operation.type) }
}

function rewritesForType(
  from: DataType,
  to: DataType,
  using: string | undefined,
  before: SchemaState,
): boolean | null {
  const target = resolveType(to, before)
  if (target.constrained === true) return true
  const { cost } = typeChange(resolveType(from, before).type, target.type, using)
  if (cost === 'rewrite') return true
  if (cost === 'unknown' && isTime(target.type)) return rewritesForZone(before)
  return cost === 'unknown' || target.constrained === null ? null : false
}

/** Between timestamp and timestamptz: kept as it is while TimeZone is UTC (PostgreSQL 12 release notes). */
function rewritesForZone(before: SchemaState): boolean | null {
  const zone = before.sessionVariables?.get('timezone')
  return zone === undefined ? null : !/^'?(utc|gmt|etc\/utc)'?$/i.test(zone)
}

/** A CHECK over the column is checked again (measured: varchar(50) to varchar(100)); an index is built again
 * where its order changes with the collation (measured: COLLATE). */
function readsRowsAgain(table: Table | undefined, column: string, from: DataType, to: DataType): boolean {
  const constraints = table?.constraints ?? []
  if (from.text === to.text && from.collation === to.collation) return false
  if (constraints.some(constraint => constraint.type === 'check' && mentions(constraint, column))) return true
  const isOrderKept = from.collation === to.collation && (from.name === 'citext') === (to.name === 'citext')
  return !isOrderKept && isIndexed(table, column)
}

function mentions(constraint: Extract<Constraint, { type: 'check' }>, column: string): boolean {
  return columnsInExpression(constraint.expression).includes(column)
}

function isIndexed(table: Table | undefined, column: string): boolean {
  const isKey = (table?.constraints ?? []).some(
    constraint =>
      (constraint.type === 'primary-key' || constraint.type === 'unique') &&
      constraint.columns.includes(column),
  )
  return isKey || (table?.indexes ?? []).some(index => index.parts.some(part => part.column === column))
}
