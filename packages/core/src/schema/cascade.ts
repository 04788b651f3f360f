import type { ObjectName } from '../operations/column.ts'
import { removeObjects } from './edit.ts'
import type { NamedObject, SchemaState } from './schema-state.ts'
import { readsTable } from './view-reads.ts'

/** CASCADE takes the views that read the object, the views that read those, and what hangs on them. */
export function dropReaders(schema: SchemaState, name: ObjectName): SchemaState {
  const gone = new Set<NamedObject>()
  const names = [name]
  // The list grows while it is walked; each object enters it once.
  for (const each of names) {
    for (const object of schema.objects.values()) {
      if (gone.has(object) || !(readsTable(schema, object, each) || hangsOnGone(schema, object, gone)))
        continue
      gone.add(object)
      names.push(object.name)
    }
  }
  return gone.size === 0 ? schema : removeObjects(schema, object => gone.has(object))
}

function hangsOnGone(
  { semantics }: SchemaState,
  object: NamedObject,
  gone: ReadonlySet<NamedObject>,
): boolean {
  if (object.table === undefined) return false
  const table = semantics.objectKey(object.table)
  return [...gone].some(each => semantics.objectKey(each.name) === table)
}
