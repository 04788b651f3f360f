import type { ObjectName } from '../operations/column.ts'
import { putTable } from './edit.ts'
import { findTable } from './lookup.ts'
import type { SchemaState } from './schema-state.ts'

/** Something happened that could not be read: to this object, or, where none is named, to anything. */
export function loseTrack(schema: SchemaState, object?: ObjectName): SchemaState {
  const table = object === undefined ? undefined : findTable(schema, object)
  if (table === undefined) return schema.complete ? { ...schema, complete: false } : schema
  return table.complete ? putTable(schema, { ...table, complete: false }) : schema
}

/** A whole statement, or a whole migration, of which nothing is known: every table may have got or lost something. */
export function loseTrackOfAll(schema: SchemaState): SchemaState {
  return [...schema.tables.values()].reduce((state, { name }) => loseTrack(state, name), loseTrack(schema))
}
