import { nameParts } from '../operations/names.ts'
import type { OperationOf } from '../operations/operation.ts'
import { columnsOfType } from '../schema/find-columns.ts'
import { findObject } from '../schema/lookup.ts'
import type { SchemaState } from '../schema/schema-state.ts'
import type { Loss } from './loss.ts'

export function lossByDroppedObject(
  operation: OperationOf<'drop-object'>,
  before: SchemaState,
): readonly Loss[] {
  switch (operation.objectType) {
    case 'schema':
      return operation.cascade ? schemaLosses(operation, before) : []
    case 'database':
      return [{ table: operation.name, what: 'every table and every row' }]
    case 'sequence':
      return [{ table: operation.name, what: 'the position of the sequence' }]
    case 'type':
    case 'domain':
    case 'composite-type':
      return operation.cascade
        ? columnsOfType(before, operation.name).map(({ table, column }) => ({
            table: table.name,
            column: column.name,
            what: 'every value',
          }))
        : []
    default:
      return []
  }
}

/** DROP ATTRIBUTE takes its values out of every column of that type (PostgreSQL manual, ALTER TYPE). */
export function lossByAlteredObject(
  { objectType, name, change }: OperationOf<'alter-object'>,
  before: SchemaState,
): readonly Loss[] {
  const [word, verb, attribute = ''] = change.split(' ')
  if (objectType !== 'composite-type' || word !== 'attribute' || verb !== 'drop') return []
  return columnsOfType(before, name).map(({ table, column }) => ({
    table: table.name,
    column: column.name,
    what: `every value of its ${attribute}`,
  }))
}

function schemaLosses({ name, ifExists }: OperationOf<'drop-object'>, before: SchemaState): readonly Loss[] {
  const { objectKey } = before.semantics
  const hasHistory = before.complete || before.tables.size > 0
  const inside = [...before.tables.values()].filter(table => {
    const [place, ...rest] = nameParts(table.name)
    return rest.length > 0 && place !== undefined && objectKey(place) === objectKey(name)
  })
  // No migration has put a table into it, nor made it.
  const isUnknown = ifExists && hasHistory && findObject(before, 'schema', name) === undefined
  if (inside.length === 0) return isUnknown ? [] : [{ table: name, what: 'every table and every row' }]
  return inside.map(table => ({ table: table.name, what: 'every row' }))
}
