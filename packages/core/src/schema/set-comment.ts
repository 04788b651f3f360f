import type { Column } from '../operations/column.ts'
import { bareName, joinName, nameParts } from '../operations/names.ts'
import type { OperationOf } from '../operations/operation.ts'
import { changeConstraint } from './apply-constraint.ts'
import { withComment } from './apply-table.ts'
import { changeTable, putEnum, putObject, withEntry } from './edit.ts'
import { objectsNamed, objectsOn } from './find-objects.ts'
import { findColumn, findEnum, findTable } from './lookup.ts'
import type { SchemaState, Table } from './schema-state.ts'
import { asUnkept, withUnkeptIndex } from './unkept.ts'

/** Of comments on other things than tables and columns it is kept that there are some. */
export function setComment(schema: SchemaState, operation: OperationOf<'set-comment'>): SchemaState {
  const text = operation.comment ?? ''
  if (operation.objectType === 'table') {
    return changeTable(schema, operation.name, table => withComment(table, text))
  }
  if (operation.objectType !== 'column') return text === '' ? schema : noteComment(schema, operation)
  const name = bareName(operation.name)
  const tableName = joinName(nameParts(operation.name).slice(0, -1))
  return changeTable(schema, tableName, table => commentColumn(schema, table, name, text))
}

function noteComment(schema: SchemaState, { objectType, name }: OperationOf<'set-comment'>): SchemaState {
  if (objectType === 'index') {
    return withUnkeptIndex(schema, name)
  }
  const on = joinName(nameParts(name).slice(0, -1))
  if (objectType === 'constraint') {
    return findTable(schema, on) === undefined
      ? schema
      : changeTable(schema, on, each => changeConstraint(schema.semantics, each, bareName(name), asUnkept))
  }
  const type = objectType === 'type' ? findEnum(schema, name) : undefined
  if (type !== undefined) return putEnum(schema, { ...type, unkept: true })
  const named = [
    ...objectsNamed(schema, name),
    ...objectsOn(schema, on).filter(each => each.name === bareName(name)),
  ]
  return named.reduce((state, object) => putObject(state, asUnkept(object)), schema)
}

function commentColumn({ semantics }: SchemaState, table: Table, name: string, text: string): Table {
  const column = findColumn(table, name, semantics)
  if (column === undefined && table.complete) return table
  const { comment: _previous, ...rest } = column ?? { name, nullable: true, partial: true as const }
  const changed: Column = text === '' ? rest : { ...rest, comment: text }
  return { ...table, columns: withEntry(table.columns, semantics.columnKey(name), changed) }
}
