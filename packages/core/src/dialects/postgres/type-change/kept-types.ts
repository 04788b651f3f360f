import type { DataType } from '../../../operations/column.ts'
import { assignmentChange } from './type-change.ts'

/** Only a column of the same type stays as it is stored: no other pair with one of these was measured to be kept. */
const keptAlone =
  /^(?:smallint|bigint|real|double precision|money|boolean|date|uuid|jsonb?|xml|bytea|char|bit|cidr|macaddr8?|tsvector)$/

/** Which types of the column ALTER COLUMN … TYPE takes as they are stored, in words; undefined where more than the type
 * decides, or an extension may. A cast in USING to the type itself changes nothing in that. */
export function keptTypes(to: DataType, using: string | undefined): string | undefined {
  const isPlain =
    using === undefined || /^\(*\s*"?\w+"?\s*\)*(?:::\s*[\w ]+(?:\([\d, ]+\))?\s*\)*)?$/.test(using)
  if (!isPlain || assignmentChange(to, to).cost !== 'none') return undefined
  if ((to.arrayDimensions ?? 0) > 0) return to.text
  const [size] = to.args
  if (keptAlone.test(to.name)) return to.text
  if (to.name === 'text' || (to.name === 'varchar' && size === undefined))
    return 'text, varchar, citext or xml'
  if (to.name === 'varchar') return `a varchar of up to ${size} characters`
  if (to.name === 'integer') return 'integer or oid'
  return to.name === 'numeric' && size === undefined ? 'numeric' : undefined
}
