import type { DataType } from '../../operations/column.ts'
import type { TypeChange } from '../dialect.ts'
import { type Affinity, affinityOf } from './types.ts'

/**
 * SQLite manual, Datatypes in SQLite, 3: a declared type is an affinity, lengths are not enforced, and a value that
 * does not convert without loss is kept as it is. A type changes through a rebuild of the table.
 */
export function typeChange(from: DataType, to: DataType, using?: string): TypeChange {
  if (using !== undefined && /\bcast\s*\(/i.test(using) && !keepsBytes(from, using)) {
    return { loses: 'silent', cost: 'rewrite', why: 'CAST turns what does not convert into 0 or cuts it' }
  }
  const before = affinityOf(from.name)
  const after = affinityOf(to.name)
  if (before === after) return { loses: 'nothing', cost: 'none' }
  // What is declared as a plain integer hardly holds whole numbers beyond 2^53.
  if (before === 'integer' && after === 'real' && !/big|8/.test(from.name)) {
    return { loses: 'nothing', cost: 'rewrite' }
  }
  const why = losses[before]?.[after]
  return why ? { loses: 'silent', cost: 'rewrite', why } : { loses: 'nothing', cost: 'rewrite' }
}

/** CAST of text or a whole number to text, and of text to a blob and back, loses nothing (SQLite manual, CAST expressions). */
function keepsBytes({ name }: DataType, using: string): boolean {
  const [, target = ''] = /\bcast\s*\([^()]*\bas\s+([\w ]+)\)/i.exec(using) ?? []
  const from = affinityOf(name)
  const to = affinityOf(target.trim().toLowerCase())
  if (to === 'text') return from === 'text' || from === 'integer' || from === 'blob'
  return to === 'blob' && (from === 'text' || from === 'blob') && /blob/i.test(target)
}

const looksLikeNumber = "text that looks like a number becomes that number: '007' turns into 7"
const realDigits = 'whole numbers beyond 2^53 and digits beyond the fifteenth are rounded'

const losses: Partial<Record<Affinity, Partial<Record<Affinity, string>>>> = {
  text: { integer: looksLikeNumber, numeric: looksLikeNumber, real: looksLikeNumber },
  blob: { integer: looksLikeNumber, numeric: looksLikeNumber, real: looksLikeNumber },
  integer: { real: realDigits },
  numeric: { real: realDigits },
  real: { text: 'numbers keep fifteen digits as text' },
}
