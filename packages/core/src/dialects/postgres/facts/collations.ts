import type { DataType, ObjectName } from '../../../operations/column.ts'
import { findObject } from '../../../schema/lookup.ts'
import type { SchemaState } from '../../../schema/schema-state.ts'

/** Values of different bytes are equal under it (PostgreSQL manual, 24.2.2.4 Nondeterministic Collations). */
export function isNondeterministic(collation: ObjectName, before: SchemaState): boolean {
  const made = findObject(before, 'other', collation)
  return made !== undefined && /\bdeterministic\s*=\s*'?(?:false|off|no|0)\b/i.test(made.definition)
}

/** Measured: PostgreSQL 15, rows of ON DELETE CASCADE stay behind. */
export function disagreeingCollation(from: DataType, to: DataType, schema: SchemaState): string | undefined {
  if (from.collation === to.collation) return undefined
  return [from, to].flatMap(({ collation }) => collation ?? []).find(name => isNondeterministic(name, schema))
}
