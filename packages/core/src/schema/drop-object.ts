import type { OperationOf } from '../operations/operation.ts'
import { dropReaders } from './cascade.ts'
import { withoutPrivilegesOf } from './change-privileges.ts'
import { dropExtension } from './drop-extension.ts'
import { dropSchema } from './drop-schema.ts'
import { dropType } from './drop-type.ts'
import { dropUsers } from './drop-users.ts'
import { removeObjects } from './edit.ts'
import { objectsNamed, objectsOn, triggersCalling } from './find-objects.ts'
import { findEnum, findObject } from './lookup.ts'
import { routinesMeant, withBareName } from './routine.ts'
import type { NamedObject, SchemaState } from './schema-state.ts'
import { isView } from './view-reads.ts'

/** CASCADE takes views that read it, and the triggers that execute it (PostgreSQL manual, DROP FUNCTION). */
export function dropObject(schema: SchemaState, operation: OperationOf<'drop-object'>): SchemaState {
  const { objectType, name, table, cascade } = operation
  if (findEnum(schema, name) !== undefined && (objectType === 'type' || objectType === 'domain')) {
    return dropType(schema, name, cascade)
  }
  if (objectType === 'domain' || objectType === 'type' || objectType === 'composite-type') {
    const withoutColumns = cascade ? dropType(schema, name, true) : schema
    return removeObjects(withoutColumns, [{ type: objectType, name, definition: '' }])
  }
  if (objectType === 'schema') return dropSchema(schema, operation)
  if (objectType === 'database' && schema.semantics.databasesAreSchemas === true) {
    return dropSchema(schema, { ...operation, cascade: true })
  }
  if (objectType === 'extension') return dropExtension(schema, operation)
  if (objectType === 'other' && name.startsWith('owned by ')) {
    return withoutPrivilegesOf(schema, name.slice('owned by '.length))
  }
  const routines = routinesMeant(schema, operation)
  const named = findObject(schema, objectType, name, table)
  const isUsed = objectType === 'function' || objectType === 'sequence'
  const dropped = removeObjects(
    cascade ? dropReaders(isUsed ? dropUsers(schema, [name], objectType) : schema, name) : schema,
    [
      ...(named === undefined || isRoutine(named) ? [] : [named]),
      ...routines,
      ...(table === undefined ? sameHangers(schema, operation) : []),
      ...(isView({ type: objectType }) ? objectsOn(schema, name) : []),
      ...(cascade && objectType === 'function' ? triggersCalling(schema, name) : []),
    ],
  )
  return withBareName(dropped, operation)
}

function isRoutine({ type }: NamedObject): boolean {
  return type === 'function' || type === 'procedure' || type === 'aggregate'
}

/** MySQL and SQLite drop a trigger by its name alone. */
function sameHangers(
  schema: SchemaState,
  { objectType, name }: OperationOf<'drop-object'>,
): readonly NamedObject[] {
  return objectsNamed(schema, name).filter(({ type, table }) => type === objectType && table !== undefined)
}
