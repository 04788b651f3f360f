import type { Operation } from '../operations/operation.ts'
import type { NamedObject, SchemaState } from '../schema/schema-state.ts'

export function dropObjects(from: SchemaState, to: SchemaState): readonly Operation[] {
  return [...from.objects].flatMap(([key, object]): readonly Operation[] =>
    to.objects.get(key)?.definition === object.definition
      ? []
      : [
          {
            kind: 'drop-object',
            objectType: object.type,
            name: object.name,
            ifExists: false,
            cascade: false,
            ...(object.table === undefined ? {} : { table: object.table }),
          },
        ],
  )
}

export function createObjects(from: SchemaState, to: SchemaState): readonly Operation[] {
  return [...to.objects].filter(([key]) => !from.objects.has(key)).map(([, object]) => createObject(object))
}

function createObject({ type, name, table, definition }: NamedObject): Operation {
  return {
    kind: 'create-object',
    objectType: type,
    name,
    definition,
    orReplace: false,
    ifNotExists: false,
    ...(table === undefined ? {} : { table }),
  }
}
