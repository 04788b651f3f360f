import type { ObjectName } from '../operations/column.ts'
import type { ObjectType } from '../operations/object-type.ts'
import { type KeysOf, valuesBy } from './indexed-map.ts'
import { oncePer } from './once-per.ts'
import type { NamedObject, SchemaSemantics, SchemaState } from './schema-state.ts'
import { qualifiedNamesIn } from './sql-text.ts'
import { columnsNamedIn, isView, readsTable, tablesReadBy } from './view-reads.ts'

/** Each finds some of the objects without a look at the others, in the order in which they were made. */

export function objectsOfType({ objects }: SchemaState, ...types: readonly ObjectType[]): Objects {
  return valuesBy(objects, typeOf, ...types)
}

export function objectsNamed(schema: SchemaState, name: ObjectName): Objects {
  const { objectKey } = schema.semantics
  return overloadsOf(schema, name).filter(each => objectKey(each.name) === objectKey(name))
}

/** Those whose name is the same but for a routine's arguments. */
export function overloadsOf({ objects, semantics }: SchemaState, name: ObjectName): Objects {
  return valuesBy(objects, bareNameOf(semantics), semantics.objectKey(withoutArguments(name)))
}

/** In whichever schema they are; in lower case. */
export function objectsCalled({ objects }: SchemaState, bare: string): Objects {
  return valuesBy(objects, lastNameOf, bare)
}

/** Triggers, policies and rules of a table or view, indexes of a materialized view. */
export function objectsOn({ objects, semantics }: SchemaState, table: ObjectName): Objects {
  return valuesBy(objects, tableOf(semantics), semantics.objectKey(table))
}

/** The materialized view that has this index. */
export function viewOfIndex(schema: SchemaState, name: ObjectName): ObjectName | undefined {
  return objectsNamed(schema, name).find(
    ({ type, definition }) => type === 'other' && /^index /.test(definition),
  )?.table
}

/** The views that read the table (and, if given, the column) themselves. */
export function viewsReading(schema: SchemaState, table: ObjectName, column?: string): Objects {
  const { objects, semantics } = schema
  const key = semantics.objectKey(table)
  const found =
    column === undefined
      ? valuesBy(objects, tablesRead(semantics), key)
      : valuesBy(
          objects,
          columnsRead(semantics),
          ...[key, ''].flatMap(of => ['*', semantics.columnKey(column)].map(name => `${of}\n${name}`)),
        )
  return found.filter(view => readsTable(schema, view, table, column))
}

export function sequencesOwnedBy(
  { objects, semantics }: SchemaState,
  table: ObjectName,
  column?: string,
): Objects {
  const key = semantics.objectKey(table)
  return column === undefined
    ? valuesBy(objects, ownerOf(semantics), key)
    : valuesBy(objects, ownerOf(semantics), `${key}\n${semantics.columnKey(column)}`)
}

/** The triggers that execute the function. */
export function triggersCalling({ objects, semantics }: SchemaState, name: ObjectName): Objects {
  return valuesBy(objects, functionsCalled(semantics), semantics.objectKey(withoutArguments(name)))
}

export function withoutArguments(name: string): string {
  const open = name.indexOf('(')
  return open === -1 ? name : name.slice(0, open)
}

type Objects = readonly NamedObject[]
type KeysUnder = (semantics: SchemaSemantics) => KeysOf<NamedObject>

const typeOf: KeysOf<NamedObject> = ({ type }) => [type]

const lastNameOf: KeysOf<NamedObject> = ({ name }) => [name.slice(name.lastIndexOf('.') + 1).toLowerCase()]

const bareNameOf: KeysUnder = oncePer(({ objectKey }) => ({ name }) => [objectKey(withoutArguments(name))])

const tableOf: KeysUnder = oncePer(
  ({ objectKey }) =>
    ({ table }) =>
      table === undefined ? [] : [objectKey(table)],
)

const tablesRead: KeysUnder = oncePer(
  ({ objectKey }) =>
    object =>
      isView(object) ? tablesReadBy(object).map(objectKey) : [],
)

const columnsRead: KeysUnder = oncePer(
  ({ objectKey, columnKey }) =>
    object =>
      isView(object)
        ? columnsNamedIn(object).map(
            ({ of, name }) =>
              `${of === undefined ? '' : objectKey(of)}\n${name === '*' ? name : columnKey(name)}`,
          )
        : [],
)

const ownerOf: KeysUnder = oncePer(({ objectKey, columnKey }) => ({ ownedBy }) => {
  if (ownedBy === undefined) return []
  const key = objectKey(ownedBy.table)
  return [key, `${key}\n${columnKey(ownedBy.column)}`]
})

const functionsCalled: KeysUnder = oncePer(
  ({ objectKey }) =>
    ({ type, definition }) =>
      type === 'trigger' ? qualifiedNamesIn(definition).map(objectKey) : [],
)
