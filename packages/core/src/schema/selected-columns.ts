import type { Column, ObjectName } from '../operations/column.ts'
import { bareName } from '../operations/names.ts'
import type { SelectedColumn, Selection, SelectionSource } from '../operations/selection.ts'
import { findObject, findTable } from './lookup.ts'
import type { SchemaState } from './schema-state.ts'
import { withTableCharset } from './table-charset.ts'

/** MySQL 8.0 manual, Limits on Table Column Count; PostgreSQL and SQLite take fewer. A server refuses more: views that each
 * select twice what the one before has would else fill the memory. */
const mostColumns = 4096

/** A table, view or query that is selected from; its columns are put together once, however many of them are selected. */
interface Source {
  readonly as: string
  readonly columns: readonly Column[] | undefined
  readonly byKey: ReadonlyMap<string, Column>
}

/** The columns that a table made from the query has; undefined where not even their names are known. */
export function selectedColumns(schema: SchemaState, selection: Selection): readonly Column[] | undefined {
  const sources = sourcesOf(schema, selection)
  const columns: Column[] = []
  for (const selected of selection.columns) {
    const found = 'all' in selected ? all(schema, sources, selected.of) : one(schema, sources, selected)
    if (found === undefined || columns.length + found.length > mostColumns) return undefined
    columns.push(...found)
  }
  const { names = [], merged } = selection
  return columns
    .map(({ invisible: _visible, ...column }, index) => ({ ...column, name: names[index] ?? column.name }))
    .map(column => (merged === true ? { name: column.name, nullable: true, partial: true } : column))
}

function sourcesOf(schema: SchemaState, { columns, from }: Selection): readonly Source[] {
  const needsThem = columns.some(each => 'all' in each || each.column !== undefined)
  if (!needsThem) return from.map(({ as }) => ({ as, columns: undefined, byKey: new Map() }))
  return from.map(source => {
    const found = columnsOf(schema, source)
    const byKey = new Map<string, Column>()
    for (const column of found ?? []) {
      const key = schema.semantics.columnKey(column.name)
      if (!byKey.has(key)) byKey.set(key, column)
    }
    return { as: source.as, columns: found, byKey }
  })
}

function all(
  schema: SchemaState,
  from: readonly Source[],
  of: string | undefined,
): readonly Column[] | undefined {
  const sources = of === undefined ? from : from.filter(source => isCalled(schema, source, of))
  if (sources.length === 0) return undefined
  const columns = sources.map(source => source.columns?.filter(({ invisible }) => invisible !== true))
  return columns.some(each => each === undefined) ? undefined : columns.flatMap(each => each ?? [])
}

function one(
  schema: SchemaState,
  from: readonly Source[],
  { name, column, type, typeless }: Exclude<SelectedColumn, { readonly all: true }>,
): readonly Column[] {
  if (typeless === true) return [{ name, nullable: true }]
  if (type !== undefined) return [{ name, type, nullable: true }]
  const unknown: Column = { name, nullable: true, partial: true }
  if (column === undefined) return [unknown]
  const { of } = column
  const sources = of === undefined ? from : from.filter(source => isCalled(schema, source, of))
  // A source that nothing is known of may have the column too.
  if (sources.some(({ columns }) => columns === undefined)) return [unknown]
  const key = schema.semantics.columnKey(column.name)
  const match = sources.map(({ byKey }) => byKey.get(key)).find(each => each !== undefined)
  return [match === undefined ? unknown : { ...match, name }]
}

function isCalled({ semantics }: SchemaState, { as }: Source, name: string): boolean {
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
