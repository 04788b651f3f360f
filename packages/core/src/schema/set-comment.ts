import type { Column } from '../operations/column.ts'
import { bareName, joinName, nameParts } from '../operations/names.ts'
import type { OperationOf } from '../operations/operation.ts'
import { changeConstraint } from './apply-constraint.ts'
import { withComment } from './apply-table.ts'
import { changeTable, putEnum, putObject, withEntry } from './edit.ts'
import { objectsNamed, objectsOn } from './find-objects.ts'
import { indexesNamed } from './find-parts.ts'
import { findColumn, findEnum, findTable, tableOfIndex } from './lookup.ts'
import { partList } from './part-list.ts'
import type { SchemaState, Table } from './schema-state.ts'

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
    const table = tableOfIndex(schema, name)
    return table === undefined
      ? schema
      : changeTable(schema, table.name, each => noteIndex(schema, each, name))
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

/** Of an index, or of the key that it is for. */
function noteIndex({ semantics }: SchemaState, table: Table, name: string): Table {
  const indexes = partList(table.indexes).replaced(indexesNamed(table, name, semantics), asUnkept)
  return changeConstraint(semantics, { ...table, indexes }, name, asUnkept)
}

function asUnkept<Part>(part: Part): Part & { readonly unkept: true } {
  return { ...part, unkept: true }
}

function commentColumn({ semantics }: SchemaState, table: Table, name: string, text: string): Table {
  const column = findColumn(table, name, semantics)
  if (column === undefined && table.complete) return table
  const { comment: _previous, ...rest } = column ?? { name, nullable: true, partial: true as const }
  const changed: Column = text === '' ? rest : { ...rest, comment: text }
  return { ...table, columns: withEntry(table.columns, semantics.columnKey(name), changed) }
}
