import type { ObjectName } from '../operations/column.ts'
import { dropReaders } from './cascade.ts'
import { partitionsOf } from './child-tables.ts'
import { dropForeignKeysTo } from './drop-foreign-keys.ts'
import { removeObjects, removeTable } from './edit.ts'
import { objectsOn } from './find-objects.ts'
import { findTable } from './lookup.ts'
import { dropOwnedSequences } from './owned-sequence.ts'
import { stopWaiting } from './partitioned-index.ts'
import type { SchemaState } from './schema-state.ts'

interface Drop {
  readonly table: ObjectName
  readonly cascade: boolean
}

/** Indexes, triggers, policies and owned sequences go with the table; CASCADE takes views on it and the foreign
 * keys of other tables as well. */
export function dropTable(schema: SchemaState, drop: Drop): SchemaState {
  const known = findTable(schema, drop.table)
  const table = known?.name ?? drop.table
  const parent = known?.options['partition of']
  const notWaited = parent === undefined ? schema : stopWaiting(schema, parent, table)
  const withoutTable = dropPartitions(removeTable(notWaited, table), table)
  const withoutHangers = removeObjects(dropOwnedSequences(withoutTable, table), objectsOn(schema, table))
  return drop.cascade ? dropForeignKeysTo(dropReaders(withoutHangers, table), table) : withoutHangers
}

/** PostgreSQL drops the partitions with the partitioned table. */
function dropPartitions(schema: SchemaState, parent: ObjectName): SchemaState {
  return partitionsOf(schema, parent).reduce((state, { name }) => removeTable(state, name), schema)
}
