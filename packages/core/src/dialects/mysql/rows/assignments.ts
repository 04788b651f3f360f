import type { TokenCursor } from '../token-cursor.ts'

export interface Assignment {
  /** What stands before the column: a table, an alias, a database with a table. */
  readonly qualifier?: string
  readonly column: string
  readonly value: string
}

/** `column = value, alias.column = value`, up to WHERE, ORDER BY, LIMIT, ON DUPLICATE KEY, RETURNING or AS. */
export function readAssignments(cursor: TokenCursor): readonly Assignment[] {
  return cursor.separated(item => {
    const parts = [item.identifier()]
    while (item.takeSymbol('.')) parts.push(item.partAfterDot())
    if (!item.takeSymbol(':=')) item.expectSymbol('=')
    const value = item.textUntil(endsAssignments)
    if (value === '') item.fail()
    const column = parts.pop() ?? ''
    return { column, value, ...(parts.length > 0 ? { qualifier: parts.join('.') } : {}) }
  })
}

function endsAssignments(cursor: TokenCursor): boolean {
  if (cursor.isSymbol(',')) return true
  const word = cursor.keyword()
  return (
    word === 'WHERE' ||
    word === 'LIMIT' ||
    word === 'RETURNING' ||
    cursor.isAt('ORDER', 'BY') ||
    cursor.isAt('ON', 'DUPLICATE') ||
    (word === 'AS' && cursor.startsIdentifier(1))
  )
}
