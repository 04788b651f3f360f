import type { OperationOf } from '../../../operations/operation.ts'
import { findTable } from '../../../schema/lookup.ts'
import type { SchemaState } from '../../../schema/schema-state.ts'
import type { Effect } from '../../dialect.ts'
import { findsRowsByIndex } from '../facts/indexed-filter.ts'
import { effect } from './lock.ts'
import { childrenOf, foreignKeysOf, onTableAndPartitions, parentsOf } from './relatives.ts'

/** New rows of a child look up, and lock, their parent rows. */
export function insertRows(operation: OperationOf<'insert-rows'>, before: SchemaState): readonly Effect[] {
  const { table, columns, copiesFrom } = operation
  const writes = (column: string): boolean => columns.length === 0 || columns.includes(column)
  return [
    effect(table, 'ROW EXCLUSIVE'),
    ...parentsOf(before, table, key => key.columns.some(writes)).map(parent => effect(parent, 'ROW SHARE')),
    ...(copiesFrom ? [effect(copiesFrom.table, 'ACCESS SHARE', { scan: null })] : []),
  ]
}

export function updateRows(operation: OperationOf<'update-rows'>, before: SchemaState): readonly Effect[] {
  const { table, columns } = operation
  const parents = parentsOf(before, table, key => key.columns.some(column => columns.includes(column)))
  return [
    ...onTableAndPartitions(before, table, 'ROW EXCLUSIVE', { scan: readsEveryRow(operation, before) }),
    ...parents.map(parent => effect(parent, 'ROW SHARE')),
  ]
}

/** Each deleted row is looked up in the tables that refer to it; with ON DELETE CASCADE it is deleted there. */
export function deleteRows(operation: OperationOf<'delete-rows'>, before: SchemaState): readonly Effect[] {
  const { table } = operation
  const writes = (child: string): boolean =>
    foreignKeysOf(findTable(before, child)).some(
      key => key.onDelete !== undefined && key.onDelete !== 'restrict',
    )
  return [
    ...onTableAndPartitions(before, table, 'ROW EXCLUSIVE', { scan: readsEveryRow(operation, before) }),
    ...childrenOf(before, table).map(child =>
      effect(child, writes(child) ? 'ROW EXCLUSIVE' : 'ROW SHARE', { scan: null }),
    ),
  ]
}

function readsEveryRow(
  { table, filter, where }: OperationOf<'update-rows' | 'delete-rows'>,
  before: SchemaState,
): boolean | null {
  if (filter !== 'present') return true
  return where !== undefined && findsRowsByIndex(where, findTable(before, table)) ? false : null
}
