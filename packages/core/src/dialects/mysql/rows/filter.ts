import type { RowFilter } from '../../../operations/row-operation.ts'
import type { TokenCursor } from '../token-cursor.ts'
import { isAlwaysTrue } from './always-true.ts'

export interface FilterText {
  readonly filter: RowFilter
  readonly where?: string
}

/** `[WHERE …] [ORDER BY …] [LIMIT n] [RETURNING …]`, to the end. A LIMIT limits too. */
export function readFilter(cursor: TokenCursor, joinLimits: boolean): FilterText {
  const where = cursor.take('WHERE') ? readWhere(cursor) : undefined
  let isLimited = joinLimits
  while (!cursor.atEnd) {
    if (cursor.isAt('LIMIT')) isLimited ||= limits(cursor.peek(1)?.text ?? '')
    else if (!cursor.isAt('ORDER', 'BY') && !cursor.isAt('RETURNING')) cursor.fail()
    cursor.next()
    cursor.textUntil(endsWhere)
  }
  if (where === undefined) return { filter: isLimited ? 'present' : 'absent' }
  return { filter: !isLimited && where.alwaysTrue ? 'always-true' : 'present', where: where.text }
}

/** `LIMIT 18446744073709551615` is written where no limit is meant. */
function limits(count: string): boolean {
  return !(Number(count) >= 1e12)
}

function readWhere(cursor: TokenCursor): { readonly text: string; readonly alwaysTrue: boolean } {
  const start = cursor.position
  const text = cursor.textUntil(endsWhere)
  if (text === '') cursor.fail()
  return { text, alwaysTrue: isAlwaysTrue(cursor.between(start, cursor.position)) }
}

function endsWhere(cursor: TokenCursor): boolean {
  return cursor.isAt('ORDER', 'BY') || cursor.isAt('LIMIT') || cursor.isAt('RETURNING')
}
