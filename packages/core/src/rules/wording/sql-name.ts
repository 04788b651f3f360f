import type { DialectTraits } from '../../dialects/dialect.ts'
import { quotedName } from '../../dialects/writing/sql-writer.ts'
import type { ObjectName } from '../../operations/column.ts'

/** An object's name for SQL that we suggest: each part quoted where the engine needs it. */
export function sqlName(name: ObjectName, traits: DialectTraits): string {
  return quotedName(name, traits)
}
