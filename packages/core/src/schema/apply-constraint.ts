import type { Constraint, Index, ObjectName } from '../operations/column.ts'
import type { OperationOf } from '../operations/operation.ts'
import { addConstraint } from './add-constraint.ts'
import { childTables } from './child-tables.ts'
import { dropForeignKeysTo } from './drop-foreign-keys.ts'
import { changeTable, withEntry } from './edit.ts'
import { constraintsNamed, constraintsOfType, indexesNamed } from './find-parts.ts'
import { backingConstraint, columnsOf, findConstraint, findIndex, findTable } from './lookup.ts'
import { partList } from './part-list.ts'
import { dropAttached, renameAttached, waitsFor, withAlike } from './partitioned-index.ts'
import type { SchemaSemantics, SchemaState, Table } from './schema-state.ts'

type ConstraintOperation = OperationOf<
  'add-constraint' | 'drop-constraint' | 'validate-constraint' | 'rename-constraint'
>

/** A parent's CHECK is its children's too, all levels down, under the same name (PostgreSQL manual 5.11). */
export function applyToConstraint(schema: SchemaState, operation: ConstraintOperation): SchemaState {
  const applied = applyToOne(schema, operation)
  if (operation.only === true || !isInherited(schema, operation)) return applied
  return childTables(schema, operation.table)
    .filter(({ name }) => schema.semantics.objectKey(name) !== schema.semantics.objectKey(operation.table))
    .reduce((state, { name }) => applyToConstraint(state, inChild(applied, operation, name)), applied)
}

/** Keys are made for each partition under other names; here they are told once, with the parent. */
function isInherited(schema: SchemaState, operation: ConstraintOperation): boolean {
  const table = findTable(schema, operation.table)
  const { name } = operation.kind === 'add-constraint' ? operation.constraint : operation
  const named = table && name !== undefined ? findConstraint(table, name, schema.semantics) : undefined
  const constraint = operation.kind === 'add-constraint' ? operation.constraint : named
  return constraint?.type === 'check' && constraint.noInherit !== true
}

/** The child's has the name that the parent's was given. */
function inChild(
  schema: SchemaState,
  operation: ConstraintOperation,
  table: ObjectName,
): ConstraintOperation {
  if (operation.kind !== 'add-constraint' || operation.constraint.name !== undefined) {
    return operation.kind === 'drop-constraint'
      ? { ...operation, table, ifExists: true }
      : { ...operation, table }
  }
  const parent = findTable(schema, operation.table)
  const added = parent && constraintsOfType(parent, 'check').at(-1)
  return { ...operation, table, constraint: added ?? operation.constraint }
}

function applyToOne(schema: SchemaState, operation: ConstraintOperation): SchemaState {
  switch (operation.kind) {
    case 'add-constraint':
      return add(schema, operation)
    case 'drop-constraint':
      return dropConstraint(schema, operation)
    case 'validate-constraint':
      return changeTable(schema, operation.table, table =>
        changeConstraint(schema.semantics, table, operation.name, validated),
      )
    case 'rename-constraint':
      return changeTable(
        renameAttached(schema, operation.table, { from: operation.name, to: operation.to }),
        operation.table,
        table =>
          changeConstraint(schema.semantics, table, operation.name, constraint => ({
            ...constraint,
            name: operation.to,
            implicitName: false,
          })),
      )
    default:
      operation satisfies never
      return schema
  }
}

/** ADD CONSTRAINT … USING INDEX turns the index into the constraint, under the constraint's name. */
function add(schema: SchemaState, operation: OperationOf<'add-constraint'>): SchemaState {
  const { semantics } = schema
  const table = findTable(schema, operation.table)
  const { constraint, usingIndex } = operation
  const exists =
    constraint.name !== undefined && table !== undefined
      ? findConstraint(table, constraint.name, semantics) !== undefined
      : false
  if (operation.ifNotExists === true && exists) return schema
  if (usingIndex === undefined) return addKeyOrCheck(schema, operation)
  const index = table === undefined ? undefined : findIndex(table, usingIndex, semantics)
  const withoutIndex = changeTable(schema, operation.table, each => ({
    ...each,
    indexes: partList(each.indexes).without(indexesNamed(each, usingIndex, semantics)),
  }))
  const columns = index?.parts.flatMap(({ column }) => (column === undefined ? [] : [column])) ?? []
  const name = constraint.name ?? usingIndex
  const whole: Constraint =
    (constraint.type === 'primary-key' || constraint.type === 'unique') && constraint.columns.length === 0
      ? { ...constraint, name, columns, ...(hasMore(index) && { unkept: true as const }) }
      : { ...constraint, name }
  return addConstraint(withoutIndex, operation.table, whole)
}

/** What an index has and a key is not told to have. */
function hasMore(index: Index | undefined): boolean {
  return index?.unkept === true || index?.include !== undefined || index?.nullsNotDistinct === true
}

function addKeyOrCheck(
  schema: SchemaState,
  { table, constraint, only }: OperationOf<'add-constraint'>,
): SchemaState {
  const isKey = constraint.type === 'primary-key' || constraint.type === 'unique'
  if (!isKey) return addConstraint(schema, table, constraint)
  return only === true
    ? addConstraint(schema, table, { ...constraint, ...waitsFor(schema, table) })
    : withAlike(schema, addConstraint(schema, table, constraint), table)
}

/** CASCADE takes the foreign keys that need the key (PostgreSQL manual, ALTER TABLE). */
function dropConstraint(schema: SchemaState, operation: OperationOf<'drop-constraint'>): SchemaState {
  const table = findTable(schema, operation.table)
  const key =
    operation.cascade && table && operation.name !== undefined
      ? backingConstraint(table, operation.name, schema.semantics)
      : undefined
  const withoutParts =
    operation.name === undefined ? schema : dropAttached(schema, operation.table, operation.name)
  const dropped = changeTable(withoutParts, operation.table, each => drop(schema.semantics, each, operation))
  return key === undefined ? dropped : dropForeignKeysTo(dropped, operation.table, columnsOf(key))
}

function drop(semantics: SchemaSemantics, table: Table, operation: OperationOf<'drop-constraint'>): Table {
  const dropped: readonly Constraint[] =
    operation.name === undefined
      ? withOneOf(operation.columns, constraintsOfType(table, operation.type ?? 'primary-key'), semantics)
      : constraintsNamed(table, operation.name, semantics).filter(
          ({ type }) => operation.type === undefined || operation.type === type,
        )
  if (dropped.length === 0) return withoutUniqueIndex(semantics, table, operation.name)
  let { columns } = table
  for (const constraint of dropped) {
    if (constraint.type !== 'not-null') continue
    for (const key of constraint.columns.map(semantics.columnKey)) {
      const column = columns.get(key)
      if (column !== undefined) columns = withEntry(columns, key, { ...column, nullable: true })
    }
  }
  return { ...table, columns, constraints: partList(table.constraints).without(dropped) }
}

function withOneOf(
  columns: readonly string[] | undefined,
  constraints: readonly Constraint[],
  { columnKey }: SchemaSemantics,
): readonly Constraint[] {
  const keys = columns?.map(columnKey)
  return keys === undefined
    ? constraints
    : constraints.filter(
        each => 'columns' in each && each.columns.some(name => keys.includes(columnKey(name))),
      )
}

/** Where index names are a table's own, a unique key is a constraint and an index at once (MySQL). */
function withoutUniqueIndex(semantics: SchemaSemantics, table: Table, name: string | undefined): Table {
  if (name === undefined || semantics.indexNamesPer !== 'table') return table
  const dropped = indexesNamed(table, name, semantics).filter(({ unique }) => unique)
  return dropped.length === 0 ? table : { ...table, indexes: partList(table.indexes).without(dropped) }
}

export function changeConstraint(
  semantics: SchemaSemantics,
  table: Table,
  name: string,
  change: (constraint: Constraint) => Constraint,
): Table {
  const found = constraintsNamed(table, name, semantics)
  return found.length === 0
    ? table
    : { ...table, constraints: partList(table.constraints).replaced(found, change) }
}

function validated(constraint: Constraint): Constraint {
  if (constraint.type !== 'foreign-key' && constraint.type !== 'check' && constraint.type !== 'not-null') {
    return constraint
  }
  const { notValid: _notValid, ...rest } = constraint
  return rest
}
