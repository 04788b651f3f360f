import type { DialectTraits } from '../dialects/dialect.ts'
import type { ObjectName } from '../operations/column.ts'
import { nameParts } from '../operations/names.ts'

/** An object's name for SQL that we suggest: each part quoted where the engine needs it. */
export function sqlName(name: ObjectName, traits: DialectTraits): string {
  return nameParts(name)
    .map(part => traits.quote(part))
    .join('.')
}
