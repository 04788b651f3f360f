import type { Constraint, ObjectName } from '../operations/column.ts'
import { changeEveryTable } from './edit.ts'
import type { SchemaState } from './schema-state.ts'

/** Drops the foreign keys that point at the table; with columns, those that point at these and no others. */
export function dropForeignKeysTo(
  schema: SchemaState,
  target: ObjectName,
  columns?: readonly string[],
): SchemaState {
  const { objectKey, columnKey } = schema.semantics
  const keysOf = (names: readonly string[]): string => JSON.stringify(names.map(columnKey).sort())
  const pointsThere = (constraint: Constraint): boolean =>
    constraint.type === 'foreign-key' &&
    objectKey(constraint.references.table) === objectKey(target) &&
    (columns === undefined || keysOf(constraint.references.columns) === keysOf(columns))
  return changeEveryTable(schema, table => {
    const constraints = table.constraints.filter(constraint => !pointsThere(constraint))
    return constraints.length === table.constraints.length ? table : { ...table, constraints }
  })
}
