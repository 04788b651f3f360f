import type { Column } from '../operations/column.ts'
import type { Operation, OperationOf } from '../operations/operation.ts'
import { objectsOfType, sequencesOwnedBy } from '../schema/find-objects.ts'
import { findObject, findTable } from '../schema/lookup.ts'
import type { NamedObject, SchemaState, Table } from '../schema/schema-state.ts'
import { qualifiedNamesIn } from '../schema/sql-text.ts'
import { oneLine } from './one-line.ts'
import { isPrivilegesOption } from './privilege-operations.ts'

/** What was said of a thing in statements on something else, which making it again does not bring back. */
export function unwrittenAround(operation: Operation, before: SchemaState): readonly string[] {
  switch (operation.kind) {
    case 'create-object':
      return aroundObject(operation, before)
    case 'create-table':
      return [
        ...operation.columns.flatMap(column => ofSequence(operation.table, column, before)),
        ...publicationsOf(operation.table, before),
      ]
    case 'add-column':
      return [
        ...ofSequence(operation.table, operation.column, before),
        ...ofColumn(findTable(before, operation.table), operation.column),
      ]
    default:
      return []
  }
}

/** What is granted on tables is replayed, on views and schemas it is not. */
function aroundObject(
  { objectType, name, table }: OperationOf<'create-object'>,
  before: SchemaState,
): readonly string[] {
  const isView = objectType.endsWith('view')
  const mayBeGranted =
    isView && [...before.tables.values()].some(({ options }) => Object.keys(options).some(isPrivilegesOption))
  const object = findObject(before, objectType, name, table)
  const what = `${isView ? 'view' : objectType.replaceAll('-', ' ')} ${oneLine(name)}`
  return [
    ...(mayBeGranted || object?.isGranted === true ? [rightsOn(what)] : []),
    ...(object?.owner === undefined ? [] : [`-- Its owner is not put back: ${what} was ${object.owner}'s.`]),
  ]
}

function rightsOn(what: string): string {
  return `-- Rights that were granted on ${what} are not put back.`
}

/** A serial column's sequence is made with it. */
function ofSequence(table: string, { name }: Column, before: SchemaState): readonly string[] {
  return sequencesOwnedBy(before, table, name)
    .filter(({ isGranted }) => isGranted === true)
    .map(sequence => rightsOn(`sequence ${oneLine(sequence.name)}`))
}

function ofColumn(table: Table | undefined, { name }: Column): readonly string[] {
  const areGranted = Object.keys(table?.options ?? {}).some(option =>
    option.startsWith('column privileges of '),
  )
  return areGranted ? [rightsOn(`column ${oneLine(`${table?.name}.${name}`)}`)] : []
}

/** A table that is dropped leaves its publications; one FOR ALL TABLES, or of a schema, has it again by itself. */
function publicationsOf(table: string, before: SchemaState): readonly string[] {
  return objectsOfType(before, 'publication')
    .filter(publication => mayList(publication, table, before))
    .map(
      ({ name }) =>
        `-- Not put back: ALTER PUBLICATION ${oneLine(name)} ADD TABLE ${oneLine(table)}, if it was in it.`,
    )
}

function mayList(
  { definition, unkept }: NamedObject,
  table: string,
  { semantics: { objectKey } }: SchemaState,
): boolean {
  if (/\bfor\s+all\s+tables\b/i.test(definition)) return false
  return unkept === true || qualifiedNamesIn(definition).some(name => objectKey(name) === objectKey(table))
}
