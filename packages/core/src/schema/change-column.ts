import type { Column } from '../operations/column.ts'
import type { OperationOf } from '../operations/operation.ts'
import { addConstraint } from './add-constraint.ts'
import { changeTable, withEntry } from './edit.ts'
import { constraintsWith } from './find-parts.ts'
import { findColumn, findTable, primaryKeyOf } from './lookup.ts'
import { partList } from './part-list.ts'
import { placeColumn } from './place-column.ts'
import { renameColumn } from './rename-column.ts'
import type { SchemaSemantics, SchemaState, Table } from './schema-state.ts'

type ChangeColumn = OperationOf<'change-column'>

/** MODIFY and CHANGE say the whole column again: what is not repeated is gone. Keys, foreign keys and indexes are
 * the table's and stay, and a primary key column stays NOT NULL (measured: MariaDB 10.11). */
export function changeColumn(schema: SchemaState, operation: ChangeColumn): SchemaState {
  const { semantics } = schema
  const table = findTable(schema, operation.table)
  if (table?.complete && findColumn(table, operation.column, semantics) === undefined) return schema
  const renames = semantics.columnKey(operation.column) !== semantics.columnKey(operation.to.name)
  const renamed = renames
    ? renameColumn(schema, operation.table, operation.column, operation.to.name)
    : schema
  const restated = changeTable(renamed, operation.table, each =>
    restate(withoutColumnChecks(each, operation, semantics), operation, semantics),
  )
  return operation.constraints.reduce(
    (state, constraint) => addConstraint(state, operation.table, constraint),
    restated,
  )
}

function restate(table: Table, operation: ChangeColumn, semantics: SchemaSemantics): Table {
  const key = semantics.columnKey(operation.to.name)
  const primaryKey = primaryKeyOf(table)
  const inPrimaryKey =
    primaryKey?.type === 'primary-key' && primaryKey.columns.some(name => semantics.columnKey(name) === key)
  const nullable = operation.to.nullable && !(inPrimaryKey && semantics.primaryKeyImpliesNotNull)
  const column: Column = { ...operation.to, nullable }
  const columns =
    operation.position === undefined && table.columns.has(key)
      ? withEntry(table.columns, key, column)
      : placeColumn(table.columns, column, semantics, operation.position)
  return { ...table, columns }
}

function withoutColumnChecks(table: Table, operation: ChangeColumn, semantics: SchemaSemantics): Table {
  if (semantics.columnCheckGoesWithModify !== true) return table
  const key = semantics.columnKey(operation.to.name)
  const gone = constraintsWith(table, operation.to.name, semantics).filter(
    ({ type, ...rest }) =>
      type === 'check' &&
      'column' in rest &&
      rest.column !== undefined &&
      semantics.columnKey(rest.column) === key,
  )
  return gone.length === 0 ? table : { ...table, constraints: partList(table.constraints).without(gone) }
}
