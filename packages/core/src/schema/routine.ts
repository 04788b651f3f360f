import type { ObjectName } from '../operations/column.ts'
import type { ObjectType } from '../operations/object-type.ts'
import type { OperationOf } from '../operations/operation.ts'
import { putObject, removeObjects } from './edit.ts'
import { overloadsOf, withoutArguments } from './find-objects.ts'
import type { NamedObject, SchemaState } from './schema-state.ts'

/** The routine's name, with its arguments where others have the bare one (PostgreSQL's overloads). */
export function overloadName(
  schema: SchemaState,
  operation: Pick<OperationOf<'create-object'>, 'objectType' | 'name' | 'arguments'>,
): ObjectName {
  const { name, arguments: types } = operation
  const others = routinesNamed(schema, operation)
  const same = others.find(each => hasArguments(each, types))
  if (same !== undefined) return same.name
  const isTaken = others.some(
    each => schema.semantics.objectKey(each.name) === schema.semantics.objectKey(name),
  )
  return isTaken ? `${name}(${types})` : name
}

/** DROP FUNCTION f(int) drops that one; without arguments it is whichever has the name. */
export function routinesMeant(
  schema: SchemaState,
  operation: OperationOf<'drop-object' | 'rename-object'>,
): readonly NamedObject[] {
  const fitting = (objectType: ObjectType): readonly NamedObject[] =>
    routinesNamed(schema, { ...operation, objectType }).filter(each =>
      hasArguments(each, operation.arguments),
    )
  const found = fitting(operation.objectType)
  // DROP ROUTINE and ALTER ROUTINE do not say which kind it is.
  return found.length > 0 || operation.objectType !== 'function'
    ? found
    : [...fitting('procedure'), ...fitting('aggregate')]
}

/** The last one of a name has the bare name again. */
export function withBareName(
  schema: SchemaState,
  operation: { readonly objectType: ObjectType; readonly name: ObjectName },
): SchemaState {
  const [last, ...others] = routinesNamed(schema, operation)
  const bare = last && withoutArguments(last.name)
  if (last === undefined || bare === undefined || others.length > 0 || last.name === bare) return schema
  return putObject(removeObjects(schema, [last]), { ...last, name: bare })
}

function routinesNamed(
  schema: SchemaState,
  { objectType, name }: { readonly objectType: ObjectType; readonly name: ObjectName },
): readonly NamedObject[] {
  if (objectType !== 'function' && objectType !== 'procedure' && objectType !== 'aggregate') return []
  return overloadsOf(schema, name).filter(({ type }) => type === objectType)
}

function hasArguments(routine: NamedObject, types: string | undefined): boolean {
  return types === undefined || routine.arguments === undefined || routine.arguments === types
}
