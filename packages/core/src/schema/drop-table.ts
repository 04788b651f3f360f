import type { ObjectName } from '../operations/column.ts'
import { dropReaders } from './cascade.ts'
import { childTables, partitionsOf } from './child-tables.ts'
import { dropForeignKeysTo } from './drop-foreign-keys.ts'
import { removeObjects, removeTable } from './edit.ts'
import { objectsOn } from './find-objects.ts'
import { findTable } from './lookup.ts'
import { dropOwnedSequences } from './owned-sequence.ts'
import { stopWaiting } from './partitioned-index.ts'
import type { SchemaState } from './schema-state.ts'
import { isShadowed, unshadow } from './temporary-tables.ts'

interface Drop {
  readonly table: ObjectName
  readonly cascade: boolean
}

/** Indexes, triggers, policies and owned sequences go with the table; CASCADE takes views on it and the foreign
 * keys of other tables as well. */
export function dropTable(schema: SchemaState, drop: Drop): SchemaState {
  const known = findTable(schema, drop.table)
  const table = known?.name ?? drop.table
  if (known?.options.temporary !== undefined && isShadowed(schema, table)) return unshadow(schema, table)
  const parent = known?.options['partition of']
  const notWaited = parent === undefined ? schema : stopWaiting(schema, parent, table)
  const withoutTable = dropChildren(removeTable(notWaited, table), table, drop.cascade)
  const withoutHangers = removeObjects(
    dropOwnedSequences(withoutTable, { table, cascade: drop.cascade }),
    objectsOn(schema, table),
  )
  return drop.cascade ? dropForeignKeysTo(dropReaders(withoutHangers, table), table) : withoutHangers
}

/** PostgreSQL drops the partitions with the partitioned table, and CASCADE the tables that inherit from it. */
function dropChildren(schema: SchemaState, parent: ObjectName, cascade: boolean): SchemaState {
  const children = cascade ? childTables(schema, parent) : partitionsOf(schema, parent)
  return children.reduce((state, { name }) => dropTable(state, { table: name, cascade }), schema)
}
