import type { Operation } from '../operations/operation.ts'
import { findColumn, findEnum, findIndex, findTable, objectMapKey } from '../schema/lookup.ts'
import { overloadName } from '../schema/routine.ts'
import type { SchemaState } from '../schema/schema-state.ts'

/** The places of the operations that make something, by what they make: of several, the last. */
export function thingsMade(operations: readonly Operation[]): ReadonlyMap<string, number> {
  return new Map(
    operations.flatMap((operation, place) => {
      const thing = madeThing(operation)
      return thing === undefined ? [] : [[thing, place] as const]
    }),
  )
}

/** Is what this operation drops (or replaces) made behind this place? `DROP … IF EXISTS` before a CREATE only makes
 * sure that the way is free. */
export function makesAgain(operation: Operation, made: ReadonlyMap<string, number>, behind = -1): boolean {
  const thing = droppedThing(operation)
  return thing !== undefined && (made.get(thing) ?? -1) > behind
}

function droppedThing(operation: Operation): string | undefined {
  switch (operation.kind) {
    case 'drop-table':
      return operation.ifExists ? `table ${operation.table}` : undefined
    case 'drop-column':
      return operation.ifExists ? `column ${operation.table}.${operation.column}` : undefined
    case 'drop-index':
      return operation.ifExists ? `index ${operation.name}` : undefined
    case 'drop-constraint':
      return operation.ifExists ? `constraint ${operation.table}.${operation.name}` : undefined
    case 'drop-object':
      return operation.ifExists ? `${operation.objectType} ${operation.name}` : undefined
    case 'create-object':
      return `${operation.objectType} ${operation.name}`
    default:
      return undefined
  }
}

function madeThing(operation: Operation): string | undefined {
  switch (operation.kind) {
    case 'create-table':
      return `table ${operation.table}`
    case 'add-column':
      return `column ${operation.table}.${operation.column.name}`
    case 'create-index':
      return `index ${operation.index.name}`
    case 'add-constraint':
      return `constraint ${operation.table}.${operation.constraint.name}`
    case 'create-object':
      return `${operation.objectType} ${operation.name}`
    case 'create-enum':
      return `type ${operation.type}`
    default:
      return undefined
  }
}

/** The thing that a CREATE or ADD stops at because it is there, in words. */
export function isAlreadyThere(operation: Operation, schema: SchemaState): string | undefined {
  const { semantics } = schema
  switch (operation.kind) {
    case 'create-table': {
      const tolerant = operation.ifNotExists || operation.orReplace || operation.temporary
      const table = tolerant ? undefined : findTable(schema, operation.table)
      return table === undefined ? undefined : `table ${table.name}`
    }
    case 'add-column': {
      const table = operation.ifNotExists ? undefined : findTable(schema, operation.table)
      const column = table && findColumn(table, operation.column.name, semantics)
      return column === undefined ? undefined : `column ${operation.table}.${column.name}`
    }
    case 'create-index': {
      const { name, table: tableName } = operation.index
      const tolerant = operation.ifNotExists || operation.orReplace || name === undefined
      const table = tolerant ? undefined : findTable(schema, tableName)
      const index = table && findIndex(table, name ?? '', semantics)
      // An index made for a foreign key gives way to one that is written.
      return index === undefined || index.implicit === true ? undefined : `index ${index.name}`
    }
    case 'create-enum':
      return findEnum(schema, operation.type) === undefined ? undefined : `enum ${operation.type}`
    case 'create-object': {
      const { objectType, name, table, orReplace, ifNotExists } = operation
      const key = objectMapKey(semantics, objectType, overloadName(schema, operation), table)
      const there = !orReplace && !ifNotExists && schema.objects.has(key)
      return there ? `${objectType.replaceAll('-', ' ')} ${name}` : undefined
    }
    default:
      return undefined
  }
}
