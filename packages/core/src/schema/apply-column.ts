import type { Column } from '../operations/column.ts'
import type { OperationOf } from '../operations/operation.ts'
import { addConstraint } from './add-constraint.ts'
import { changeColumn } from './change-column.ts'
import { childTables } from './child-tables.ts'
import { columnOption } from './column-option.ts'
import { dropColumn } from './drop-column.ts'
import { changeTable, withEntry } from './edit.ts'
import { findColumn, findEnum, findTable } from './lookup.ts'
import { ownSequence } from './owned-sequence.ts'
import { placeColumn } from './place-column.ts'
import { renameColumn } from './rename-column.ts'
import type { SchemaState } from './schema-state.ts'

type ColumnOperation = OperationOf<
  | 'add-column'
  | 'drop-column'
  | 'rename-column'
  | 'change-column'
  | 'change-column-type'
  | 'set-not-null'
  | 'drop-not-null'
  | 'set-default'
  | 'drop-default'
  | 'set-column-option'
>

/** A parent's column is its children's column too, all levels down. */
export function applyToColumn(schema: SchemaState, operation: ColumnOperation): SchemaState {
  const applied = applyToOne(schema, operation)
  if (operation.only === true) return applied
  return childTables(schema, operation.table)
    .filter(child => schema.semantics.objectKey(child.name) !== schema.semantics.objectKey(operation.table))
    .reduce((state, child) => applyToColumn(state, inChild(operation, child.name)), applied)
}

/** Keys are made for each partition under other names; here they are told once, with the parent. */
function inChild(operation: ColumnOperation, table: string): ColumnOperation {
  return operation.kind === 'add-column'
    ? { ...operation, table, constraints: [], ifNotExists: true }
    : { ...operation, table }
}

function applyToOne(schema: SchemaState, operation: ColumnOperation): SchemaState {
  switch (operation.kind) {
    case 'add-column':
      return addColumn(schema, operation)
    case 'drop-column':
      return dropColumn(schema, operation)
    case 'rename-column':
      return operation.exchanges === true
        ? exchangeNames(schema, operation)
        : renameColumn(schema, operation.table, operation.column, operation.to)
    case 'change-column':
      return changeColumn(schema, operation)
    case 'change-column-type':
      return editColumn(schema, operation, column => ({
        ...column,
        ...defaultOfOldType(column, operation, schema),
        type: operation.type,
      }))
    case 'set-not-null':
      return editColumn(schema, operation, column => ({ ...column, nullable: false }))
    case 'drop-not-null':
      return editColumn(schema, operation, column => ({ ...column, nullable: true }))
    case 'set-default':
      return editColumn(schema, operation, column => withDefault(column, operation))
    case 'drop-default':
      return editColumn(schema, operation, withoutDefault)
    case 'set-column-option':
      return editColumn(schema, operation, column => columnOption(column, operation))
    default:
      operation satisfies never
      return schema
  }
}

function exchangeNames(
  schema: SchemaState,
  { table, column, to }: OperationOf<'rename-column'>,
): SchemaState {
  const between = `${column}_${to}_`
  const renames = [
    [to, between],
    [column, to],
    [between, column],
  ] as const
  return renames.reduce((state, [from, name]) => renameColumn(state, table, from, name), schema)
}

function addColumn(schema: SchemaState, operation: OperationOf<'add-column'>): SchemaState {
  const table = findTable(schema, operation.table)
  const existing =
    table === undefined ? undefined : findColumn(table, operation.column.name, schema.semantics)
  if (existing !== undefined && (operation.ifNotExists || table?.complete === true)) return schema
  const added = changeTable(schema, operation.table, each => ({
    ...each,
    columns: placeColumn(each.columns, operation.column, schema.semantics, operation.position),
  }))
  const constrained = operation.constraints.reduce(
    (state, constraint) => addConstraint(state, operation.table, constraint),
    added,
  )
  return ownSequence(constrained, operation.table, operation.column)
}

/** Changes a column in place. One that history has not shown becomes known by name alone. */
function editColumn(
  schema: SchemaState,
  { table: tableName, column: name }: { readonly table: string; readonly column: string },
  change: (column: Column) => Column,
): SchemaState {
  return changeTable(schema, tableName, table => {
    const known = findColumn(table, name, schema.semantics)
    if (known === undefined && table.complete) return table
    const column: Column = known ?? { name, nullable: true, partial: true }
    const columns = withEntry(table.columns, schema.semantics.columnKey(name), change(column))
    return { ...table, columns }
  })
}

function withDefault(column: Column, operation: OperationOf<'set-default'>): Column {
  const serial = readsOwnSequence(operation)
  return {
    ...column,
    default: operation.default,
    ...(serial && column.autoIncrement === undefined ? { autoIncrement: 'serial' as const } : {}),
  }
}

/** `nextval('users_id_seq')` on users.id is what `serial` stands for. */
function readsOwnSequence(operation: OperationOf<'set-default'>): boolean {
  const text = operation.default.toLowerCase()
  return text.startsWith('nextval(') && text.includes(`_${operation.column.toLowerCase()}_seq`)
}

/** `'new'` of an enum stays `'new'::state` when the column becomes text (measured: PostgreSQL 15). */
function defaultOfOldType(
  { type, default: value }: Column,
  operation: OperationOf<'change-column-type'>,
  schema: SchemaState,
): Pick<Column, 'default'> {
  const isEnum = type !== undefined && findEnum(schema, type.name) !== undefined
  const isKept = type !== undefined && findEnum(schema, operation.type.name) !== undefined
  return isEnum && !isKept && value !== undefined && /^'[^']*'$/.test(value)
    ? { default: `${value}::${type.name}` }
    : {}
}

/** A serial column is one whose default reads its sequence; without the default it counts no longer. */
function withoutDefault(column: Column): Column {
  const { default: _default, autoIncrement, ...rest } = column
  return autoIncrement === undefined || autoIncrement === 'serial' ? rest : { ...rest, autoIncrement }
}
