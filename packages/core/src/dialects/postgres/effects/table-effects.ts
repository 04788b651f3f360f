import type { ObjectName } from '../../../operations/column.ts'
import type { OperationOf } from '../../../operations/operation.ts'
import { findTable } from '../../../schema/lookup.ts'
import type { SchemaState } from '../../../schema/schema-state.ts'
import type { Effect } from '../../dialect.ts'
import { effect } from './lock.ts'
import { mayExclude, mayProve } from './partition-checks.ts'
import {
  childrenOf,
  defaultPartition,
  onTableAndPartitions,
  parentsOf,
  partitionParent,
} from './relatives.ts'

/** The new table itself is nobody's yet; those that it refers to are locked. */
export function createTable(operation: OperationOf<'create-table'>, before: SchemaState): readonly Effect[] {
  const { table, partitionOf } = operation
  const { objectKey } = before.semantics
  const referenced = operation.constraints.flatMap(constraint =>
    constraint.type === 'foreign-key' ? [constraint.references.table] : [],
  )
  const others = [...new Set(referenced)].filter(name => objectKey(name) !== objectKey(table))
  return [
    ...others.map(other => effect(other, 'SHARE ROW EXCLUSIVE')),
    ...(partitionOf === undefined ? [] : newPartition(partitionOf, before)),
    ...(operation.inherits ?? []).map(parent => effect(parent, 'SHARE UPDATE EXCLUSIVE')),
    ...(operation.likes ?? []).map(({ table }) => effect(table, 'ACCESS SHARE')),
  ]
}

/** Rows of the default partition are checked: none may belong to the new one. */
function newPartition(parent: ObjectName, before: SchemaState): readonly Effect[] {
  const rest = defaultPartition(before, parent)
  return [
    effect(parent, 'ACCESS EXCLUSIVE'),
    ...(rest === undefined
      ? []
      : [effect(rest, 'ACCESS EXCLUSIVE', { scan: mayExclude(before, rest, parent) ? null : true })]),
  ]
}

/** The tables at the other end of its foreign keys lose their triggers, and a partition's parent the partition. */
export function dropTable(operation: OperationOf<'drop-table'>, before: SchemaState): readonly Effect[] {
  const { table, cascade } = operation
  const parent = partitionParent(before, table)
  return [
    ...onTableAndPartitions(before, table, 'ACCESS EXCLUSIVE'),
    ...parentsOf(before, table).map(other => effect(other, 'ACCESS EXCLUSIVE')),
    ...(cascade ? childrenOf(before, table).map(other => effect(other, 'ACCESS EXCLUSIVE')) : []),
    ...(parent === undefined ? [] : [effect(parent, 'ACCESS EXCLUSIVE')]),
  ]
}

/** CASCADE empties every table that refers to this one, at any distance. */
export function truncateTable(
  operation: OperationOf<'truncate-table'>,
  before: SchemaState,
): readonly Effect[] {
  const tables = [operation.table]
  for (let index = 0; operation.cascade && index < tables.length; index += 1) {
    tables.push(...childrenOf(before, tables[index] ?? '').filter(child => !tables.includes(child)))
  }
  return tables.flatMap(table => onTableAndPartitions(before, table, 'ACCESS EXCLUSIVE'))
}

export function changePartitions(
  operation: OperationOf<'change-partitions'>,
  before: SchemaState,
  version: number,
): readonly Effect[] {
  const { table, action, partitions, concurrently } = operation
  switch (action) {
    case 'attach':
      return attach(operation, before)
    case 'detach':
      return [
        effect(table, concurrently ? 'SHARE UPDATE EXCLUSIVE' : 'ACCESS EXCLUSIVE'),
        ...partitions.map(partition => detachedPartition(partition, version)),
      ]
    default:
      return [
        effect(table, 'SHARE UPDATE EXCLUSIVE'),
        ...partitions.map(partition => effect(partition, 'ACCESS EXCLUSIVE')),
      ]
  }
}

/** Measured: since 14 the partition is locked as strongly as its parent; before, its writers waited for the parent. */
function detachedPartition(partition: ObjectName, version: number): Effect {
  if (version >= 14) return effect(partition, 'ACCESS EXCLUSIVE')
  return { ...effect(partition, 'SHARE UPDATE EXCLUSIVE'), blocksWrites: true }
}

/** With a default partition, nobody can read the parent either: its plans open that partition. */
function attach(
  { table, partitions, bound = '' }: OperationOf<'change-partitions'>,
  before: SchemaState,
): readonly Effect[] {
  const rest = defaultPartition(before, table)
  return [
    {
      ...effect(table, 'SHARE UPDATE EXCLUSIVE'),
      blocksReads: rest !== undefined,
      blocksWrites: rest !== undefined,
    },
    ...partitions.flatMap(partition =>
      onTableAndPartitions(before, partition, 'ACCESS EXCLUSIVE', {
        scan: mayProve(before, partition, table, bound) ? null : true,
      }),
    ),
    ...(rest === undefined
      ? []
      : [effect(rest, 'ACCESS EXCLUSIVE', { scan: mayExclude(before, rest, table) ? null : true })]),
  ]
}

/** PostgreSQL 15 manual, default_table_access_method: heap; measured: #set-access-method, to the same one. */
function accessMethodOf(before: SchemaState, table: ObjectName): string {
  const options = findTable(before, table)?.options
  return options?.['access-method'] ?? options?.['access method'] ?? 'heap'
}

/** What it is already leaves its file alone (measured: PostgreSQL 15, relfilenode). */
function isLogged(before: SchemaState, table: ObjectName): string | undefined {
  const known = findTable(before, table)
  const { logged, unlogged } = known?.options ?? {}
  if (logged !== undefined) return logged
  if (unlogged === 'true') return 'false'
  return known?.complete === true ? 'true' : undefined
}

/** Locks: src/backend/commands/tablecmds.c, AlterTableGetLockLevel; those in the truth file are measured. */
export function setTableOption(
  operation: OperationOf<'set-table-option'>,
  before: SchemaState,
): readonly Effect[] {
  const { table, option, value } = operation
  const [word = ''] = option.split(' ')
  switch (word) {
    case 'storage-parameter':
    case 'cluster':
      return [effect(table, 'SHARE UPDATE EXCLUSIVE')]
    case 'trigger':
      return onTableAndPartitions(before, table, 'SHARE ROW EXCLUSIVE')
    case 'tablespace':
      return [effect(table, 'ACCESS EXCLUSIVE', { rewrite: value !== 'pg_default' })]
    case 'access-method':
      return [effect(table, 'ACCESS EXCLUSIVE', { rewrite: value !== accessMethodOf(before, table) })]
    case 'logged':
      return [effect(table, 'ACCESS EXCLUSIVE', { rewrite: isLogged(before, table) !== value })]
    case 'inherit':
      return [effect(table, 'ACCESS EXCLUSIVE'), effect(value, 'SHARE UPDATE EXCLUSIVE')]
    case 'no-inherit':
      return [effect(table, 'ACCESS EXCLUSIVE'), effect(value, 'ACCESS SHARE')]
    case 'hypertable':
      return [effect(table, 'ACCESS EXCLUSIVE', { rewrite: null, scan: null })]
    default:
      return [effect(table, 'ACCESS EXCLUSIVE')]
  }
}
