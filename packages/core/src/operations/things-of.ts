import type { ObjectName } from './column.ts'
import type { ObjectType } from './object-type.ts'
import type { Operation } from './operation.ts'
import type { Thing } from './thing.ts'

/** What is there when the operation is done and was not before. */
export function thingMade(operation: Operation): Thing | undefined {
  switch (operation.kind) {
    case 'create-table':
      return { what: 'table', name: operation.table }
    case 'rename-table':
      return { what: 'table', name: operation.to }
    case 'add-column':
      return { what: 'column', table: operation.table, name: operation.column.name }
    case 'rename-column':
      return { what: 'column', table: operation.table, name: operation.to }
    case 'add-constraint':
      return nameable('constraint', operation.table, operation.constraint.name)
    case 'rename-constraint':
      return { what: 'constraint', table: operation.table, name: operation.to }
    case 'create-index':
      return nameable('index', operation.index.table, operation.index.name)
    case 'create-enum':
      return { what: 'object', type: 'type', name: operation.type }
    case 'add-enum-value':
      return { what: 'enum-value', type: operation.type, name: operation.value }
    case 'rename-enum-value':
      return { what: 'enum-value', type: operation.type, name: operation.to }
    case 'create-object':
      return objectThing(operation.objectType, operation.name, operation.table)
    case 'rename-object':
      return objectThing(operation.objectType, operation.to, operation.table)
    default:
      return undefined
  }
}

/** What has to be there for the operation to be done, the nearest first: the column, then its table. */
export function thingsUsed(operation: Operation): readonly Thing[] {
  switch (operation.kind) {
    case 'drop-column':
    case 'rename-column':
    case 'change-column':
    case 'change-column-type':
    case 'set-not-null':
    case 'drop-not-null':
    case 'set-default':
    case 'drop-default':
    case 'set-column-option':
      return [{ what: 'column', table: operation.table, name: operation.column }, tableThing(operation.table)]
    case 'drop-constraint':
    case 'rename-constraint':
    case 'validate-constraint': {
      const constraint = nameable('constraint', operation.table, operation.name)
      return [...(constraint === undefined ? [] : [constraint]), tableThing(operation.table)]
    }
    case 'drop-index':
    case 'rename-index': {
      const { name, table } = operation
      return [{ what: 'index', name, ...(table === undefined ? {} : { table }) }]
    }
    case 'attach-index':
      return [operation.name, operation.partition].map(name => ({ what: 'index', name }))
    case 'create-index':
      return [tableThing(operation.index.table)]
    case 'rename-enum-value':
      return [
        { what: 'enum-value', type: operation.type, name: operation.value },
        { what: 'object', type: 'type', name: operation.type },
      ]
    case 'add-enum-value':
      return [{ what: 'object', type: 'type', name: operation.type }]
    case 'drop-object':
    case 'rename-object':
    case 'alter-object':
      return [objectThing(operation.objectType, operation.name, operation.table)]
    case 'create-table':
      return []
    default:
      return 'table' in operation && operation.table !== undefined ? [tableThing(operation.table)] : []
  }
}

function tableThing(name: ObjectName): Thing {
  return { what: 'table', name }
}

function objectThing(type: ObjectType, name: ObjectName, table: ObjectName | undefined): Thing {
  return { what: 'object', type, name, ...(table === undefined ? {} : { table }) }
}

function nameable(
  what: 'constraint' | 'index',
  table: ObjectName,
  name: string | undefined,
): Thing | undefined {
  return name === undefined ? undefined : { what, table, name }
}
