import type { Constraint, Index, ObjectName } from '../../operations/column.ts'
import { bareName } from '../../operations/names.ts'
import type { ObjectType } from '../../operations/object-type.ts'
import type { Operation } from '../../operations/operation.ts'
import type { SchemaSemantics } from '../../schema/schema-state.ts'

export interface NameChange {
  /** Of `nameKeys`. */
  readonly key: string
  readonly change: 'made' | 'dropped' | 'renamed'
}

/** The names that an operation gives, takes away and changes. */
export function nameChanges(operation: Operation, semantics: SchemaSemantics): readonly NameChange[] {
  const keys = nameKeys(semantics)
  switch (operation.kind) {
    case 'create-table': {
      const { table, columns, constraints, indexes, ifNotExists, temporary } = operation
      if (temporary) return []
      // The table that is there already may have other parts.
      if (ifNotExists) return [made(keys.table(table))]
      return [
        made(keys.table(table)),
        ...columns.map(({ name }) => made(keys.column(table, name))),
        ...constraintsMade(keys, table, constraints),
        ...indexes.flatMap(index => indexMade(keys, index)),
      ]
    }
    case 'drop-table':
      return [{ key: keys.table(operation.table), change: 'dropped' }]
    case 'rename-table':
      return [{ key: keys.table(operation.table), change: 'renamed' }, made(keys.table(operation.to))]
    case 'add-column': {
      const { table, column, constraints } = operation
      return [made(keys.column(table, column.name)), ...constraintsMade(keys, table, constraints)]
    }
    case 'drop-column':
      return [{ key: keys.column(operation.table, operation.column), change: 'dropped' }]
    case 'rename-column':
      if (operation.exchanges === true) return []
      return renamedColumn(keys, operation.table, operation.column, operation.to)
    case 'change-column':
      return renamedColumn(keys, operation.table, operation.column, operation.to.name)
    case 'add-constraint':
      return constraintsMade(keys, operation.table, [operation.constraint])
    case 'create-index':
      return indexMade(keys, operation.index)
    case 'drop-index':
      return [{ key: keys.index(operation.table ?? '', operation.name), change: 'dropped' }]
    case 'drop-constraint': {
      const { table, name } = operation
      return name === undefined ? [] : [{ key: keys.constraint(table, name), change: 'dropped' }]
    }
    case 'drop-object': {
      const { objectType, name, table } = operation
      return [{ key: keys.object(objectType, name, table), change: 'dropped' }]
    }
    case 'create-enum':
      return [
        made(keys.type(operation.type)),
        ...operation.values.map(value => made(keys.enumValue(operation.type, value))),
      ]
    case 'add-enum-value':
      return [made(keys.enumValue(operation.type, operation.value))]
    case 'create-object':
      return [made(keys.object(operation.objectType, operation.name, operation.table))]
    default:
      return []
  }
}

export interface NameKeys {
  table(table: ObjectName): string
  column(table: ObjectName, column: string): string
  constraint(table: ObjectName, name: string): string
  index(table: ObjectName, name: string): string
  type(type: ObjectName): string
  enumValue(type: ObjectName, value: string): string
  object(objectType: ObjectType, name: ObjectName, table?: ObjectName): string
}

/** One text for each name, however it is written. */
export function nameKeys({ objectKey, columnKey, indexNamesPer }: SchemaSemantics): NameKeys {
  const keyOf = (...parts: readonly string[]): string => JSON.stringify(parts)
  return {
    table: table => keyOf('table', objectKey(table)),
    column: (table, column) => keyOf('column', objectKey(table), columnKey(column)),
    constraint: (table, name) => keyOf('constraint', objectKey(table), columnKey(name)),
    index: (table, name) =>
      keyOf('index', indexNamesPer === 'table' ? objectKey(table) : '', columnKey(bareName(name))),
    type: type => keyOf('type', objectKey(type)),
    enumValue: (type, value) => keyOf('value', objectKey(type), value),
    object: (objectType, name, table) =>
      keyOf(objectType, table === undefined ? '' : objectKey(table), objectKey(name)),
  }
}

function made(key: string): NameChange {
  return { key, change: 'made' }
}

function renamedColumn(keys: NameKeys, table: ObjectName, from: string, to: string): readonly NameChange[] {
  const [old, now] = [keys.column(table, from), keys.column(table, to)]
  return old === now ? [] : [{ key: old, change: 'renamed' }, made(now)]
}

function constraintsMade(
  keys: NameKeys,
  table: ObjectName,
  constraints: readonly Constraint[],
): readonly NameChange[] {
  return constraints.flatMap(({ name }) => (name === undefined ? [] : [made(keys.constraint(table, name))]))
}

function indexMade(keys: NameKeys, { table, name }: Index): readonly NameChange[] {
  return name === undefined ? [] : [made(keys.index(table, name))]
}
