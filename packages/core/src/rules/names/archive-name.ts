import type { ObjectName } from '../../operations/column.ts'
import { bareName, besideName } from '../../operations/names.ts'
import type { OperationContext } from '../rule.ts'

const ending = '_archive'

/** The table that is suggested to keep what would be lost of this one, or of one of its columns; no longer than a name
 * may be. */
export function archiveName(
  table: ObjectName,
  { longestName }: OperationContext['traits'],
  column?: string,
  { number = 1 }: { readonly number?: number } = {},
): ObjectName {
  const name = column === undefined ? bareName(table) : `${bareName(table)}_${column}`
  const end = number === 1 ? ending : `${ending}_${number}`
  const room = (longestName?.limit ?? Number.POSITIVE_INFINITY) - end.length
  return besideName(table, `${name.slice(0, room)}${end}`)
}
