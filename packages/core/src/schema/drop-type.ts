import type { ObjectName } from '../operations/column.ts'
import { dropColumn } from './drop-column.ts'
import { withoutDefaults } from './drop-defaults.ts'
import { changeTables, removeEnum, removeObjects } from './edit.ts'
import { columnsOfType } from './find-columns.ts'
import { objectsOfType } from './find-objects.ts'
import type { SchemaState } from './schema-state.ts'

/** DROP TYPE … CASCADE drops every column of that type (PostgreSQL manual, DROP TYPE), and every default of it. */
export function dropType(schema: SchemaState, name: ObjectName, cascade: boolean): SchemaState {
  const removed = removeEnum(schema, name)
  if (!cascade) return removed
  const withoutColumns = columnsOfType(schema, name).reduce(
    (state, { table, column }) =>
      dropColumn(state, {
        kind: 'drop-column',
        table: table.name,
        column: column.name,
        ifExists: true,
        cascade: true,
      }),
    removed,
  )
  return dropObjectsOfType(dropDefaultsOfType(withoutColumns, name), name)
}

/** `'new'::state`, of a column of another type. */
function dropDefaultsOfType(schema: SchemaState, name: ObjectName): SchemaState {
  const { objectKey } = schema.semantics
  const isIt = (text: string): boolean =>
    [...text.matchAll(/::\s*([\w."]+)/g)].some(([, type = '']) => objectKey(type) === objectKey(name))
  return changeTables(schema, schema.tables.values(), table => {
    const columns = withoutDefaults(table, isIt)
    return columns === table.columns ? table : { ...table, columns }
  })
}

/** Domains over the type, with their columns, and routines that take it or give it back. */
function dropObjectsOfType(schema: SchemaState, name: ObjectName): SchemaState {
  const { objectKey } = schema.semantics
  const isIt = (type: string): boolean => objectKey(type.replace(/(\[\])+$/, '')) === objectKey(name)
  const routines = objectsOfType(schema, 'function', 'procedure', 'aggregate').filter(
    ({ arguments: types = '', definition }) =>
      types.split(', ').some(isIt) || isIt(/\breturns\s+(?:setof\s+)?([\w."]+)/i.exec(definition)?.[1] ?? ''),
  )
  const domains = objectsOfType(schema, 'domain').filter(({ definition }) =>
    isIt(/^\s*create\s+domain\s+\S+\s+(?:as\s+)?([\w."]+)/i.exec(definition)?.[1] ?? ''),
  )
  return domains.reduce(
    (state, domain) => dropType(removeObjects(state, [domain]), domain.name, true),
    removeObjects(schema, routines),
  )
}
