import type { Column, Constraint, ObjectName } from '../operations/column.ts'
import type { Operation, OperationOf } from '../operations/operation.ts'
import { overloadsOf } from '../schema/find-objects.ts'
import {
  findColumn,
  findConstraint,
  findEnum,
  findIndex,
  findObject,
  findTable,
  namespaceOf,
  primaryKeyOf,
  tableOfIndex,
} from '../schema/lookup.ts'
import type { NamedObject, SchemaState } from '../schema/schema-state.ts'

/** A thing that an operation works on and that the schema does not list. */
export type Need =
  | { readonly what: 'table'; readonly table: ObjectName }
  | { readonly what: 'column'; readonly table: ObjectName; readonly column: Column }
  | {
      readonly what: 'constraint'
      readonly table: ObjectName
      readonly name?: string
      readonly type?: Constraint['type']
      readonly columns?: readonly string[]
    }
  /** PostgreSQL and SQLite do not say which table an index is on. */
  | { readonly what: 'index'; readonly name: string; readonly table?: ObjectName }
  | { readonly what: 'enum'; readonly name: ObjectName; readonly values: readonly string[] }
  | { readonly what: 'object'; readonly object: NamedObject }

/** What has to be there for the operation to do its work, and is not listed. */
export function needsOf(operation: Operation, schema: SchemaState): readonly Need[] {
  switch (operation.kind) {
    case 'drop-table':
    case 'rename-table':
    case 'truncate-table':
    case 'set-table-option':
    case 'convert-charset':
    case 'change-partitions':
    case 'insert-rows':
    case 'update-rows':
    case 'delete-rows':
      return needTable(schema, operation.table)
    case 'add-column':
    case 'add-constraint':
      return needTable(schema, operation.table)
    case 'create-index':
      return needTable(schema, operation.index.table)
    case 'drop-column':
    case 'rename-column':
    case 'change-column':
    case 'change-column-type':
    case 'set-not-null':
    case 'drop-not-null':
    case 'set-default':
    case 'drop-default':
    case 'set-column-option':
      return needColumn(schema, operation)
    case 'drop-constraint':
      return operation.columns === undefined
        ? needConstraint(schema, operation.table, operation.name, operation.type)
        : needForeignKey(schema, operation.table, operation.columns)
    case 'validate-constraint':
    case 'rename-constraint':
      return needConstraint(schema, operation.table, operation.name)
    case 'drop-index':
    case 'rename-index':
      return needIndex(schema, operation)
    case 'add-enum-value':
      return needEnum(schema, operation.type, [])
    case 'rename-enum-value':
      return needEnum(schema, operation.type, [operation.value])
    case 'drop-object':
    case 'rename-object':
      return needObject(schema, operation)
    case 'create-table':
    case 'create-enum':
    case 'create-object':
    case 'alter-object':
    case 'set-comment':
    case 'change-privileges':
    case 'attach-index':
    case 'reindex':
    case 'read-rows':
    case 'control-transaction':
    case 'set-variable':
    case 'lock-table':
    case 'maintain':
    case 'run-code':
    case 'no-effect':
    case 'unreadable':
      return []
    default:
      operation satisfies never
      return []
  }
}

function needTable(schema: SchemaState, table: ObjectName): readonly Need[] {
  // INSERT, UPDATE and ALTER TABLE work on a view as well.
  const isView =
    findObject(schema, 'view', table) !== undefined ||
    findObject(schema, 'materialized-view', table) !== undefined
  return isView || findTable(schema, table) !== undefined ? [] : [{ what: 'table', table }]
}

function needColumn(
  schema: SchemaState,
  operation: {
    readonly kind: Operation['kind']
    readonly table: ObjectName
    readonly column: string
  },
): readonly Need[] {
  const table = findTable(schema, operation.table)
  if (table !== undefined && findColumn(table, operation.column, schema.semantics) !== undefined) return []
  // SET NOT NULL is written for a column that is not, and DROP NOT NULL for one that is.
  const nullable = operation.kind !== 'drop-not-null'
  const column: Column = { name: operation.column, nullable, partial: true }
  return [...needTable(schema, operation.table), { what: 'column', table: operation.table, column }]
}

function needConstraint(
  schema: SchemaState,
  tableName: ObjectName,
  name: string | undefined,
  type?: Constraint['type'],
): readonly Need[] {
  const table = findTable(schema, tableName)
  const known =
    table !== undefined &&
    (name === undefined
      ? primaryKeyOf(table)
      : (findConstraint(table, name, schema.semantics) ??
        (schema.semantics.indexNamesPer === 'table' ? findIndex(table, name, schema.semantics) : undefined)))
  if (known || isNamedByEngine(schema, tableName, name)) return []
  const need: Need = {
    what: 'constraint',
    table: tableName,
    ...(name === undefined ? { type: 'primary-key' as const } : { name }),
    ...(type === undefined ? {} : { type }),
  }
  return [...needTable(schema, tableName), need]
}

function needForeignKey(
  schema: SchemaState,
  tableName: ObjectName,
  columns: readonly string[],
): readonly Need[] {
  const { columnKey } = schema.semantics
  const keys = columns.map(columnKey)
  const table = findTable(schema, tableName)
  const isKnown = table?.constraints.some(
    each => each.type === 'foreign-key' && each.columns.some(name => keys.includes(columnKey(name))),
  )
  if (isKnown === true || table?.complete === true) return []
  return [
    ...needTable(schema, tableName),
    { what: 'constraint', table: tableName, type: 'foreign-key', columns },
  ]
}

/** PostgreSQL 18 names every NOT NULL (`users_email_not_null`), before and after it does not matter here: the column says
 * whether it is there. */
function isNamedByEngine(schema: SchemaState, table: ObjectName, name: string | undefined): boolean {
  return name?.includes('_not_null') === true && findTable(schema, table) !== undefined
}

function needIndex(
  schema: SchemaState,
  { name, table: tableName }: OperationOf<'drop-index' | 'rename-index'>,
): readonly Need[] {
  const table = tableOfIndex(schema, name, tableName)
  const known =
    table !== undefined &&
    (findIndex(table, name, schema.semantics) ?? findConstraint(table, name, schema.semantics))
  if (known || isListed(schema, 'other', name)) return []
  const need: Need = { what: 'index', name, ...(tableName === undefined ? {} : { table: tableName }) }
  return tableName === undefined ? [need] : [...needTable(schema, tableName), need]
}

function needEnum(schema: SchemaState, name: ObjectName, values: readonly string[]): readonly Need[] {
  return findEnum(schema, name) === undefined ? [{ what: 'enum', name, values }] : []
}

function needObject(
  schema: SchemaState,
  { objectType, name, table }: OperationOf<'drop-object' | 'rename-object'>,
): readonly Need[] {
  if (objectType === 'schema' || objectType === 'database') return []
  const isEnum = (objectType === 'type' || objectType === 'domain') && findEnum(schema, name) !== undefined
  if (isEnum || isListed(schema, objectType, name)) return []
  const object = { type: objectType, name, definition: '', ...(table === undefined ? {} : { table }) }
  return [{ what: 'object', object }]
}

/** By type and bare spelling: arguments of a function and the table of a trigger may be left out in a drop. */
function isListed(schema: SchemaState, type: NamedObject['type'], name: ObjectName): boolean {
  return overloadsOf(schema, name).some(each => namespaceOf(each.type) === namespaceOf(type))
}
