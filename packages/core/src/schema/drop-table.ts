import type { ObjectName } from '../operations/column.ts'
import { dropReaders } from './cascade.ts'
import { childTables } from './child-tables.ts'
import { dropForeignKeysTo } from './drop-foreign-keys.ts'
import { removeObjects, removeTable } from './edit.ts'
import { findTable } from './lookup.ts'
import { dropOwnedSequences } from './owned-sequence.ts'
import type { NamedObject, SchemaState, Table } from './schema-state.ts'

interface Drop {
  readonly table: ObjectName
  readonly cascade: boolean
}

/** Indexes, triggers, policies and owned sequences go with the table; CASCADE takes views on it and the foreign
 * keys of other tables as well. */
export function dropTable(schema: SchemaState, drop: Drop): SchemaState {
  const known = findTable(schema, drop.table)
  const table = known?.name ?? drop.table
  const withoutTable = dropPartitions(removeTable(schema, table), table)
  const withoutHangers = removeObjects(dropOwnedSequences(withoutTable, table), object =>
    hangsOn(schema, object, table),
  )
  return drop.cascade ? dropForeignKeysTo(dropReaders(withoutHangers, table), table) : withoutHangers
}

function hangsOn({ semantics }: SchemaState, object: NamedObject, table: ObjectName): boolean {
  return object.table !== undefined && semantics.objectKey(object.table) === semantics.objectKey(table)
}

/** PostgreSQL drops the partitions with the partitioned table. */
function dropPartitions(schema: SchemaState, parent: ObjectName): SchemaState {
  return childTables(schema, parent)
    .filter(table => isPartitionOf(schema, table, parent))
    .reduce((state, partition) => removeTable(state, partition.name), schema)
}

function isPartitionOf({ semantics }: SchemaState, { options }: Table, parent: ObjectName): boolean {
  const of = options['partition of']
  return of !== undefined && semantics.objectKey(of) === semantics.objectKey(parent)
}
