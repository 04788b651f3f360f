import type { Constraint, Index, ObjectName } from '../operations/column.ts'
import type { OperationOf } from '../operations/operation.ts'
import { dropReaders } from './cascade.ts'
import { changeTable, removeObjects, withoutEntry } from './edit.ts'
import { columnsComputedFrom } from './find-columns.ts'
import { objectsOn, viewsReading } from './find-objects.ts'
import { constraintsWith, indexesWith, namesInConstraint } from './find-parts.ts'
import { findTable } from './lookup.ts'
import { dropOwnedSequences } from './owned-sequence.ts'
import { partList } from './part-list.ts'
import { changeReferencesTo } from './references.ts'
import type { SchemaSemantics, SchemaState, Table } from './schema-state.ts'
import { namesIn } from './sql-text.ts'

/** What uses the column goes with it: indexes and constraints whole (PostgreSQL), or shrunk by it (MySQL);
 * CASCADE takes views and foreign keys of other tables. */
export function dropColumn(schema: SchemaState, operation: OperationOf<'drop-column'>): SchemaState {
  const { table: tableName, column, cascade } = operation
  const dropped = changeTable(schema, tableName, table => withoutColumn(schema.semantics, table, column))
  const owned = dropHangers(dropOwnedSequences(dropped, { table: tableName, column, cascade }), operation)
  if (!cascade) return owned
  const computed = computedFrom(schema, tableName, column)
  const withoutComputed = computed.reduce(
    (state, name) => dropColumn(state, { ...operation, column: name }),
    owned,
  )
  const views = viewsReading(schema, tableName, column)
  const withoutReaders = views.reduce((state, { name }) => dropReaders(state, name), withoutComputed)
  const withoutViews = removeObjects(withoutReaders, views)
  return dropReferencesTo(withoutViews, tableName, column)
}

/** Statistics of several columns go with each of them, a policy that names it with CASCADE (PostgreSQL). */
function dropHangers(
  schema: SchemaState,
  { table, column, cascade }: OperationOf<'drop-column'>,
): SchemaState {
  const { columnKey } = schema.semantics
  const gone = objectsOn(schema, table).filter(({ type, definition }) => {
    if (type !== 'statistics' && !(cascade && type === 'policy')) return false
    return namesIn(definition).some(name => columnKey(name) === columnKey(column))
  })
  return removeObjects(schema, gone)
}

/** The generated columns whose expression names the column; none may name another generated one (PostgreSQL
 * manual 5.4). */
function computedFrom(schema: SchemaState, tableName: ObjectName, column: string): readonly string[] {
  const { columnKey } = schema.semantics
  const table = findTable(schema, tableName)
  const computed = table === undefined ? [] : columnsComputedFrom(table, column, schema.semantics)
  return computed.map(({ name }) => name).filter(name => columnKey(name) !== columnKey(column))
}

function withoutColumn(semantics: SchemaSemantics, table: Table, column: string): Table {
  const key = semantics.columnKey(column)
  if (!table.columns.has(key) && table.complete) return table
  const isColumn = (name: string): boolean => semantics.columnKey(name) === key
  return {
    ...table,
    columns: withoutEntry(table.columns, key),
    constraints: partList(table.constraints).replaced(constraintsWith(table, column, semantics), constraint =>
      constraintWithout(constraint, isColumn, semantics),
    ),
    indexes: partList(table.indexes).replaced(indexesWith(table, column, semantics), index =>
      indexWithout(index, isColumn, semantics),
    ),
  }
}

function constraintWithout(
  constraint: Constraint,
  isColumn: (name: string) => boolean,
  { droppedColumnInIndex }: SchemaSemantics,
): Constraint | undefined {
  if (!namesInConstraint(constraint).some(isColumn)) return constraint
  if (constraint.type === 'check' || constraint.type === 'exclusion') return undefined
  const shrinks = constraint.type === 'primary-key' || constraint.type === 'unique'
  const columns = constraint.columns.filter(name => !isColumn(name))
  return shrinks && droppedColumnInIndex === 'shrinks-index' && columns.length > 0
    ? { ...constraint, columns }
    : undefined
}

function indexWithout(
  index: Index,
  isColumn: (name: string) => boolean,
  { droppedColumnInIndex }: SchemaSemantics,
): Index | undefined {
  const parts = index.parts.filter(
    part =>
      !(part.column !== undefined && isColumn(part.column)) && !namesIn(part.expression ?? '').some(isColumn),
  )
  const elsewhere = [...namesIn(index.where ?? ''), ...(index.include ?? [])].some(isColumn)
  if (parts.length === index.parts.length && !elsewhere) return index
  return droppedColumnInIndex === 'shrinks-index' && parts.length > 0 ? { ...index, parts } : undefined
}

function dropReferencesTo(schema: SchemaState, target: ObjectName, column: string): SchemaState {
  const { columnKey } = schema.semantics
  return changeReferencesTo(schema, target, foreignKey =>
    foreignKey.references.columns.some(name => columnKey(name) === columnKey(column))
      ? undefined
      : foreignKey,
  )
}
