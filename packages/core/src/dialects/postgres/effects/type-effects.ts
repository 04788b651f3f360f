import type { Constraint, DataType, Index } from '../../../operations/column.ts'
import type { OperationOf } from '../../../operations/operation.ts'
import { findTable } from '../../../schema/lookup.ts'
import type { SchemaState } from '../../../schema/schema-state.ts'
import type { Effect } from '../../dialect.ts'
import { resolveType } from '../facts/domains.ts'
import { columnsInExpression } from '../implicit-name.ts'
import { isTime } from '../type-change/time.ts'
import { assignmentChange, typeChange } from '../type-change/type-change.ts'
import { usingRewrites } from '../type-change/using.ts'
import { effect, type Work } from './lock.ts'
import { childrenOf, onTableAndPartitions, parentsOf } from './relatives.ts'

/** By name, what reads every row of the table. */
export interface ReadAgain {
  readonly indexes: readonly string[]
  readonly checks: readonly string[]
}

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
  const { indexes, checks } = readAgain(operation, before)
  return { rewrite, scan: indexes.length + checks.length > 0 }
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

/** What has every row read again though the values stay as they are stored. Measured, PostgreSQL 15: a CHECK over the column
 * and an index with an expression or a condition over it (varchar(50) to varchar(100)), an index that is kept in another
 * order (COLLATE, citext, integer to oid, timestamp to timestamptz). */
export function readAgain(
  { table: name, column, type: to, using }: OperationOf<'change-column-type'>,
  before: SchemaState,
): ReadAgain {
  const table = findTable(before, name)
  const from = table?.columns.get(before.semantics.columnKey(column))?.type
  const isSame = from !== undefined && from.text === to.text && from.collation === to.collation
  if (table === undefined || from === undefined || isSame) return { indexes: [], checks: [] }
  if (rewritesForType(from, to, using, before) !== false) return { indexes: [], checks: [] }
  const { constraints, indexes } = table
  const keepsOrder = from.collation === to.collation && ownClass.get(from.name) === ownClass.get(to.name)
  return {
    checks: constraints
      .filter(each => each.type === 'check' && mentions(each.expression, column))
      .map(each => each.name ?? `a CHECK of ${name}`),
    indexes: [
      ...constraints
        .filter(each => isKey(each) && !keepsOrder && each.columns.includes(column))
        .map(each => each.name ?? `a key of ${name}`),
      ...indexes
        .filter(index => isBuiltAgain(index, column, keepsOrder))
        .map(index => index.name ?? `an index of ${name}`),
    ],
  }
}

/** Types that can take each other's place as they are stored share an operator class, but for these. */
const ownClass: ReadonlyMap<string, string> = new Map([
  ['citext', 'citext_ops'],
  ['oid', 'oid_ops'],
  ['regclass', 'oid_ops'],
  ['timestamp', 'timestamp_ops'],
  ['timestamptz', 'timestamptz_ops'],
  ['varbit', 'varbit_ops'],
])

function isKey(
  constraint: Constraint,
): constraint is Extract<Constraint, { type: 'primary-key' | 'unique' }> {
  return constraint.type === 'primary-key' || constraint.type === 'unique'
}

function isBuiltAgain({ parts, where }: Index, column: string, keepsOrder: boolean): boolean {
  const texts = [where, ...parts.map(part => part.expression)]
  return (
    texts.some(text => text !== undefined && mentions(text, column)) ||
    (!keepsOrder && parts.some(part => part.column === column))
  )
}

function mentions(expression: string, column: string): boolean {
  return columnsInExpression(expression).includes(column)
}
