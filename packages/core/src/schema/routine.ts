import type { ObjectName } from '../operations/column.ts'
import type { ObjectType } from '../operations/operation.ts'
import type { NamedObject, SchemaState } from './schema-state.ts'
import { qualifiedNamesIn } from './sql-text.ts'

/** Does this trigger execute the function? */
export function callsRoutine(
  { semantics }: SchemaState,
  object: NamedObject,
  { objectType, name }: { readonly objectType: ObjectType; readonly name: ObjectName },
): boolean {
  if (objectType !== 'function' || object.type !== 'trigger') return false
  const wanted = semantics.objectKey(withoutArguments(name))
  return qualifiedNamesIn(object.definition).some(each => semantics.objectKey(each) === wanted)
}

export function withoutArguments(name: string): string {
  const open = name.indexOf('(')
  return open === -1 ? name : name.slice(0, open)
}
