import type { OperationOf } from '../operations/operation.ts'
import { putObject } from './edit.ts'
import { findObject } from './lookup.ts'
import type { SchemaState } from './schema-state.ts'
import { asUnkept, withUnkeptIndex } from './unkept.ts'

/** CLUSTER … USING stays with the index, REFRESH … WITH NO DATA with the view until it is refreshed. */
export function maintain(
  schema: SchemaState,
  { table, index, empties }: OperationOf<'maintain'>,
): SchemaState {
  if (table === undefined) return schema
  if (index !== undefined) return withUnkeptIndex(schema, index, table)
  const view = empties === true ? findObject(schema, 'materialized-view', table) : undefined
  return view === undefined ? schema : putObject(schema, asUnkept(view))
}
