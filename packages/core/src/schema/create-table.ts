import type { Column, Constraint, ObjectName } from '../operations/column.ts'
import type { OperationOf } from '../operations/operation.ts'
import type { LikeClause, LikePart } from '../operations/table-operation.ts'
import { addConstraint } from './add-constraint.ts'
import { addIndex } from './add-index.ts'
import { inheritedColumns, ownColumns, sourceNames } from './copied-columns.ts'
import { databaseDefaults } from './database-charset.ts'
import { dropTable } from './drop-table.ts'
import { putTable } from './edit.ts'
import { constraintsOfType } from './find-parts.ts'
import { findTable } from './lookup.ts'
import { ownSequence } from './owned-sequence.ts'
import { attachIndexesOf } from './partitioned-index.ts'
import { isPassing } from './passing-options.ts'
import { withoutSameKeys } from './same-keys.ts'
import type { SchemaState, Table } from './schema-state.ts'
import { selectedColumns } from './selected-columns.ts'
import { shadow } from './temporary-tables.ts'

type CreateTable = OperationOf<'create-table'>

export function createTable(schema: SchemaState, operation: CreateTable): SchemaState {
  const existing = findTable(schema, operation.table)
  if (operation.temporary && existing !== undefined && existing.options.temporary === undefined) {
    return createTable(shadow(schema, existing), operation)
  }
  if (existing !== undefined && !operation.orReplace) {
    // Without IF NOT EXISTS the statement fails on a table that is there; one known in part may be an assumption.
    if (operation.ifNotExists || existing.complete) return schema
  }
  const cleared =
    existing !== undefined ? dropTable(schema, { table: operation.table, cascade: false }) : schema
  const bare = putTable(cleared, bareTable(cleared, operation))
  const withCopies = copiedParts(cleared, operation).reduce((state, add) => add(state), bare)
  const isForeignKey = ({ type }: Constraint): boolean => type === 'foreign-key'
  const keys = schema.semantics.sameKeysAreOne === true ? withoutSameKeys(operation) : operation
  const withKeys = addConstraints(withCopies, keys, constraint => !isForeignKey(constraint))
  const withIndexes = operation.indexes.reduce(
    (state, index) => addIndex(state, { ...index, table: operation.table }),
    withKeys,
  )
  // After the indexes: one of them may serve the foreign key, which then makes none of its own.
  const withForeignKeys = addConstraints(withIndexes, operation, isForeignKey)
  const attached =
    operation.partitionOf === undefined
      ? withForeignKeys
      : attachIndexesOf(withForeignKeys, operation.partitionOf, operation.table)
  return operation.columns.reduce((state, column) => ownSequence(state, operation.table, column), attached)
}

function addConstraints(
  schema: SchemaState,
  { table, constraints }: CreateTable,
  belongs: (constraint: Constraint) => boolean,
): SchemaState {
  return constraints
    .filter(belongs)
    .reduce((state, constraint) => addConstraint(state, table, constraint), schema)
}

function bareTable(schema: SchemaState, operation: CreateTable): Table {
  const own = ownColumns(schema, operation)
  const inherited = inheritedColumns(schema, operation, own)
  const isInherited = new Set(inherited.map(([key]) => key))
  const added = own.filter(([key]) => !isInherited.has(key))
  const selected = selectedInto(schema, operation)
  const { comment, ...written } = operation.options
  const options = Object.fromEntries(Object.entries(written).filter(([option]) => !isPassing(option)))
  return {
    name: operation.table,
    columns: new Map([...inherited, ...(selected === undefined ? added : besideSelected(added, selected))]),
    constraints: [],
    indexes: [],
    options: {
      ...inheritedOptions(schema, operation),
      ...options,
      ...(operation.temporary ? { temporary: 'yes' } : {}),
      ...(operation.partitionOf === undefined ? {} : { 'partition of': operation.partitionOf }),
      ...(operation.inherits === undefined ? {} : { inherits: operation.inherits.join(', ') }),
    },
    complete:
      (operation.asSelect !== true || selected !== undefined) &&
      // The columns of a typed table are in its type's definition.
      options['of type'] === undefined &&
      sourceNames(operation).every(name => findTable(schema, name)?.complete === true),
    ...commentOf(comment ?? modelOf(schema, operation)?.comment),
  }
}

function commentOf(comment: string | undefined): Pick<Table, 'comment'> {
  return comment === undefined || comment === '' ? {} : { comment }
}

function inheritedOptions(schema: SchemaState, operation: CreateTable): Table['options'] {
  if (modelOf(schema, operation) !== undefined) return copiedOptions(schema, operation)
  const { charset, collate } = operation.options
  return charset === undefined && collate === undefined ? databaseDefaults(schema, operation.table) : {}
}

/** The table that CREATE TABLE … LIKE takes for everything (MySQL and MariaDB). */
function modelOf(schema: SchemaState, { likes = [] }: CreateTable): Table | undefined {
  const [like] = likes
  return like === undefined || like.including !== undefined ? undefined : findTable(schema, like.table)
}

/** Engine, character set, partitions and comment too (measured: MariaDB 10.11; MySQL 8.4 manual, CREATE TABLE ... LIKE). */
function copiedOptions(schema: SchemaState, operation: CreateTable): Table['options'] {
  const options = Object.entries(modelOf(schema, operation)?.options ?? {})
  return Object.fromEntries(
    options.filter(
      ([option]) => option !== 'temporary' && !/^(?:(?:column )?privileges|grant option) of /.test(option),
    ),
  )
}

function selectedInto(
  schema: SchemaState,
  { asSelect, selection }: CreateTable,
): readonly [string, Column][] | undefined {
  if (asSelect !== true || selection === undefined) return undefined
  const columns = selectedColumns(schema, selection)
  return columns?.map(column => [schema.semantics.columnKey(column.name), column])
}

/** MySQL 8.0 manual 15.1.20.4: columns that are written come first, but for those that the query gives too. */
function besideSelected(
  own: readonly (readonly [string, Column])[],
  selected: readonly [string, Column][],
): readonly (readonly [string, Column])[] {
  const written = new Map(own)
  const keys = new Set(selected.map(([key]) => key))
  return [
    ...own.filter(([key]) => !keys.has(key)),
    ...selected.map(([key, column]): [string, Column] => [key, written.get(key) ?? column]),
  ]
}

/** Checks are inherited under their names (PostgreSQL manual 5.11); keys are not. */
function inheritedChecks(
  schema: SchemaState,
  { inherits = [], partitionOf }: CreateTable,
): readonly Constraint[] {
  return [...(partitionOf === undefined ? [] : [partitionOf]), ...inherits]
    .map(name => findTable(schema, name))
    .flatMap(parent => (parent === undefined ? [] : constraintsOfType(parent, 'check')))
    .filter(({ noInherit }) => noInherit !== true)
}

/** What a table copied with LIKE has of its model: keys, checks and indexes under new names, no foreign keys. */
function copiedParts(
  schema: SchemaState,
  operation: CreateTable,
): readonly ((state: SchemaState) => SchemaState)[] {
  const checks = inheritedChecks(schema, operation).map(
    check => (state: SchemaState) => addConstraint(state, operation.table, check),
  )
  return [...checks, ...(operation.likes ?? []).flatMap(like => partsLike(schema, operation.table, like))]
}

function partsLike(
  schema: SchemaState,
  table: ObjectName,
  { table: name, including }: LikeClause,
): readonly ((state: SchemaState) => SchemaState)[] {
  const model = findTable(schema, name)
  if (model === undefined) return []
  const isCopied = (part: LikePart): boolean => including === undefined || including.includes(part)
  const constraints = model.constraints
    .filter(({ type }) => type !== 'foreign-key' && isCopied(type === 'check' ? 'constraints' : 'indexes'))
    .map(constraint => (state: SchemaState) => addConstraint(state, table, unnamed(constraint)))
  const indexes = (isCopied('indexes') ? model.indexes : []).map(index => (state: SchemaState) => {
    const { name: indexName, unattached: _waiting, attachedTo: _above, ...rest } = index
    const keepsName = schema.semantics.indexNamesPer === 'table' && indexName !== undefined
    return addIndex(state, { ...rest, table, ...(keepsName ? { name: indexName } : {}) })
  })
  return [...constraints, ...indexes]
}

/** A CHECK keeps its name: names of checks are looked up within their table. */
function unnamed(constraint: Constraint): Constraint {
  if (constraint.type === 'check') return constraint
  const { name: _name, ...rest } = constraint
  return rest
}
