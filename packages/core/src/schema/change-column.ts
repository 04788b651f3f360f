import type { Column } from '../operations/column.ts'
import type { OperationOf } from '../operations/operation.ts'
import { addConstraint } from './add-constraint.ts'
import { changeTable } from './edit.ts'
import { findColumn, findTable, primaryKeyOf } from './lookup.ts'
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
      ? new Map(table.columns).set(key, column)
      : placeColumn(table.columns, column, semantics, operation.position)
  return { ...table, columns }
}

function withoutColumnChecks(table: Table, operation: ChangeColumn, semantics: SchemaSemantics): Table {
  if (semantics.columnCheckGoesWithModify !== true) return table
  const key = semantics.columnKey(operation.to.name)
  const constraints = table.constraints.filter(
    constraint =>
      constraint.type !== 'check' ||
      constraint.column === undefined ||
      semantics.columnKey(constraint.column) !== key,
  )
  return constraints.length === table.constraints.length ? table : { ...table, constraints }
}
