import type { Column, Constraint, ObjectName } from '../operations/column.ts'
import { bareName, besideName, joinName, nameParts } from '../operations/names.ts'
import type { ObjectType } from '../operations/object-type.ts'
import type { Operation, OperationOf } from '../operations/operation.ts'
import type { Selection } from '../operations/selection.ts'
import { tablesCalled } from './find-tables.ts'
import { type KeysOf, valuesBy } from './indexed-map.ts'
import { findObject, findTable } from './lookup.ts'
import type { SchemaState } from './schema-state.ts'
import { type NameResolution, nameResolution } from './search-path.ts'
import { databaseInUse } from './session.ts'

/** The operation with the names that it has under the script's `search_path`; the same one where none is set. */
export function resolveNames(operation: Operation, schema: SchemaState): Operation {
  const resolution = nameResolution(schema)
  return resolution === undefined ? asListed(operation, schema) : resolved(operation, resolution)
}

/** `shop.users` where only `users` is listed, and nothing of `shop`: the connection looks into that schema first. */
function asListed(operation: Operation, schema: SchemaState): Operation {
  if (operation.kind === 'create-table') return madeElsewhere(operation, schema)
  if (operation.kind === 'create-index') {
    const table = listedName(operation.index.table, schema)
    return table === operation.index.table
      ? operation
      : { ...operation, index: { ...operation.index, table } }
  }
  if (!('table' in operation) || operation.table === undefined) return operation
  const table = listedName(operation.table, schema)
  return table === operation.table ? operation : { ...operation, table }
}

/** After USE, a table of a name that is there can only be made in another database than the one that names leave out. */
function madeElsewhere(operation: OperationOf<'create-table'>, schema: SchemaState): Operation {
  const database = databaseInUse(schema)
  const { table, ifNotExists, orReplace, temporary } = operation
  const isOther = database !== undefined && !ifNotExists && !orReplace && !temporary
  return isOther && nameParts(table).length === 1 && findTable(schema, table)?.complete === true
    ? { ...operation, table: joinName([database, table]) }
    : operation
}

function listedName(name: ObjectName, schema: SchemaState): ObjectName {
  const bare = bareName(name)
  if (bare === name && schema.semantics.usesSeveralDatabases === true && !findTable(schema, name)) {
    // The connection begins in one of them: in which, the only table of that name tells.
    const [only, ...others] = tablesCalled(schema, bare)
    return only === undefined || others.length > 0 ? name : only.name
  }
  if (bare === name || findTable(schema, name) !== undefined || findTable(schema, bare) === undefined)
    return name
  const [first] = nameParts(name)
  const isListed =
    valuesBy(schema.tables, schemaOf, first ?? '').length > 0 ||
    valuesBy(schema.objects, schemaOf, first ?? '').length > 0 ||
    findObject(schema, 'schema', first ?? '') !== undefined
  return isListed ? name : bare
}

const schemaOf: KeysOf<{ readonly name: ObjectName }> = ({ name }) => {
  const [schema = '', rest] = nameParts(name)
  return rest === undefined ? [] : [schema]
}

function resolved(operation: Operation, names: NameResolution): Operation {
  switch (operation.kind) {
    case 'create-table':
      return {
        ...operation,
        table: names.created(operation.table),
        columns: operation.columns.map(column => inColumn(column, names)),
        constraints: operation.constraints.map(constraint =>
          inConstraint(constraint, names, operation.table),
        ),
        ...(operation.selection !== undefined && { selection: inSelection(operation.selection, names) }),
        ...(operation.likes !== undefined && {
          likes: operation.likes.map(like => ({ ...like, table: names.existing(like.table) })),
        }),
        ...(operation.partitionOf !== undefined && { partitionOf: names.existing(operation.partitionOf) }),
        ...(operation.inherits !== undefined && { inherits: operation.inherits.map(names.existing) }),
      }
    case 'add-column':
      return {
        ...operation,
        table: names.existing(operation.table),
        column: inColumn(operation.column, names),
        constraints: operation.constraints.map(constraint => inConstraint(constraint, names)),
      }
    case 'add-constraint':
      return {
        ...operation,
        table: names.existing(operation.table),
        constraint: inConstraint(operation.constraint, names),
      }
    case 'rename-table': {
      const table = names.existing(operation.table)
      return { ...operation, table, to: besideName(table, bareName(operation.to)) }
    }
    case 'change-partitions':
      return {
        ...operation,
        table: names.existing(operation.table),
        partitions: operation.partitions.map(names.existing),
      }
    case 'create-index':
      return { ...operation, index: { ...operation.index, table: names.existing(operation.index.table) } }
    case 'create-enum':
      return { ...operation, type: names.created(operation.type) }
    case 'add-enum-value':
    case 'rename-enum-value':
      return { ...operation, type: names.typeName(operation.type) }
    case 'create-object':
      return {
        ...operation,
        name: isInSchema(operation.objectType) ? names.created(operation.name) : operation.name,
        ...(operation.reads !== undefined && { reads: operation.reads.map(names.existing) }),
        ...(operation.readsColumns !== undefined && {
          readsColumns: operation.readsColumns.map(({ of, name }) =>
            of === undefined ? { name } : { of: names.existing(of), name },
          ),
        }),
        ...(operation.selection !== undefined && { selection: inSelection(operation.selection, names) }),
        ...(operation.table !== undefined && { table: names.existing(operation.table) }),
      }
    case 'drop-object':
    case 'alter-object':
      return {
        ...operation,
        name: isInSchema(operation.objectType) ? names.existing(operation.name) : operation.name,
        ...(operation.table !== undefined && { table: names.existing(operation.table) }),
      }
    case 'rename-object': {
      const name = isInSchema(operation.objectType) ? names.existing(operation.name) : operation.name
      return {
        ...operation,
        name,
        to: isInSchema(operation.objectType) ? besideName(name, bareName(operation.to)) : operation.to,
        ...(operation.table !== undefined && { table: names.existing(operation.table) }),
      }
    }
    case 'insert-rows':
      return {
        ...operation,
        table: names.existing(operation.table),
        ...(operation.copiesFrom !== undefined && {
          copiesFrom: { ...operation.copiesFrom, table: names.existing(operation.copiesFrom.table) },
        }),
      }
    case 'read-rows':
      return { ...operation, tables: operation.tables.map(names.existing) }
    case 'change-privileges':
      return { ...operation, on: names.existing(operation.on) }
    case 'set-comment':
      return { ...operation, name: commented(operation.objectType, operation.name, names) }
    default:
      return 'table' in operation && operation.table !== undefined
        ? { ...operation, table: names.existing(operation.table) }
        : operation
  }
}

/** Types of objects whose names belong to a schema; a trigger's belongs to its table, a role's to the server. */
const inSchemas: ReadonlySet<ObjectType> = new Set([
  'view',
  'materialized-view',
  'sequence',
  'function',
  'procedure',
  'aggregate',
  'domain',
  'composite-type',
  'type',
  'statistics',
])

function isInSchema(type: ObjectType): boolean {
  return inSchemas.has(type)
}

function inColumn(column: Column, names: NameResolution): Column {
  if (column.type === undefined) return column
  return { ...column, type: { ...column.type, name: names.typeName(column.type.name) } }
}

/** A table that is being made may point at itself. */
function inConstraint(constraint: Constraint, names: NameResolution, newTable?: ObjectName): Constraint {
  if (constraint.type !== 'foreign-key') return constraint
  const { table: target } = constraint.references
  const table = target === newTable ? names.created(target) : names.existing(target)
  return { ...constraint, references: { ...constraint.references, table } }
}

function commented(
  type: ObjectType | 'table' | 'column' | 'index' | 'constraint',
  name: ObjectName,
  names: NameResolution,
): ObjectName {
  if (type !== 'column') return type === 'table' || type === 'view' ? names.existing(name) : name
  const [table = '', column] = nameParts(name)
  return column === undefined || nameParts(name).length > 2
    ? name
    : joinName([...nameParts(names.existing(table)), column])
}

function inSelection(selection: Selection, names: NameResolution): Selection {
  return {
    ...selection,
    from: selection.from.map(source => ({
      ...source,
      ...(source.table !== undefined && { table: names.existing(source.table) }),
      ...(source.query !== undefined && { query: inSelection(source.query, names) }),
    })),
  }
}
