import type { Column } from '../operations/column.ts'
import { bareName, joinName, nameParts } from '../operations/names.ts'
import type { OperationOf } from '../operations/operation.ts'
import { withComment } from './apply-table.ts'
import { changeTable, withEntry } from './edit.ts'
import { findColumn } from './lookup.ts'
import type { SchemaState, Table } from './schema-state.ts'

/** Comments on other things than tables and columns are not kept. */
export function setComment(schema: SchemaState, operation: OperationOf<'set-comment'>): SchemaState {
  const text = operation.comment ?? ''
  if (operation.objectType === 'table') {
    return changeTable(schema, operation.name, table => withComment(table, text))
  }
  if (operation.objectType !== 'column') return schema
  const name = bareName(operation.name)
  const tableName = joinName(nameParts(operation.name).slice(0, -1))
  return changeTable(schema, tableName, table => commentColumn(schema, table, name, text))
}

function commentColumn({ semantics }: SchemaState, table: Table, name: string, text: string): Table {
  const column = findColumn(table, name, semantics)
  if (column === undefined && table.complete) return table
  const { comment: _previous, ...rest } = column ?? { name, nullable: true, partial: true as const }
  const changed: Column = text === '' ? rest : { ...rest, comment: text }
  return { ...table, columns: withEntry(table.columns, semantics.columnKey(name), changed) }
}
