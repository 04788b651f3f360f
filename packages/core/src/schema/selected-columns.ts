import type { Column, ObjectName } from '../operations/column.ts'
import { bareName } from '../operations/names.ts'
import type { SelectedColumn, Selection, SelectionSource } from '../operations/selection.ts'
import { findObject, findTable } from './lookup.ts'
import type { SchemaState } from './schema-state.ts'
import { withTableCharset } from './table-charset.ts'

/** The columns that a table made from the query has; undefined where not even their names are known. */
export function selectedColumns(schema: SchemaState, selection: Selection): readonly Column[] | undefined {
  const columns: Column[] = []
  for (const selected of selection.columns) {
    const found = 'all' in selected ? all(schema, selection, selected.of) : one(schema, selection, selected)
    if (found === undefined) return undefined
    columns.push(...found)
  }
  const { names = [], merged } = selection
  return columns
    .map(({ invisible: _visible, ...column }, index) => ({ ...column, name: names[index] ?? column.name }))
    .map(column => (merged === true ? { name: column.name, nullable: true, partial: true } : column))
}

function all(
  schema: SchemaState,
  { from }: Selection,
  of: string | undefined,
): readonly Column[] | undefined {
  const sources = of === undefined ? from : from.filter(source => isCalled(schema, source, of))
  if (sources.length === 0) return undefined
  const columns = sources.map(source =>
    columnsOf(schema, source)?.filter(({ invisible }) => invisible !== true),
  )
  return columns.some(each => each === undefined) ? undefined : columns.flatMap(each => each ?? [])
}

function one(
  schema: SchemaState,
  { from }: Selection,
  { name, column, type, typeless }: Exclude<SelectedColumn, { readonly all: true }>,
): readonly Column[] {
  if (typeless === true) return [{ name, nullable: true }]
  if (type !== undefined) return [{ name, type, nullable: true }]
  const unknown: Column = { name, nullable: true, partial: true }
  if (column === undefined) return [unknown]
  const { of } = column
  const sources = of === undefined ? from : from.filter(source => isCalled(schema, source, of))
  const { columnKey } = schema.semantics
  const found = sources.map(source => columnsOf(schema, source))
  // A source that nothing is known of may have the column too.
  if (found.some(each => each === undefined)) return [unknown]
  const match = found
    .flatMap(each => each ?? [])
    .find(each => columnKey(each.name) === columnKey(column.name))
  return [match === undefined ? unknown : { ...match, name }]
}

function isCalled({ semantics }: SchemaState, { as }: SelectionSource, name: string): boolean {
  return semantics.columnKey(as) === semantics.columnKey(bareName(name))
}

function columnsOf(
  schema: SchemaState,
  { table, query, optional }: SelectionSource,
): readonly Column[] | undefined {
  const columns =
    table !== undefined ? columnsOfRelation(schema, table) : query && selectedColumns(schema, query)
  return optional === true ? columns?.map(column => ({ ...column, nullable: true })) : columns
}

/** A table's, or those that a view was made with. */
function columnsOfRelation(schema: SchemaState, name: ObjectName): readonly Column[] | undefined {
  const table = findTable(schema, name)
  if (table !== undefined) {
    if (!table.complete) return undefined
    return [...table.columns.values()].map(column => {
      const type = column.type && withTableCharset(column.type, table)
      const kept = keptOf(schema, type === undefined ? column : { ...column, type })
      return column.invisible === true ? { ...kept, invisible: true } : kept
    })
  }
  const view = findObject(schema, 'view', name) ?? findObject(schema, 'materialized-view', name)
  return view?.columns
}

/** A type is kept everywhere; what else is, the engine says. */
function keptOf({ semantics }: SchemaState, column: Column): Column {
  return (
    semantics.selectedColumn?.(column) ?? {
      name: column.name,
      ...(column.type === undefined ? { partial: true } : { type: column.type }),
      nullable: true,
    }
  )
}
