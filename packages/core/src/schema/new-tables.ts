import { bareName, joinName } from '../operations/names.ts'
import type { Operation, OperationOf } from '../operations/operation.ts'
import { findTable } from './lookup.ts'
import { withKey, withoutKey } from './persistent-set.ts'
import type { SchemaState } from './schema-state.ts'

/** The tables that are new and hold no rows, after one more operation on the schema before it. */
export function newTablesAfter(
  newTables: ReadonlySet<string>,
  operation: Operation,
  before: SchemaState,
): ReadonlySet<string> {
  const { objectKey } = before.semantics
  switch (operation.kind) {
    case 'create-table':
      return makesTable(operation, before) ? withKey(newTables, objectKey(operation.table)) : newTables
    case 'drop-table':
      return withoutKey(newTables, objectKey(operation.table))
    case 'rename-table':
      return moved(newTables, objectKey(operation.table), objectKey(operation.to))
    case 'set-table-option':
      return operation.option === 'schema'
        ? moved(
            newTables,
            objectKey(operation.table),
            objectKey(joinName([operation.value, bareName(operation.table)])),
          )
        : newTables
    case 'insert-rows':
      return copiesNothing(operation, newTables, before)
        ? newTables
        : withoutKey(newTables, objectKey(operation.table))
    case 'change-partitions':
      return operation.action === 'exchange' || operation.action === 'attach'
        ? withoutKey(newTables, objectKey(operation.table))
        : newTables
    default:
      return newTables
  }
}

/**
 * IF NOT EXISTS makes a new table unless an earlier statement has shown the table: a migration that creates a
 * table is written for a database without it, and every later index on it would be a false alarm otherwise.
 * CREATE TABLE … AS SELECT fills the table at once.
 */
function makesTable(operation: OperationOf<'create-table'>, before: SchemaState): boolean {
  if (operation.asSelect === true) return false
  return operation.orReplace || findTable(before, operation.table) === undefined
}

/** Rows copied from a table that is new itself are none. */
function copiesNothing(
  { copiesFrom }: OperationOf<'insert-rows'>,
  newTables: ReadonlySet<string>,
  { semantics }: SchemaState,
): boolean {
  return copiesFrom !== undefined && newTables.has(semantics.objectKey(copiesFrom.table))
}

function moved(set: ReadonlySet<string>, from: string, to: string): ReadonlySet<string> {
  return set.has(from) ? withKey(withoutKey(set, from), to) : set
}
