import type { Constraint } from '../../operations/column.ts'
import { bareName } from '../../operations/names.ts'
import type { Operation } from '../../operations/operation.ts'

/** What a statement gives a name to. */
export interface NewName {
  readonly kind: 'table' | 'column' | 'index' | 'constraint' | 'view' | 'type' | 'function' | 'other'
  /** Its own, without the schema. */
  readonly name: string
  /** As findings name it: `users`, `users.email`. */
  readonly object: string
}

/** Every name that an operation makes or changes to; those that the engine chooses are none of the author's. */
export function newNames(operation: Operation): readonly NewName[] {
  switch (operation.kind) {
    case 'create-table': {
      const { table, columns, constraints, indexes, temporary } = operation
      if (temporary) return []
      return [
        named('table', table),
        ...columns.map(({ name }) => ofTable('column', table, name)),
        ...constraints.flatMap(constraint => constraintName(table, constraint)),
        ...indexes.flatMap(({ name }) => (name === undefined ? [] : [ofTable('index', table, name)])),
      ]
    }
    case 'rename-table':
      return [named('table', operation.to)]
    case 'add-column':
      return [
        ofTable('column', operation.table, operation.column.name),
        ...operation.constraints.flatMap(constraint => constraintName(operation.table, constraint)),
      ]
    case 'rename-column':
      return [ofTable('column', operation.table, operation.to)]
    case 'change-column':
      return operation.to.name === operation.column
        ? []
        : [ofTable('column', operation.table, operation.to.name)]
    case 'add-constraint':
      return constraintName(operation.table, operation.constraint)
    case 'create-index':
      return operation.index.name === undefined ? [] : [named('index', operation.index.name)]
    case 'rename-index':
      return [named('index', operation.to)]
    case 'rename-constraint':
      return [ofTable('constraint', operation.table, operation.to)]
    case 'create-enum':
      return [named('type', operation.type)]
    case 'create-object':
      return [named(kindOf(operation.objectType), operation.name)]
    default:
      return []
  }
}

function named(kind: NewName['kind'], object: string): NewName {
  return { kind, name: bareName(object), object }
}

function ofTable(kind: NewName['kind'], table: string, name: string): NewName {
  return { kind, name, object: `${table}.${name}` }
}

function constraintName(table: string, { name, implicitName }: Constraint): readonly NewName[] {
  return name === undefined || implicitName === true ? [] : [ofTable('constraint', table, name)]
}

function kindOf(objectType: string): NewName['kind'] {
  if (objectType === 'view' || objectType === 'materialized-view') return 'view'
  if (objectType === 'domain' || objectType.endsWith('type')) return 'type'
  return objectType === 'function' || objectType === 'procedure' ? 'function' : 'other'
}
