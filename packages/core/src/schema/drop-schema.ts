import type { ObjectName } from '../operations/column.ts'
import { nameParts } from '../operations/names.ts'
import type { OperationOf } from '../operations/operation.ts'
import { dropTable } from './drop-table.ts'
import { dropType } from './drop-type.ts'
import { removeObjects } from './edit.ts'
import type { SchemaState } from './schema-state.ts'

/** CASCADE takes everything in the schema, and what hangs on that in others (PostgreSQL manual, DROP SCHEMA). */
export function dropSchema(schema: SchemaState, operation: OperationOf<'drop-object'>): SchemaState {
  const { semantics } = schema
  const isInside = (name: ObjectName): boolean => isIn(semantics.objectKey(name), operation.name)
  const emptied = operation.cascade ? withoutContents(schema, isInside) : schema
  return removeObjects(emptied, [{ type: operation.objectType, name: operation.name, definition: '' }])
}

function withoutContents(schema: SchemaState, isInside: (name: ObjectName) => boolean): SchemaState {
  const tables = [...schema.tables.values()].filter(({ name }) => isInside(name))
  const types = [...schema.enums.values()].filter(({ name }) => isInside(name))
  const withoutTables = tables.reduce(
    (state, { name }) => dropTable(state, { table: name, cascade: true }),
    schema,
  )
  const withoutTypes = types.reduce((state, { name }) => dropType(state, name, true), withoutTables)
  const objects = [...withoutTypes.objects.values()].filter(
    ({ name, table }) => isInside(name) || (table !== undefined && isInside(table)),
  )
  return removeObjects(withoutTypes, objects)
}

/** What has no schema in its name is in `public`. */
function isIn(name: ObjectName, schema: string): boolean {
  const parts = nameParts(name)
  return parts.length > 1 ? parts[0] === schema : schema === 'public'
}
