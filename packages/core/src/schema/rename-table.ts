import type { Constraint, ObjectName } from '../operations/column.ts'
import { bareName } from '../operations/names.ts'
import { changeEveryTable, partlyKnownTable, putTable, removeTable } from './edit.ts'
import { findTable, objectMapKey } from './lookup.ts'
import type { NamedObject, SchemaState, Table } from './schema-state.ts'
import { renameInText } from './sql-text.ts'
import { readsTable, withReadsOf } from './view-reads.ts'

/** Foreign keys of other tables, partitions, triggers and owned sequences follow; names of constraints and
 * indexes stay as they are. */
export function renameTable(schema: SchemaState, from: ObjectName, to: ObjectName): SchemaState {
  const known = findTable(schema, from)
  if (known === undefined && schema.complete) return schema
  const { objectKey } = schema.semantics
  const fromKey = objectKey(from)
  const renamed = (name: ObjectName): ObjectName => (objectKey(name) === fromKey ? to : name)
  const moved = moveTable(schema, from, to)
  if (leavesReferences(schema)) return moved
  return renameInObjects(
    changeEveryTable(moved, table => renameInTable(table, renamed)),
    from,
    to,
  )
}

/** SQLite manual, ALTER TABLE RENAME: with legacy_alter_table, and foreign keys off, nothing else is written again. */
function leavesReferences({ sessionVariables }: SchemaState): boolean {
  return sessionVariables?.get('legacy_alter_table') === '1' && sessionVariables.get('foreign_keys') !== '1'
}

function moveTable(schema: SchemaState, from: ObjectName, to: ObjectName): SchemaState {
  const table = findTable(schema, from) ?? partlyKnownTable(from)
  const indexes = table.indexes.map(index => ({ ...index, table: to }))
  const constraints = schema.semantics.foreignKeyCreatesIndex
    ? table.constraints.map(constraint => withGeneratedName(constraint, table.name, to))
    : table.constraints
  return putTable(removeTable(schema, from), { ...table, name: to, indexes, constraints })
}

/** InnoDB's own names begin with the table's (MySQL 8.0 manual 15.1.20.5; measured: MariaDB 10.11, RENAME TABLE). */
function withGeneratedName(constraint: Constraint, from: ObjectName, to: ObjectName): Constraint {
  const start = `${bareName(from)}_ibfk_`
  if (constraint.type !== 'foreign-key' || constraint.name?.startsWith(start) !== true) return constraint
  return { ...constraint, name: `${bareName(to)}_ibfk_${constraint.name.slice(start.length)}` }
}

function renameInTable(table: Table, renamed: (name: ObjectName) => ObjectName): Table {
  const parent = table.options['partition of']
  const newParent = parent === undefined ? undefined : renamed(parent)
  const constraints = table.constraints.map(constraint => renameReference(constraint, renamed))
  const unchanged = constraints.every((constraint, index) => constraint === table.constraints[index])
  if (unchanged && newParent === parent) return table
  return {
    ...table,
    constraints,
    ...(newParent === undefined ? {} : { options: { ...table.options, 'partition of': newParent } }),
  }
}

function renameReference(constraint: Constraint, renamed: (name: ObjectName) => ObjectName): Constraint {
  if (constraint.type !== 'foreign-key') return constraint
  const table = renamed(constraint.references.table)
  return table === constraint.references.table
    ? constraint
    : { ...constraint, references: { ...constraint.references, table } }
}

function renameInObjects(schema: SchemaState, from: ObjectName, to: ObjectName): SchemaState {
  const { objectKey, viewsFollowRenames } = schema.semantics
  const renamed = (name: ObjectName): ObjectName => (objectKey(name) === objectKey(from) ? to : name)
  const objects = [...schema.objects.values()].map((object): [string, NamedObject] => {
    const follows = viewsFollowRenames && (readsTable(schema, object, from) || isOn(object, from))
    const moved = follows ? viewOf(object, from, to) : object
    const placed = renameInObject(moved, renamed)
    return [objectMapKey(schema.semantics, placed.type, placed.name, placed.table), placed]
  })
  return { ...schema, objects: new Map(objects) }

  function isOn({ table }: NamedObject, name: ObjectName): boolean {
    return table !== undefined && objectKey(table) === objectKey(name)
  }

  function viewOf(view: NamedObject, oldName: ObjectName, newName: ObjectName): NamedObject {
    return {
      ...view,
      definition: renameInText(
        view.definition,
        bareName(oldName),
        bareName(newName),
        schema.semantics.columnKey,
      ),
      ...(view.reads !== undefined && { reads: view.reads.map(renamed) }),
      ...withReadsOf(view, renamed),
    }
  }
}

function renameInObject(object: NamedObject, renamed: (name: ObjectName) => ObjectName): NamedObject {
  return {
    ...object,
    ...(object.table === undefined ? {} : { table: renamed(object.table) }),
    ...(object.ownedBy === undefined
      ? {}
      : { ownedBy: { ...object.ownedBy, table: renamed(object.ownedBy.table) } }),
  }
}
