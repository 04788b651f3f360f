import type { ObjectName } from '../../../operations/column.ts'
import type { TokenCursor } from '../token-cursor.ts'

export interface CopySource {
  readonly table: ObjectName
  readonly expressions: readonly string[]
  readonly filtered?: boolean
}

/** Words after which one table is no longer all that a query reads. */
const furtherSources = new Set(['JOIN', 'UNION', 'INTERSECT', 'EXCEPT', 'STRAIGHT_JOIN'])

const modifiers = ['DISTINCT', 'ALL', 'HIGH_PRIORITY', 'SQL_NO_CACHE', 'SQL_CACHE'] as const

/** `SELECT expression, … FROM table …`; undefined where the rows do not come from one table alone. */
export function readCopySource(cursor: TokenCursor): CopySource | undefined {
  if (!cursor.take('SELECT')) return undefined
  let filtered = false
  for (let word = cursor.takeOneOf(...modifiers); word !== undefined; word = cursor.takeOneOf(...modifiers)) {
    filtered ||= word === 'DISTINCT'
  }
  const expressions = readExpressions(cursor)
  if (!cursor.take('FROM') || !cursor.startsIdentifier()) return undefined
  const table = cursor.objectName()
  let isOrdered = false
  for (; !cursor.atEnd; skipOne(cursor)) {
    if (cursor.isSymbol(',') && !isOrdered) return undefined
    if (cursor.isAt('ORDER')) isOrdered = true
    if (furtherSources.has(cursor.keyword())) return undefined
    if (/^(?:WHERE|LIMIT|HAVING|GROUP)$/.test(cursor.keyword())) filtered = true
    if (/^(?:GROUP|ON)$/.test(cursor.keyword())) break
  }
  return { table, expressions, ...(filtered ? { filtered } : {}) }
}

function readExpressions(cursor: TokenCursor): readonly string[] {
  const expressions: string[] = []
  do {
    const text = cursor.textUntil(
      item => item.isSymbol(',') || item.isAt('FROM') || item.isAt('AS') || item.isSymbol(')'),
    )
    expressions.push(text)
    if (cursor.take('AS')) cursor.next()
  } while (cursor.takeSymbol(','))
  return expressions
}

function skipOne(cursor: TokenCursor): void {
  if (cursor.isSymbol('(')) cursor.skipParenthesised()
  else cursor.next()
}
