import type { Column, Constraint, Index, IndexPart, ObjectName } from '../operations/column.ts'
import type { ReadColumn } from '../operations/selection.ts'
import { changeTable, putObject } from './edit.ts'
import { columnsComputedFrom } from './find-columns.ts'
import { objectsOn, sequencesOwnedBy, viewsReading } from './find-objects.ts'
import { constraintsWith, indexesWith } from './find-parts.ts'
import { indexed } from './indexed-map.ts'
import { findColumn } from './lookup.ts'
import { partList } from './part-list.ts'
import { changeReferencesTo } from './references.ts'
import type { SchemaSemantics, SchemaState, Table } from './schema-state.ts'
import { namesIn, renameInText } from './sql-text.ts'

/** The new name is carried into constraints, indexes, generated columns and foreign keys of other tables. */
export function renameColumn(
  schema: SchemaState,
  tableName: ObjectName,
  from: string,
  to: string,
): SchemaState {
  const { semantics } = schema
  const rename: Rename = {
    name: name => (semantics.columnKey(name) === semantics.columnKey(from) ? to : name),
    text: text => renameInText(text, from, to, semantics.columnKey),
  }
  const renamed = changeTable(schema, tableName, table => renameInTable(table, from, to, rename, semantics))
  const referenced = changeReferencesTo(renamed, tableName, ({ references, ...rest }) => ({
    ...rest,
    references: { ...references, columns: references.columns.map(rename.name) },
  }))
  const moved = renameOwner(noteInObjects(referenced, tableName, from), tableName, from, to)
  return renameInViews(moved, tableName, from, rename)
}

interface Rename {
  name(name: string): string
  text(text: string): string
}

function renameInTable(
  table: Table,
  from: string,
  to: string,
  rename: Rename,
  semantics: SchemaSemantics,
): Table {
  const column = findColumn(table, from, semantics)
  if (column === undefined && table.complete) return table
  const known: Column = column ?? { name: from, nullable: true, partial: true }
  const { columnKey } = semantics
  const renamed = indexed(table.columns).renamed(columnKey(from), columnKey(to), { ...known, name: to })
  return {
    ...table,
    columns: columnsComputedFrom(table, from, semantics)
      .filter(({ name }) => columnKey(name) !== columnKey(from))
      .reduce((columns, each) => columns.with(columnKey(each.name), inColumn(each, rename)), renamed),
    constraints: partList(table.constraints).replaced(constraintsWith(table, from, semantics), constraint =>
      inConstraint(constraint, rename),
    ),
    indexes: partList(table.indexes).replaced(indexesWith(table, from, semantics), index =>
      inIndex(index, rename),
    ),
  }
}

function inColumn(column: Column, rename: Rename): Column {
  if (column.generated === undefined) return column
  return {
    ...column,
    generated: { ...column.generated, expression: rename.text(column.generated.expression) },
  }
}

function inConstraint(constraint: Constraint, rename: Rename): Constraint {
  switch (constraint.type) {
    case 'check':
      return {
        ...constraint,
        expression: rename.text(constraint.expression),
        // A column's check keeps the name that it had from its column (measured: MariaDB 10.11).
        ...(constraint.column === undefined ? {} : { column: rename.name(constraint.column) }),
      }
    case 'exclusion':
      return { ...constraint, definition: rename.text(constraint.definition) }
    default:
      return { ...constraint, columns: constraint.columns.map(rename.name) }
  }
}

function inIndex(index: Index, rename: Rename): Index {
  return {
    ...index,
    parts: index.parts.map(part => inPart(part, rename)),
    ...(index.where === undefined ? {} : { where: rename.text(index.where) }),
    ...(index.include === undefined ? {} : { include: index.include.map(rename.name) }),
  }
}

function inPart(part: IndexPart, rename: Rename): IndexPart {
  return {
    ...part,
    ...(part.column === undefined ? {} : { column: rename.name(part.column) }),
    ...(part.expression === undefined ? {} : { expression: rename.text(part.expression) }),
  }
}

function renameOwner(schema: SchemaState, table: ObjectName, from: string, to: string): SchemaState {
  return sequencesOwnedBy(schema, table, from).reduce(
    (state, sequence) => putObject(state, { ...sequence, ownedBy: { table, column: to } }),
    schema,
  )
}

/** The text of a trigger, policy or rule has the old name. */
function noteInObjects(schema: SchemaState, table: ObjectName, column: string): SchemaState {
  const { columnKey } = schema.semantics
  return objectsOn(schema, table)
    .filter(({ definition }) => namesIn(definition).some(name => columnKey(name) === columnKey(column)))
    .reduce((state, object) => putObject(state, { ...object, unkept: true }), schema)
}

/** Of a view over several tables, the name may be another table's: its text stays. */
function renameInViews(schema: SchemaState, table: ObjectName, from: string, rename: Rename): SchemaState {
  if (schema.semantics.viewsFollowRenames !== true) return schema
  return viewsReading(schema, table, from).reduce((state, view) => {
    const { readsColumns } = view
    const isOnlyOne = view.reads?.length === 1
    return putObject(state, {
      ...view,
      // Its own column keeps the name, which the text does not say.
      unkept: true as const,
      ...(isOnlyOne ? { definition: rename.text(view.definition) } : { definitionIsOld: true as const }),
      ...(readsColumns && {
        readsColumns: readsColumns.flatMap(each => readsRenamed(schema, each, table, isOnlyOne, rename)),
      }),
    })
  }, schema)
}

/** Where it is not said whose column it is, it may be that of another table too. */
function readsRenamed(
  { semantics }: SchemaState,
  column: ReadColumn,
  table: ObjectName,
  isOnlyOne: boolean,
  rename: Rename,
): readonly ReadColumn[] {
  const { of, name } = column
  if (of !== undefined && semantics.objectKey(of) !== semantics.objectKey(table)) return [column]
  const renamed = { ...column, name: rename.name(name) }
  return of === undefined && !isOnlyOne && renamed.name !== name ? [column, renamed] : [renamed]
}
