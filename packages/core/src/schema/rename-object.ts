import type { ObjectName } from '../operations/column.ts'
import { bareName } from '../operations/names.ts'
import type { OperationOf } from '../operations/operation.ts'
import { putObject, removeObjects } from './edit.ts'
import { objectsNamed, objectsOn, triggersCalling, viewsReading, withoutArguments } from './find-objects.ts'
import { findEnum, findObject, namespaceOf } from './lookup.ts'
import { renameInDefaults } from './rename-in-defaults.ts'
import { renameSchema } from './rename-schema.ts'
import { renameColumnsType, renameType } from './rename-type.ts'
import { overloadName, routinesMeant, withBareName } from './routine.ts'
import type { NamedObject, SchemaState } from './schema-state.ts'
import { renameInText } from './sql-text.ts'
import { isView, withReadsOf } from './view-reads.ts'

export function renameObject(schema: SchemaState, operation: OperationOf<'rename-object'>): SchemaState {
  const { objectType, name, to } = operation
  const type = findEnum(schema, name)
  if (type !== undefined && objectType === 'type') return renameType(schema, name, to)
  if (objectType === 'schema') return renameSchema(schema, name, to)
  const object = routinesMeant(schema, operation)[0] ?? objectMeant(schema, operation)
  if (object === undefined) return schema
  const inText = (text: string): string =>
    renameInText(
      text,
      withoutArguments(bareName(name)),
      withoutArguments(bareName(to)),
      schema.semantics.columnKey,
    )
  const renamed = withNewName(schema, { ...object, definition: inText(object.definition) }, to)
  if (isView(object)) return moveHangers(renameInViews(renamed, name, to), name, to)
  if (objectType === 'sequence') return renameInDefaults(renamed, name, to)
  if (namespaceOf(objectType) === 'type') return renameColumnsType(renamed, name, to)
  return objectType === 'function' ? renameInTriggers(renamed, operation, inText) : renamed
}

/** Another routine of the new name is another overload, and one that keeps the old name may be alone with it now. */
function withNewName(schema: SchemaState, object: NamedObject, to: ObjectName): SchemaState {
  const { type: objectType, name: from, arguments: types } = object
  const without = removeObjects(schema, [object])
  const name = types === undefined ? to : overloadName(without, { objectType, name: to, arguments: types })
  return withBareName(putObject(without, { ...object, name }), { objectType, name: withoutArguments(from) })
}

/** Extended statistics hang on a table that ALTER STATISTICS does not name. */
function objectMeant(
  schema: SchemaState,
  { objectType, name, table }: OperationOf<'rename-object'>,
): NamedObject | undefined {
  const found = findObject(schema, objectType, name, table)
  return found ?? objectsNamed(schema, name).find(({ type }) => type === objectType && table === undefined)
}

/** What hangs on a view is found by the view's name: indexes, triggers, rules. */
function moveHangers(schema: SchemaState, from: ObjectName, to: ObjectName): SchemaState {
  return objectsOn(schema, from).reduce(
    (state, object) => putObject(removeObjects(state, [object]), { ...object, table: to }),
    schema,
  )
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
