import type { ObjectName } from '../operations/column.ts'
import { changeReferencesTo } from './references.ts'
import type { SchemaState } from './schema-state.ts'

/** Drops the foreign keys that point at the table; with columns, those that point at these and no others. */
export function dropForeignKeysTo(
  schema: SchemaState,
  target: ObjectName,
  columns?: readonly string[],
): SchemaState {
  const { columnKey } = schema.semantics
  const keysOf = (names: readonly string[]): string => JSON.stringify(names.map(columnKey).sort())
  return changeReferencesTo(schema, target, foreignKey =>
    columns === undefined || keysOf(foreignKey.references.columns) === keysOf(columns)
      ? undefined
      : foreignKey,
  )
}
