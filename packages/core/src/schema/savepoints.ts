import type { OperationOf } from '../operations/operation.ts'
import type { SchemaState } from './schema-state.ts'
import { endTransaction } from './session.ts'

/** BEGIN, SAVEPOINT, ROLLBACK … : what is undone, the schema is without (PostgreSQL manual 13.1 and SAVEPOINT; SQLite,
 * Transaction). MySQL and MariaDB commit before DDL. */
export function controlTransaction(
  schema: SchemaState,
  operation: OperationOf<'control-transaction'>,
): SchemaState {
  if (schema.semantics.undoesDdl !== true) return withoutTransaction(schema, operation)
  const { savepoints = [] } = schema
  switch (operation.action) {
    case 'begin':
      return savepoints.length > 0 ? schema : { ...schema, savepoints: [{ schema }] }
    case 'savepoint':
      return {
        ...schema,
        savepoints: [
          ...savepoints,
          { schema, ...(operation.name !== undefined && { name: operation.name }) },
        ],
      }
    case 'release':
      return { ...schema, savepoints: savepoints.slice(0, placeOf(schema, operation.name)) }
    case 'rollback-to': {
      const place = placeOf(schema, operation.name)
      const to = savepoints[place]
      return to === undefined ? schema : { ...to.schema, savepoints: savepoints.slice(0, place + 1) }
    }
    case 'rollback':
      return endTransaction(withoutSavepoints(savepoints[0]?.schema ?? schema))
    case 'commit':
      return endTransaction(withoutSavepoints(schema))
    default:
      operation.action satisfies never
      return schema
  }
}

function withoutTransaction(
  schema: SchemaState,
  { action }: OperationOf<'control-transaction'>,
): SchemaState {
  return action === 'commit' || action === 'rollback' ? endTransaction(schema) : schema
}

export function withoutSavepoints(schema: SchemaState): SchemaState {
  const { savepoints, ...rest } = schema
  return savepoints === undefined ? schema : rest
}

/** The last one of a name is meant. */
function placeOf({ savepoints = [], semantics }: SchemaState, name = ''): number {
  const place = savepoints.findLastIndex(
    each => each.name !== undefined && semantics.columnKey(each.name) === semantics.columnKey(name),
  )
  return place === -1 ? savepoints.length : place
}
