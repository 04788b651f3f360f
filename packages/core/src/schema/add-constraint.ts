import type { Column, Constraint, Index, ObjectName } from '../operations/column.ts'
import { partitionsOf } from './child-tables.ts'
import { changeTable, withEntry } from './edit.ts'
import { constraintsNamed, constraintsOfType } from './find-parts.ts'
import { addForeignKeyIndex } from './foreign-key-index.ts'
import { columnsOf, findTable, primaryKeyOf } from './lookup.ts'
import { type PartList, type Parts, partList } from './part-list.ts'
import type { SchemaState, Table } from './schema-state.ts'
import { withoutServedIndexes } from './served-indexes.ts'
import { takenNames } from './taken-names.ts'

/** Adds it under its own name or the engine's, with what it brings: NOT NULL for a key, an index for a foreign key. */
export function addConstraint(
  schema: SchemaState,
  tableName: ObjectName,
  constraint: Constraint,
): SchemaState {
  const added = changeTable(schema, tableName, table => {
    const named = withName(schema, table, withReferencedKey(schema, table, constraint))
    const constraints = withoutDuplicate(schema, table, named).with(named)
    return withImpliedNotNull(
      schema,
      { ...table, constraints, indexes: indexesBeside(schema, table, named) },
      named,
    )
  })
  if (isNotNullKey(schema, constraint)) return requireInChildren(added, tableName, constraint.columns)
  return schema.semantics.foreignKeyCreatesIndex && constraint.type === 'foreign-key'
    ? addForeignKeyIndex(added, tableName, constraint)
    : added
}

/** A key is an index too: it may serve a foreign key better than the index made for that. */
function indexesBeside({ semantics }: SchemaState, table: Table, added: Constraint): Parts<Index> {
  return added.type === 'primary-key' || added.type === 'unique'
    ? withoutServedIndexes(table, added.columns, semantics)
    : table.indexes
}

/** REFERENCES without columns means the parent's primary key. */
function withReferencedKey(schema: SchemaState, table: Table, constraint: Constraint): Constraint {
  if (constraint.type !== 'foreign-key' || constraint.references.columns.length > 0) return constraint
  const { objectKey } = schema.semantics
  const { references } = constraint
  const isSelf = objectKey(references.table) === objectKey(table.name)
  const parent = isSelf ? table : findTable(schema, references.table)
  const key = parent && primaryKeyOf(parent)
  return key === undefined
    ? constraint
    : { ...constraint, references: { ...references, columns: columnsOf(key) } }
}

function withName(
  schema: SchemaState,
  table: Table,
  constraint: Constraint,
): Constraint & { readonly name: string } {
  const { name } = constraint
  if (name !== undefined) return { ...constraint, name }
  const taken = takenNames(schema, table)
  return {
    ...constraint,
    name: schema.semantics.constraintName(table.name, constraint, taken),
    implicitName: true,
  }
}

/** A table has one primary key; a second statement about it says the same again. */
function withoutDuplicate(
  { semantics }: SchemaState,
  table: Table,
  added: Constraint & { readonly name: string },
): PartList<Constraint> {
  const sameNamed = constraintsNamed(table, added.name, semantics).filter(
    ({ name, type }) => name === added.name && type === added.type,
  )
  return partList(table.constraints).without(
    added.type === 'primary-key' ? [...sameNamed, ...constraintsOfType(table, 'primary-key')] : sameNamed,
  )
}

function isNotNullKey(
  { semantics }: SchemaState,
  constraint: Constraint,
): constraint is Extract<Constraint, { readonly type: 'not-null' | 'primary-key' }> {
  return (
    constraint.type === 'not-null' ||
    (constraint.type === 'primary-key' && semantics.primaryKeyImpliesNotNull)
  )
}

/** The partitions' columns are NOT NULL as the parent's are; those of tables that inherit are with a key from 18 on. */
function requireInChildren(schema: SchemaState, table: ObjectName, columns: readonly string[]): SchemaState {
  return partitionsOf(schema, table).reduce((state, { name }) => {
    const required = changeTable(state, name, each => ({
      ...each,
      columns: requireColumns(state, each, columns),
    }))
    return requireInChildren(required, name, columns)
  }, schema)
}

function withImpliedNotNull(schema: SchemaState, table: Table, constraint: Constraint): Table {
  return isNotNullKey(schema, constraint)
    ? { ...table, columns: requireColumns(schema, table, constraint.columns) }
    : table
}

export function requireColumns(
  schema: SchemaState,
  table: Table,
  names: readonly string[],
): ReadonlyMap<string, Column> {
  return names.map(schema.semantics.columnKey).reduce((columns, key) => {
    const column = columns.get(key)
    return column?.nullable === true ? withEntry(columns, key, { ...column, nullable: false }) : columns
  }, table.columns)
}
