import type { Constraint, ObjectName } from '../operations/column.ts'
import { bareName, besideName } from '../operations/names.ts'
import { childTables } from './child-tables.ts'
import { changeTable, partlyKnownTable, putObject, putTable, removeObjects, removeTable } from './edit.ts'
import { objectsOn, sequencesOwnedBy, viewsReading } from './find-objects.ts'
import { findTable } from './lookup.ts'
import { nameList } from './name-list.ts'
import { partList } from './part-list.ts'
import { waitUnderName } from './partitioned-index.ts'
import { changeReferencesTo } from './references.ts'
import type { NamedObject, SchemaState, Table } from './schema-state.ts'
import { renameInText } from './sql-text.ts'
import { withReadsOf } from './view-reads.ts'

/** Foreign keys of other tables, partitions, triggers and owned sequences follow; names of constraints and
 * indexes stay as they are. */
export function renameTable(schema: SchemaState, from: ObjectName, to: ObjectName): SchemaState {
  const known = findTable(schema, from)
  if (known === undefined && schema.complete) return schema
  const parent = known?.options['partition of']
  const moved = moveTable(
    parent === undefined ? schema : waitUnderName(schema, parent, { from, to }),
    from,
    to,
  )
  if (leavesReferences(schema)) return takeTriggersAlong(moved, from, to)
  const renamed = renameInObjects(renameInTables(moved, from, to), from, to)
  return withSequencesMoved(renamed, from, to)
}

/** measured: SQLite 3.50, legacy_alter_table: sqlite_schema.tbl_name of a trigger is the new name all the same. */
function takeTriggersAlong(schema: SchemaState, from: ObjectName, to: ObjectName): SchemaState {
  return objectsOn(schema, from).reduce(
    (state, object) => putObject(removeObjects(state, [object]), { ...object, table: to }),
    schema,
  )
}

/** SQLite manual, ALTER TABLE RENAME: with legacy_alter_table, and foreign keys off, nothing else is written again. */
function leavesReferences({ sessionVariables }: SchemaState): boolean {
  return sessionVariables?.get('legacy_alter_table') === '1' && sessionVariables.get('foreign_keys') !== '1'
}

function moveTable(schema: SchemaState, from: ObjectName, to: ObjectName): SchemaState {
  const table = findTable(schema, from) ?? partlyKnownTable(from)
  const indexes = partList(table.indexes).replaced(table.indexes, index => ({ ...index, table: to }))
  const constraints = schema.semantics.foreignKeyCreatesIndex
    ? partList(table.constraints).replaced(table.constraints, each => withGeneratedName(each, table.name, to))
    : table.constraints
  return putTable(removeTable(schema, from), { ...table, name: to, indexes, constraints })
}

/** InnoDB's own names begin with the table's (MySQL 8.0 manual 15.1.20.5; measured: MariaDB 10.11, RENAME TABLE). */
function withGeneratedName(constraint: Constraint, from: ObjectName, to: ObjectName): Constraint {
  const start = `${bareName(from)}_ibfk_`
  if (constraint.type !== 'foreign-key' || constraint.name?.startsWith(start) !== true) return constraint
  return { ...constraint, name: `${bareName(to)}_ibfk_${constraint.name.slice(start.length)}` }
}

function renameInTables(schema: SchemaState, from: ObjectName, to: ObjectName): SchemaState {
  const referring = changeReferencesTo(schema, from, foreignKey => ({
    ...foreignKey,
    references: { ...foreignKey.references, table: to },
  }))
  return childTables(referring, from).reduce(
    (state, { name }) => changeTable(state, name, each => withParentRenamed(schema, each, from, to)),
    referring,
  )
}

function withParentRenamed(
  { semantics }: SchemaState,
  table: Table,
  from: ObjectName,
  to: ObjectName,
): Table {
  const key = semantics.objectKey(from)
  const renamed = (name: ObjectName): ObjectName => (semantics.objectKey(name) === key ? to : name)
  const { 'partition of': parent, inherits } = table.options
  return {
    ...table,
    options: {
      ...table.options,
      ...(parent === undefined ? {} : { 'partition of': renamed(parent) }),
      ...(inherits === undefined ? {} : { inherits: nameList(inherits).map(renamed).join(', ') }),
    },
  }
}

function renameInObjects(schema: SchemaState, from: ObjectName, to: ObjectName): SchemaState {
  const { objectKey, viewsFollowRenames } = schema.semantics
  const renamed = (name: ObjectName): ObjectName => (objectKey(name) === objectKey(from) ? to : name)
  const onTable = objectsOn(schema, from)
  const following = new Set(viewsFollowRenames ? [...viewsReading(schema, from), ...onTable] : [])
  const hanging = new Set([...following, ...onTable, ...sequencesOwnedBy(schema, from)])
  return [...hanging].reduce((state, object) => {
    const moved = following.has(object) ? viewOf(object, from, to) : object
    // What hangs on a table is found by the table's name.
    return putObject(
      object.table === undefined ? state : removeObjects(state, [object]),
      renameInObject(moved, renamed),
    )
  }, schema)

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

/** A sequence is in the schema of the table that owns it, and goes there with it (PostgreSQL manual, ALTER TABLE). */
function withSequencesMoved(schema: SchemaState, from: ObjectName, to: ObjectName): SchemaState {
  if (besideName(from, '') === besideName(to, '')) return schema
  return sequencesOwnedBy(schema, to).reduce((state, sequence) => {
    const name = besideName(to, bareName(sequence.name))
    return putObject(removeObjects(state, [sequence]), { ...sequence, name })
  }, schema)
}
