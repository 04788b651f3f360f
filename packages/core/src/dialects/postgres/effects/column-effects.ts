import type { Column, Constraint, ObjectName } from '../../../operations/column.ts'
import type { OperationOf } from '../../../operations/operation.ts'
import { findTable } from '../../../schema/lookup.ts'
import type { SchemaState } from '../../../schema/schema-state.ts'
import type { Effect } from '../../dialect.ts'
import { resolveType } from '../facts/domains.ts'
import { notNullColumns } from '../facts/not-null-proof.ts'
import { isVolatile } from '../facts/volatility.ts'
import { effect, type Work } from './lock.ts'
import { childrenOf, onTableAndPartitions, parentsOf } from './relatives.ts'

/** ADD COLUMN: a default that is the same for every row is kept in the catalog (PostgreSQL 11 and later). */
export function addColumn(operation: OperationOf<'add-column'>, before: SchemaState): readonly Effect[] {
  const { table, column, constraints } = operation
  const exists = findTable(before, table)?.columns.has(before.semantics.columnKey(column.name)) ?? false
  if (operation.ifNotExists && exists) return onTableAndPartitions(before, table, 'ACCESS EXCLUSIVE')
  const references = constraints.flatMap(constraint =>
    constraint.type === 'foreign-key' ? [constraint.references.table] : [],
  )
  return [
    ...onTableAndPartitions(before, table, 'ACCESS EXCLUSIVE', addedColumnWork(column, constraints, before)),
    ...references
      .filter(parent => before.semantics.objectKey(parent) !== before.semantics.objectKey(table))
      .map(parent => effect(parent, 'SHARE ROW EXCLUSIVE', { scan: column.default !== undefined })),
  ]
}

function addedColumnWork(column: Column, constraints: readonly Constraint[], before: SchemaState): Work {
  const rewrite = rewritesForNewColumn(column, before)
  const isRead = (constraint: Constraint): boolean =>
    constraint.type !== 'foreign-key' || column.default !== undefined
  return { rewrite, scan: constraints.some(isRead) }
}

/** Measured on PostgreSQL 12 to 18: identity, serial, stored generated columns, volatile defaults and domains
 * with constraints write every row. */
function rewritesForNewColumn(column: Column, before: SchemaState): boolean | null {
  if (column.autoIncrement !== undefined) return true
  if (column.generated !== undefined) return column.generated.storage === 'stored'
  const constrained = column.type ? resolveType(column.type, before).constrained : false
  if (constrained === true) return true
  const volatile = column.default === undefined ? false : isVolatile(column.default, before)
  return volatile === true ? true : volatile === null || constrained === null ? null : false
}

/** Dropping a column drops the foreign keys that it is part of, and their triggers on the other table. */
export function dropColumn(operation: OperationOf<'drop-column'>, before: SchemaState): readonly Effect[] {
  const { table, column } = operation
  const parents = parentsOf(before, table, key => key.columns.includes(column))
  const children = operation.cascade
    ? childrenOf(before, table, key => key.references.columns.includes(column))
    : []
  return [
    ...onTableAndPartitions(before, table, 'ACCESS EXCLUSIVE'),
    ...[...parents, ...children].map(other => effect(other, 'ACCESS EXCLUSIVE')),
  ]
}

/** Skipped where a valid CHECK proves it (PostgreSQL 12 and later), or the column is NOT NULL already. */
export function setNotNull(operation: OperationOf<'set-not-null'>, before: SchemaState): readonly Effect[] {
  const scan = !isProvedNotNull(operation.table, operation.column, before)
  return onTableAndPartitions(before, operation.table, 'ACCESS EXCLUSIVE', { scan })
}

export function isProvedNotNull(table: ObjectName, column: string, before: SchemaState): boolean {
  const known = findTable(before, table)
  const found = known?.columns.get(before.semantics.columnKey(column))
  if (found !== undefined && found.partial !== true && !found.nullable) return true
  return (known?.constraints ?? []).some(constraint => provesNotNull(constraint, column))
}

function provesNotNull(constraint: Constraint, column: string): boolean {
  if (constraint.type === 'primary-key') return constraint.columns.includes(column)
  if (constraint.type === 'not-null') return !constraint.notValid && constraint.columns.includes(column)
  if (constraint.type !== 'check' || constraint.notValid || constraint.notEnforced) return false
  return notNullColumns(constraint.expression).includes(column)
}

/** ALTER COLUMN … SET of an attribute. Locks: src/backend/commands/tablecmds.c, AlterTableGetLockLevel. */
export function setColumnOption(
  operation: OperationOf<'set-column-option'>,
  before: SchemaState,
): readonly Effect[] {
  const { table, column, option, value } = operation
  if (option === 'statistics' || option === 'attribute')
    return onTableAndPartitions(before, table, 'SHARE UPDATE EXCLUSIVE')
  const generated = findTable(before, table)?.columns.get(before.semantics.columnKey(column))?.generated
  // SET EXPRESSION (PostgreSQL 17) computes a stored column again; a virtual one (18) has no stored values.
  const rewrite = option === 'expression' && value !== '' && generated?.storage !== 'virtual'
  return onTableAndPartitions(before, table, 'ACCESS EXCLUSIVE', { rewrite })
}
