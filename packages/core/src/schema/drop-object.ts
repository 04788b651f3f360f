import type { OperationOf } from '../operations/operation.ts'
import { dropReaders } from './cascade.ts'
import { dropSchema } from './drop-schema.ts'
import { dropType } from './drop-type.ts'
import { removeObjects } from './edit.ts'
import { findEnum, objectMapKey } from './lookup.ts'
import { callsRoutine, droppedRoutines, withBareName } from './routine.ts'
import type { NamedObject, SchemaState } from './schema-state.ts'

/** CASCADE takes views that read it, and the triggers that execute it (PostgreSQL manual, DROP FUNCTION). */
export function dropObject(schema: SchemaState, operation: OperationOf<'drop-object'>): SchemaState {
  const { semantics } = schema
  const { objectType, name, table, cascade } = operation
  if (findEnum(schema, name) !== undefined && (objectType === 'type' || objectType === 'domain')) {
    return dropType(schema, name, cascade)
  }
  if (objectType === 'domain' || objectType === 'type' || objectType === 'composite-type') {
    const withoutColumns = cascade ? dropType(schema, name, true) : schema
    const typeKey = objectMapKey(semantics, objectType, name)
    return removeObjects(
      withoutColumns,
      object => objectMapKey(semantics, object.type, object.name) === typeKey,
    )
  }
  if (objectType === 'schema') return dropSchema(schema, operation)
  const routines = droppedRoutines(schema, operation)
  const key = objectMapKey(semantics, objectType, name, table)
  const dropped = removeObjects(
    cascade ? dropReaders(schema, name) : schema,
    object =>
      (objectMapKey(semantics, object.type, object.name, object.table) === key && !isRoutine(object)) ||
      routines.includes(object) ||
      (table === undefined && isSameHanger(schema, object, operation)) ||
      hangsOnView(schema, object, operation) ||
      (cascade && callsRoutine(schema, object, operation)),
  )
  return withBareName(dropped, operation)
}

function isRoutine({ type }: NamedObject): boolean {
  return type === 'function' || type === 'procedure' || type === 'aggregate'
}

/** Indexes of a materialized view, triggers of a view. */
function hangsOnView(
  { semantics }: SchemaState,
  object: NamedObject,
  { objectType, name }: OperationOf<'drop-object'>,
): boolean {
  const isView = objectType === 'view' || objectType === 'materialized-view'
  return (
    isView && object.table !== undefined && semantics.objectKey(object.table) === semantics.objectKey(name)
  )
}

/** MySQL and SQLite drop a trigger by its name alone. */
function isSameHanger(
  { semantics }: SchemaState,
  object: NamedObject,
  { objectType, name }: OperationOf<'drop-object'>,
): boolean {
  return (
    object.type === objectType &&
    object.table !== undefined &&
    semantics.objectKey(object.name) === semantics.objectKey(name)
  )
}
