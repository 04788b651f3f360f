import type { ObjectName } from '../operations/column.ts'
import { removeObjects } from './edit.ts'
import { objectsOn, viewsReading } from './find-objects.ts'
import type { SchemaState } from './schema-state.ts'

/** CASCADE takes the views that read the object, the views that read those, and what hangs on them. */
export function dropReaders(schema: SchemaState, name: ObjectName): SchemaState {
  const gone = new Set(viewsReading(schema, name))
  // The set grows while it is walked; each object enters it once.
  for (const { name: each } of gone) {
    for (const object of [...viewsReading(schema, each), ...objectsOn(schema, each)]) gone.add(object)
  }
  return removeObjects(schema, gone)
}
