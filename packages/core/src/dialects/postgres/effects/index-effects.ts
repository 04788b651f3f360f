import type { OperationOf } from '../../../operations/operation.ts'
import { viewOfIndex } from '../../../schema/find-objects.ts'
import { tableOfIndex } from '../../../schema/lookup.ts'
import type { SchemaState } from '../../../schema/schema-state.ts'
import type { Effect } from '../../dialect.ts'
import { effect } from './lock.ts'
import { onTableAndPartitions, tablesInSchema } from './relatives.ts'

export function createIndex(operation: OperationOf<'create-index'>, before: SchemaState): readonly Effect[] {
  const { index, concurrently, ifNotExists, only } = operation
  const lock = concurrently ? 'SHARE UPDATE EXCLUSIVE' : 'SHARE'
  const exists = index.name !== undefined && tableOfIndex(before, index.name) !== undefined
  if (only) return [effect(index.table, lock)]
  return onTableAndPartitions(before, index.table, lock, { scan: !(ifNotExists && exists) })
}

/** Which table it is on must be known from the schema: the statement does not say. */
export function dropIndex(operation: OperationOf<'drop-index'>, before: SchemaState): readonly Effect[] {
  const { name } = operation
  const table = operation.table ?? tableOfIndex(before, name)?.name ?? viewOfIndex(before, name)
  if (table === undefined) return []
  return onTableAndPartitions(
    before,
    table,
    operation.concurrently ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE',
  )
}

/** The partition's index is held in ACCESS EXCLUSIVE, and every plan has to open it (measured: PostgreSQL 15). */
export function attachIndex(
  { name, partition }: OperationOf<'attach-index'>,
  before: SchemaState,
): readonly Effect[] {
  const [parent, child] = [tableOfIndex(before, name), tableOfIndex(before, partition)]
  return [
    ...(parent === undefined ? [] : [effect(parent.name, 'ACCESS SHARE')]),
    ...(child === undefined
      ? []
      : [{ ...effect(child.name, 'ACCESS SHARE'), blocksReads: true, blocksWrites: true }]),
  ]
}

/** REINDEX holds SHARE on the table and ACCESS EXCLUSIVE on its indexes, which every plan has to open, so that
 * reads wait too (measured). */
export function reindex(operation: OperationOf<'reindex'>, before: SchemaState): readonly Effect[] {
  const lock = operation.concurrently ? 'SHARE UPDATE EXCLUSIVE' : 'SHARE'
  return reindexedTables(operation, before).map(table => ({
    ...effect(table, lock, { scan: true }),
    blocksReads: !operation.concurrently,
  }))
}

function reindexedTables({ target, name }: OperationOf<'reindex'>, before: SchemaState): readonly string[] {
  switch (target) {
    case 'table':
      return [name]
    case 'index': {
      const table = tableOfIndex(before, name)
      return table ? [table.name] : []
    }
    case 'schema':
      return tablesInSchema(before, name)
    case 'database':
      return [...before.tables.values()].map(table => table.name)
    case 'system':
      return []
    default:
      return target satisfies never
  }
}
