import type { Constraint, ObjectName } from '../../operations/column.ts'
import { nameParts } from '../../operations/names.ts'
import type { ObjectType } from '../../operations/object-type.ts'
import type { OperationOf } from '../../operations/operation.ts'
import { indexOfThatName } from '../../schema/index-of-that-name.ts'
import {
  findConstraint,
  findEnum,
  findObject,
  findTable,
  primaryKeyOf,
  tablesNaming,
} from '../../schema/lookup.ts'
import type { Step } from '../../schema/replay.ts'
import type { SchemaState, Table } from '../../schema/schema-state.ts'
import { columnIn, sameColumn, sameObject } from './known-columns.ts'
import { nameKeys } from './name-changes.ts'

export interface TakenName {
  /** Of `nameKeys`. */
  readonly key: string
  /** As a sentence begins with it. */
  readonly what: string
  readonly object: string
  /** What would take the name. */
  readonly taker?: string
}

/** One name, one object: a function of that name may take other arguments, a role may be the server's. */
export const oneOfAName: readonly ObjectType[] = [
  'view',
  'materialized-view',
  'sequence',
  'trigger',
  'policy',
]

/** The name that the step gives, where something has it already and the statement does not allow for that. */
export function takenName({ operation, before, statement }: Step): TakenName | undefined {
  const keys = nameKeys(before.semantics)
  switch (operation.kind) {
    case 'create-table': {
      const { table, ifNotExists, orReplace, temporary } = operation
      if (temporary) return undefined
      const taken = ifNotExists || orReplace ? undefined : takenRelation(table, before)
      if (taken !== undefined || findTable(before, table) !== undefined) return taken
      return operation.constraints.flatMap(each => takenForeignKey(table, each, before) ?? [])[0]
    }
    case 'rename-table': {
      const { table, to, completesRebuild } = operation
      if (completesRebuild === true || sameObject(before, table, to)) return undefined
      const taken = takenRelation(to, before)
      return taken && { ...taken, taker: table }
    }
    case 'rename-column':
      if (operation.exchanges === true) return undefined
      return takenColumn(operation.table, operation.column, operation.to, statement, before)
    case 'change-column':
      return takenColumn(operation.table, operation.column, operation.to.name, statement, before)
    case 'add-column': {
      const { table, column, ifNotExists } = operation
      if (ifNotExists || columnIn(before, table, column.name) === undefined) return undefined
      const object = `${table}.${column.name}`
      return { key: keys.column(table, column.name), what: `The column ${object}`, object }
    }
    case 'create-index':
      return takenIndex(operation, before)
    case 'add-constraint': {
      const { table, constraint, ifNotExists } = operation
      const { name } = constraint
      const known = findTable(before, table)
      if (constraint.type === 'primary-key' && known !== undefined && hasOtherKey(known, statement)) {
        return { key: keys.table(table), what: `A primary key of ${table}`, object: table }
      }
      if (ifNotExists === true || name === undefined || constraint.implicitName === true) return undefined
      if (known === undefined || findConstraint(known, name, before.semantics) === undefined)
        return takenForeignKey(table, constraint, before)
      return { key: keys.constraint(table, name), what: `The constraint ${name} of ${table}`, object: table }
    }
    case 'create-enum': {
      const { type } = operation
      if (findEnum(before, type) === undefined) return undefined
      return { key: keys.type(type), what: `The type ${type}`, object: type }
    }
    case 'add-enum-value': {
      const { type, value, ifNotExists } = operation
      if (ifNotExists || findEnum(before, type)?.values.includes(value) !== true) return undefined
      return { key: keys.enumValue(type, value), what: `The value '${value}' of ${type}`, object: type }
    }
    case 'create-object': {
      const { objectType, name, table, ifNotExists, orReplace } = operation
      if (ifNotExists) return undefined
      // OR REPLACE puts a view in the place of a view alone.
      if (relations.includes(objectType) && findTable(before, name) !== undefined) {
        return takenRelation(name, before)
      }
      if (orReplace || !oneOfAName.includes(objectType)) return undefined
      if (findObject(before, objectType, name, table) === undefined) return undefined
      const what = `The ${objectType.replace('-', ' ')} ${name}`
      return { key: keys.object(objectType, name, table), what, object: name }
    }
    default:
      return undefined
  }
}

/** In one schema a table and these have different names (PostgreSQL, MySQL and SQLite manuals, CREATE VIEW). */
const relations: readonly ObjectType[] = ['view', 'materialized-view', 'sequence']

function takenRelation(name: ObjectName, schema: SchemaState): TakenName | undefined {
  const keys = nameKeys(schema.semantics)
  if (findTable(schema, name) !== undefined) {
    return { key: keys.table(name), what: `The table ${name}`, object: name }
  }
  const type = relations.find(each => findObject(schema, each, name) !== undefined)
  if (type === undefined) return undefined
  return { key: keys.object(type, name), what: `The ${type.replace('-', ' ')} ${name}`, object: name }
}

/** Columns of one statement can change names with each other. */
function takenColumn(
  table: ObjectName,
  from: string,
  to: string,
  { operations }: Step['statement'],
  schema: SchemaState,
): TakenName | undefined {
  if (sameColumn(schema, from, to) || columnIn(schema, table, to) === undefined) return undefined
  const givesUp = operations.some(
    each =>
      (each.kind === 'rename-column' || each.kind === 'change-column' || each.kind === 'drop-column') &&
      sameColumn(schema, each.column, to),
  )
  if (givesUp) return undefined
  const object = `${table}.${to}`
  return {
    key: nameKeys(schema.semantics).column(table, to),
    what: `The column ${object}`,
    object,
    taker: `${table}.${from}`,
  }
}

/** One that the same statement does not drop. */
function hasOtherKey(table: Table, { operations }: Step['statement']): boolean {
  return primaryKeyOf(table) !== undefined && !operations.some(({ kind }) => kind === 'drop-constraint')
}

function takenIndex(
  { index, ifNotExists, orReplace }: OperationOf<'create-index'>,
  before: SchemaState,
): TakenName | undefined {
  const { name, table } = index
  if (ifNotExists || orReplace || name === undefined || index.implicitName === true) return undefined
  const found = indexOfThatName(index, before)
  if (found === undefined || found.index.implicit === true) return undefined
  return { key: nameKeys(before.semantics).index(table, name), what: `The index ${name}`, object: table }
}

/** InnoDB's foreign keys have names of which a database has one of each (measured: MariaDB 10.11, errors 1005 and 1823). */
function takenForeignKey(
  table: ObjectName,
  constraint: Constraint,
  before: SchemaState,
): TakenName | undefined {
  const { name } = constraint
  if (constraint.type !== 'foreign-key' || name === undefined || constraint.implicitName === true)
    return undefined
  if (before.semantics.foreignKeyNamesPer !== 'schema') return undefined
  const owner = tablesNaming(before, name).find(
    other =>
      sameSchema(other.name, table) && findConstraint(other, name, before.semantics)?.type === 'foreign-key',
  )
  if (owner === undefined || sameObject(before, owner.name, table)) return undefined
  return {
    key: nameKeys(before.semantics).constraint(owner.name, name),
    what: `The foreign key ${name} of ${owner.name}`,
    object: owner.name,
    taker: table,
  }
}

function sameSchema(one: ObjectName, other: ObjectName): boolean {
  return nameParts(one).slice(0, -1).join('.') === nameParts(other).slice(0, -1).join('.')
}
