import { bareName, joinName } from '../operations/names.ts'
import type { OperationOf } from '../operations/operation.ts'
import { alterConstraint } from './alter-constraint.ts'
import { createTable } from './create-table.ts'
import { dropTable } from './drop-table.ts'
import { changeTable } from './edit.ts'
import { findObject, findTable } from './lookup.ts'
import { nameList } from './name-list.ts'
import { attachPartition, detachPartition } from './partition-of-its-own.ts'
import { isPassing } from './passing-options.ts'
import { renameObject } from './rename-object.ts'
import { renameTable } from './rename-table.ts'
import type { SchemaState, Table } from './schema-state.ts'
import { withStorageParameters } from './storage-parameters.ts'
import { convertCharset, withOwnCharsets } from './table-charset.ts'
import { withUnkeptIndex } from './unkept.ts'

type TableOperation = OperationOf<
  | 'create-table'
  | 'drop-table'
  | 'rename-table'
  | 'set-table-option'
  | 'convert-charset'
  | 'change-partitions'
  | 'truncate-table'
>

export function applyToTable(schema: SchemaState, operation: TableOperation): SchemaState {
  switch (operation.kind) {
    case 'create-table':
      return createTable(schema, operation)
    case 'drop-table':
      return dropTable(schema, operation)
    case 'rename-table':
      return renameTableOrView(schema, operation)
    case 'set-table-option':
      return setTableOption(schema, operation)
    case 'convert-charset':
      return changeTable(schema, operation.table, table => convertCharset(schema.semantics, table, operation))
    case 'change-partitions':
      return changePartitions(schema, operation)
    case 'truncate-table':
      return changeTable(schema, operation.table, table => table)
    default:
      operation satisfies never
      return schema
  }
}

/** RENAME TABLE renames a view as well (MySQL 8.0 manual 15.1.36), and MariaDB's a sequence. */
function renameTableOrView(schema: SchemaState, { table, to }: OperationOf<'rename-table'>): SchemaState {
  if (findTable(schema, table) !== undefined) return renameTable(schema, table, to)
  const objectType = (['view', 'sequence'] as const).find(
    each => findObject(schema, each, table) !== undefined,
  )
  return objectType === undefined
    ? renameTable(schema, table, to)
    : renameObject(schema, { kind: 'rename-object', objectType, name: table, to })
}

function setTableOption(schema: SchemaState, operation: OperationOf<'set-table-option'>): SchemaState {
  if (operation.option === 'schema') {
    const moved = joinName([operation.value, bareName(operation.table)])
    return renameTable(schema, operation.table, moved)
  }
  if (operation.option === 'inherit' || operation.option === 'no-inherit') {
    return changeTable(schema, operation.table, table => withInheritance(schema, table, operation))
  }
  if (operation.option.startsWith('constraint ')) return alterConstraint(schema, operation)
  const index = usedIndex(operation)
  const marked = index === undefined ? schema : withUnkeptIndex(schema, index, operation.table)
  return changeTable(marked, operation.table, table =>
    operation.option === 'comment'
      ? withComment(table, unquoted(operation.value))
      : withOption(withOwnCharsets(table, operation), operation),
  )
}

/** CLUSTER ON, REPLICA IDENTITY USING INDEX: an index that is made again would have neither. */
function usedIndex({ option, value }: OperationOf<'set-table-option'>): string | undefined {
  if (option === 'cluster') return value === '' ? undefined : value
  return option === 'replica-identity' ? /^index (.+)$/.exec(value)?.[1] : undefined
}

/** Columns and checks are there already, or the statement fails. */
function withInheritance(
  { semantics }: SchemaState,
  table: Table,
  { option, value }: OperationOf<'set-table-option'>,
): Table {
  const { inherits: before, ...options } = table.options
  const others = nameList(before).filter(name => semantics.objectKey(name) !== semantics.objectKey(value))
  const parents = option === 'inherit' ? [...others, value] : others
  return {
    ...table,
    options: parents.length === 0 ? options : { ...options, inherits: parents.join(', ') },
  }
}

/** An empty value takes the option away. */
function withOption(
  table: Table,
  { option, value }: Pick<OperationOf<'set-table-option'>, 'option' | 'value'>,
): Table {
  if (option === 'owner') return { ...table, owner: value }
  if (isPassing(option)) return table
  if (option === 'storage-parameter') {
    return { ...table, options: withStorageParameters(table.options, value) }
  }
  if (option === 'logged')
    return withOption(table, { option: 'unlogged', value: value === 'true' ? '' : 'true' })
  const { [option]: _previous, ...options } = table.options
  return { ...table, options: value === '' ? options : { ...options, [option]: value } }
}

export function withComment(table: Table, comment: string): Table {
  const { comment: _previous, ...rest } = table
  return comment === '' ? rest : { ...rest, comment }
}

function unquoted(value: string): string {
  return value.startsWith("'") && value.endsWith("'") ? value.slice(1, -1) : value
}

/** Partitions of PostgreSQL are tables of their own; those of MySQL are part of the table's definition. */
function changePartitions(schema: SchemaState, operation: OperationOf<'change-partitions'>): SchemaState {
  if (operation.action === 'detach' || operation.action === 'attach') {
    const parent =
      operation.action === 'attach'
        ? schema
        : changeTable(schema, operation.table, table => ({ ...table, partitionsWereDetached: true }))
    return operation.partitions.reduce((state, partition) => {
      const placed = changeTable(state, partition, table => withParent(table, operation))
      return operation.action === 'attach'
        ? attachPartition(placed, operation.table, partition)
        : detachPartition(placed, operation.table, partition)
    }, parent)
  }
  return changeTable(schema, operation.table, table => repartitioned(table, operation))
}

function withParent(table: Table, { action, table: parent, bound }: OperationOf<'change-partitions'>): Table {
  const { 'partition of': _parent, 'partition bound': _bound, ...options } = table.options
  if (action === 'detach') return { ...table, options }
  const placed = bound === undefined ? {} : { 'partition bound': bound }
  return { ...table, options: { ...options, 'partition of': parent, ...placed } }
}

function repartitioned(table: Table, operation: OperationOf<'change-partitions'>): Table {
  const { 'partition by': _scheme, partitions: _names, ...options } = table.options
  if (operation.action === 'remove') return { ...table, options }
  const before = (table.options.partitions ?? '').split(',').filter(name => name !== '')
  const after = partitionsAfter(before, operation)
  if (after.join() === before.join() && operation.scheme === undefined) return table
  const { 'partition by': scheme } = table.options
  const by = operation.scheme ?? scheme
  return {
    ...table,
    options: {
      ...options,
      ...(by === undefined ? {} : { 'partition by': by }),
      ...(after.length === 0 ? {} : { partitions: after.join(',') }),
    },
  }
}

function partitionsAfter(
  before: readonly string[],
  { action, partitions, into = [] }: OperationOf<'change-partitions'>,
): readonly string[] {
  switch (action) {
    case 'partition-by':
      return partitions
    case 'drop':
      return before.filter(name => !partitions.includes(name))
    case 'add':
      return [...before, ...partitions]
    case 'reorganize':
      return before.flatMap(name => (name === partitions[0] ? into : partitions.includes(name) ? [] : [name]))
    default:
      return before
  }
}
