import type { Column, ObjectName } from '../operations/column.ts'
import { bareName } from '../operations/names.ts'
import type { OperationOf } from '../operations/operation.ts'
import { putObject, removeObjects } from './edit.ts'
import { findEnum, findObject } from './lookup.ts'
import { callsRoutine, withoutArguments } from './routine.ts'
import type { SchemaState } from './schema-state.ts'
import { renameInText } from './sql-text.ts'

export function renameObject(schema: SchemaState, operation: OperationOf<'rename-object'>): SchemaState {
  const { objectType, name, to, table } = operation
  const type = findEnum(schema, name)
  if (type !== undefined && objectType === 'type') return renameType(schema, name, to)
  const object = findObject(schema, objectType, name, table)
  if (object === undefined) return schema
  const inText = (text: string): string =>
    renameInText(
      text,
      withoutArguments(bareName(name)),
      withoutArguments(bareName(to)),
      schema.semantics.columnKey,
    )
  const renamed = putObject(
    removeObjects(schema, each => each === object),
    { ...object, name: to, definition: inText(object.definition) },
  )
  return objectType === 'function' ? renameInTriggers(renamed, operation, inText) : renamed
}

function renameInTriggers(
  schema: SchemaState,
  { name }: OperationOf<'rename-object'>,
  inText: (text: string) => string,
): SchemaState {
  const objects = [...schema.objects].map(([key, object]) =>
    callsRoutine(schema, object, { objectType: 'function', name })
      ? ([key, { ...object, definition: inText(object.definition) }] as const)
      : ([key, object] as const),
  )
  return { ...schema, objects: new Map(objects) }
}

function renameType(schema: SchemaState, from: ObjectName, to: ObjectName): SchemaState {
  const { objectKey } = schema.semantics
  const enums = new Map(
    [...schema.enums].map(([key, type]) =>
      key === objectKey(from) ? ([objectKey(to), { ...type, name: to }] as const) : ([key, type] as const),
    ),
  )
  const retyped = (column: Column): Column =>
    column.type !== undefined && objectKey(column.type.name) === objectKey(from)
      ? { ...column, type: { ...column.type, name: to, text: to } }
      : column
  const tables = new Map(
    [...schema.tables].map(([key, table]) => [
      key,
      { ...table, columns: new Map([...table.columns].map(([name, column]) => [name, retyped(column)])) },
    ]),
  )
  return { ...schema, enums, tables }
}
