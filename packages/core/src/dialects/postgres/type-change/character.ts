import type { DataType } from '../../../operations/column.ts'
import type { TypeChange } from '../../dialect.ts'
import { canFail, fits, noChange } from './change.ts'

const characterTypes: ReadonlySet<string> = new Set(['text', 'varchar', 'char', 'citext', 'name'])

export function isCharacter({ name }: DataType): boolean {
  return characterTypes.has(name)
}

/** Every type can be written as text; a length can be too short for it. */
export function characterChange(from: DataType, to: DataType): TypeChange {
  const room = roomIn(to)
  const longest = isCharacter(from) ? roomIn(from) : Number.POSITIVE_INFINITY
  const why = `values longer than ${room} characters do not fit`
  if (isStoredAlike(from, to) && longest <= room) return noChange
  if (to.name === 'name') return { loses: 'silent', cost: 'rewrite', why: 'values are cut to 63 bytes' }
  if (room === Number.POSITIVE_INFINITY || longest <= room) return fits
  const shortest = textLengths.get(from.name)
  return shortest !== undefined && shortest <= room ? fits : canFail(why)
}

/** Binary coercible; only text and varchar keep a check of the length apart from the value. */
function isStoredAlike(from: DataType, to: DataType): boolean {
  if (from.name === 'xml') return to.name === 'text' || (to.name === 'varchar' && to.args.length === 0)
  const alike = (name: string): boolean => name === 'text' || name === 'varchar' || name === 'citext'
  return alike(from.name) && alike(to.name)
}

function roomIn({ name, args }: DataType): number {
  if (name === 'name') return 63
  return (name === 'varchar' || name === 'char' ? args[0] : undefined) ?? Number.POSITIVE_INFINITY
}

/** The longest text of types whose values have one; to know that varchar(36) holds every uuid. */
const textLengths: ReadonlyMap<string, number> = new Map([
  ['boolean', 5],
  ['smallint', 6],
  ['integer', 11],
  ['bigint', 20],
  ['oid', 10],
  ['uuid', 36],
  ['macaddr', 17],
  ['name', 63],
  // Two quoted names of 63 bytes and a dot; of a signature, 100 arguments (FUNC_MAX_ARGS) of such types.
  ...['regclass', 'regtype', 'regproc', 'regoper', 'regrole', 'regnamespace'].map(
    name => [name, 257] as const,
  ),
  ['regprocedure', 257 + 100 * 65],
])
