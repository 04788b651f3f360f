import type { ObjectName } from '../operations/column.ts'
import type { OperationOf } from '../operations/operation.ts'
import { hasNoPartitionLeft } from '../schema/child-tables.ts'
import { findColumn, findTable } from '../schema/lookup.ts'
import type { SchemaState, Table } from '../schema/schema-state.ts'
import type { Loss } from './loss.ts'

type TableOperation = OperationOf<
  | 'create-table'
  | 'drop-table'
  | 'truncate-table'
  | 'change-partitions'
  | 'set-table-option'
  | 'convert-charset'
  | 'drop-column'
>

const everyRow = 'every row'

export function lossInTable(operation: TableOperation, before: SchemaState): readonly Loss[] {
  switch (operation.kind) {
    case 'create-table':
      return replacesTable(operation, before) ? [{ table: operation.table, what: everyRow }] : []
    case 'drop-table':
      return byDrop(operation, before)
    case 'truncate-table':
      return truncated(operation, before).map(table => ({ table, what: everyRow }))
    case 'change-partitions':
      return byPartitions(operation)
    case 'set-table-option':
      return byOption(operation)
    case 'convert-charset':
      return byCharset(operation, before)
    case 'drop-column':
      return byColumn(operation, before)
    default:
      operation satisfies never
      return []
  }
}

function replacesTable({ orReplace, table }: OperationOf<'create-table'>, before: SchemaState): boolean {
  return orReplace && (findTable(before, table) !== undefined || !before.complete)
}

/** The old table of a rebuild leaves its rows in the new one, but for columns that the new one lacks. */
function byDrop(operation: OperationOf<'drop-table'>, before: SchemaState): readonly Loss[] {
  if (operation.temporary) return []
  const table = findTable(before, operation.table)
  // IF EXISTS of what no migration has made, where they have made others.
  const isNotThere = before.complete || (operation.ifExists && before.tables.size > 0)
  if (table === undefined && isNotThere) return []
  if (table !== undefined && hasNoPartitionLeft(before, table)) return []
  const replacement = operation.replacedBy === undefined ? undefined : findTable(before, operation.replacedBy)
  if (replacement === undefined) return [{ table: operation.table, what: everyRow }]
  // Which columns it had, and whether all are copied, is not known: its rows are there.
  if (table === undefined) return []
  return [...table.columns]
    .filter(([key, { generated }]) => !replacement.columns.has(key) && generated === undefined)
    .map(([, column]) => ({ table: table.name, column: column.name, what: 'every value' }))
}

/** TRUNCATE … CASCADE empties every table with a foreign key to it, and so on (PostgreSQL manual, TRUNCATE). */
function truncated(operation: OperationOf<'truncate-table'>, before: SchemaState): readonly ObjectName[] {
  const names = new Map([[before.semantics.objectKey(operation.table), operation.table]])
  if (!operation.cascade) return [...names.values()]
  // A map is walked in order of insertion, entries added on the way included.
  for (const key of names.keys()) {
    for (const [childKey, child] of before.tables) {
      if (!names.has(childKey) && refersTo(child, key, before)) names.set(childKey, child.name)
    }
  }
  return [...names.values()]
}

function refersTo(table: Table, key: string, { semantics }: SchemaState): boolean {
  return table.constraints.some(
    constraint =>
      constraint.type === 'foreign-key' && semantics.objectKey(constraint.references.table) === key,
  )
}

function byPartitions({ table, action, partitions }: OperationOf<'change-partitions'>): readonly Loss[] {
  const loses = action === 'drop' || action === 'truncate' || action === 'discard'
  if (!loses) return []
  return (partitions.length === 0 ? ['its partitions'] : partitions).map(partition => ({
    table,
    what: `every row of ${partition === 'its partitions' ? partition : `partition ${partition}`}`,
  }))
}

/** BLACKHOLE keeps nothing, MEMORY nothing over a restart (MySQL 8.0 manual 18.3, 18.6). */
function byOption({ table, option, value }: OperationOf<'set-table-option'>): readonly Loss[] {
  if (option === 'discard tablespace') return [{ table, what: everyRow }]
  if (option !== 'engine') return []
  if (value.toLowerCase() === 'blackhole') return [{ table, what: everyRow }]
  return value.toLowerCase() === 'memory' ? [{ table, what: 'every row at the next restart' }] : []
}

function byCharset(operation: OperationOf<'convert-charset'>, before: SchemaState): readonly Loss[] {
  const { table, charset } = operation
  const from = findTable(before, table)?.options.charset
  return holdsAll(from, charset)
    ? []
    : [{ table, what: `characters that ${charset} does not have become '?' or stop the migration` }]
}

/** Is every character of the first in the second? utf8mb4 holds all; utf8mb3 those of the one-byte sets. */
export function holdsAll(from: string | undefined, to: string): boolean {
  const [source, target] = [from?.toLowerCase(), to.toLowerCase()]
  if (target === 'utf8mb4' || source === target) return true
  if (target === 'utf8' || target === 'utf8mb3') return source !== undefined && source !== 'utf8mb4'
  return source === 'ascii'
}

function byColumn(operation: OperationOf<'drop-column'>, before: SchemaState): readonly Loss[] {
  const table = findTable(before, operation.table)
  const column = table === undefined ? undefined : findColumn(table, operation.column, before.semantics)
  if (column === undefined && (table === undefined ? before.complete : table.complete)) return []
  // A generated column's values are computed again when it comes back.
  if (column?.generated !== undefined) return []
  return [{ table: operation.table, column: column?.name ?? operation.column, what: 'every value' }]
}
