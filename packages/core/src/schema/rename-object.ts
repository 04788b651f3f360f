import type { ObjectName } from '../operations/column.ts'
import { bareName } from '../operations/names.ts'
import type { OperationOf } from '../operations/operation.ts'
import { putObject, removeObjects } from './edit.ts'
import { triggersCalling, viewsReading, withoutArguments } from './find-objects.ts'
import { findEnum, findObject } from './lookup.ts'
import { renameSchema } from './rename-schema.ts'
import { renameType } from './rename-type.ts'
import type { SchemaState } from './schema-state.ts'
import { renameInText } from './sql-text.ts'
import { isView, withReadsOf } from './view-reads.ts'

export function renameObject(schema: SchemaState, operation: OperationOf<'rename-object'>): SchemaState {
  const { objectType, name, to, table } = operation
  const type = findEnum(schema, name)
  if (type !== undefined && objectType === 'type') return renameType(schema, name, to)
  if (objectType === 'schema') return renameSchema(schema, name, to)
  const object = findObject(schema, objectType, name, table)
  if (object === undefined) return schema
  const inText = (text: string): string =>
    renameInText(
      text,
      withoutArguments(bareName(name)),
      withoutArguments(bareName(to)),
      schema.semantics.columnKey,
    )
  const renamed = putObject(removeObjects(schema, [object]), {
    ...object,
    name: to,
    definition: inText(object.definition),
  })
  if (isView(object)) return renameInViews(renamed, name, to)
  return objectType === 'function' ? renameInTriggers(renamed, operation, inText) : renamed
}

/** Views that read a view know it by its new name. */
function renameInViews(schema: SchemaState, from: ObjectName, to: ObjectName): SchemaState {
  const { objectKey, columnKey } = schema.semantics
  const renamed = (name: ObjectName): ObjectName => (objectKey(name) === objectKey(from) ? to : name)
  return viewsReading(schema, from).reduce((state, view) => {
    const definition = renameInText(view.definition, bareName(from), bareName(to), columnKey)
    const reads = view.reads?.map(renamed)
    return putObject(state, {
      ...view,
      definition,
      ...(reads === undefined ? {} : { reads }),
      ...withReadsOf(view, renamed),
    })
  }, schema)
}

function renameInTriggers(
  schema: SchemaState,
  { name }: OperationOf<'rename-object'>,
  inText: (text: string) => string,
): SchemaState {
  return triggersCalling(schema, name).reduce(
    (state, trigger) => putObject(state, { ...trigger, definition: inText(trigger.definition) }),
    schema,
  )
}
