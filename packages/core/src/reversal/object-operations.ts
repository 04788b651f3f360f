import type { ObjectType } from '../operations/object-type.ts'
import type { Operation } from '../operations/operation.ts'
import { findColumn, findTable } from '../schema/lookup.ts'
import { onlyIn, pairs } from '../schema/pair-by-key.ts'
import type { NamedObject, SchemaState } from '../schema/schema-state.ts'

/** What tables are made of, in the order in which it is made. */
const beforeTables: readonly ObjectType[] = [
  'schema',
  'extension',
  'type',
  'composite-type',
  'domain',
  'sequence',
  'function',
]

export function createWhatTablesNeed(from: SchemaState, to: SchemaState): readonly Operation[] {
  return beforeTables.flatMap(type =>
    newObjects(from, to)
      .filter(object => object.type === type && canComeFirst(object, from))
      .map(createObject),
  )
}

/** A function may be written in the words of a table, and a sequence be a column's own. */
function canComeFirst({ type, ownedBy }: NamedObject, from: SchemaState): boolean {
  if (type === 'function') return false
  return ownedBy === undefined || hasColumn(from, ownedBy)
}

export function createObjects(from: SchemaState, to: SchemaState): readonly Operation[] {
  return newObjects(from, to).map(createObject)
}

export function dropObjects(from: SchemaState, to: SchemaState): readonly Operation[] {
  return goneObjects(from, to)
    .filter(({ type }) => !beforeTables.includes(type))
    .toReversed()
    .map(dropObject)
}

export function dropWhatTablesNeed(from: SchemaState, to: SchemaState): readonly Operation[] {
  const gone = goneObjects(from, to)
  return beforeTables
    .toReversed()
    .flatMap(type =>
      gone.filter(object => object.type === type && !goesWithColumn(object, to)).map(dropObject),
    )
}

function newObjects(from: SchemaState, to: SchemaState): readonly NamedObject[] {
  return onlyIn(to.objects, from.objects)
}

function goneObjects(from: SchemaState, to: SchemaState): readonly NamedObject[] {
  return pairs(from.objects, to.objects).flatMap(([object, other]) =>
    object !== undefined && other?.definition !== object.definition ? [object] : [],
  )
}

/** The sequence of a serial column. */
function goesWithColumn({ ownedBy }: NamedObject, to: SchemaState): boolean {
  return ownedBy !== undefined && !hasColumn(to, ownedBy)
}

function hasColumn(
  schema: SchemaState,
  { table: name, column }: NonNullable<NamedObject['ownedBy']>,
): boolean {
  const table = findTable(schema, name)
  return table !== undefined && findColumn(table, column, schema.semantics) !== undefined
}

function dropObject({ type, name, table, arguments: types }: NamedObject): Operation {
  return {
    kind: 'drop-object',
    objectType: type,
    name,
    ifExists: false,
    cascade: false,
    ...(table === undefined ? {} : { table }),
    ...(types === undefined ? {} : { arguments: types }),
  }
}

function createObject({ type, name, table, definition, arguments: types }: NamedObject): Operation {
  return {
    kind: 'create-object',
    objectType: type,
    name,
    definition,
    orReplace: false,
    ifNotExists: false,
    ...(table === undefined ? {} : { table }),
    ...(types === undefined ? {} : { arguments: types }),
  }
}
