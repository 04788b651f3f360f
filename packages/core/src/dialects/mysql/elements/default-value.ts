import type { TokenCursor } from '../token-cursor.ts'

const constants = new Set(['NULL', 'TRUE', 'FALSE', 'CURRENT_TIMESTAMP', 'CURRENT_DATE', 'CURRENT_TIME'])

/** Functions whose name is a reserved word. */
const reservedFunctions = new Set(['IF', 'LEFT', 'RIGHT', 'REPLACE', 'REPEAT', 'INSERT', 'DATABASE'])

/** The value after DEFAULT, SET DEFAULT or ON UPDATE: a literal, a call, or an expression in parentheses. */
export function readDefault(cursor: TokenCursor): string {
  const start = cursor.position
  readValue(cursor)
  return cursor.textSince(start)
}

function readValue(cursor: TokenCursor): void {
  while (cursor.takeSymbol('-') || cursor.takeSymbol('+'));
  if (cursor.isSymbol('(')) {
    cursor.skipParenthesised()
    return
  }
  if (cursor.take('NEXT', 'VALUE', 'FOR') || cursor.take('PREVIOUS', 'VALUE', 'FOR')) {
    cursor.objectName()
    return
  }
  const kind = cursor.peek()?.kind
  if (kind === 'number' || kind === 'parameter') cursor.next()
  else if (kind === 'string' || cursor.peek(1)?.kind === 'string') cursor.string()
  else readWordValue(cursor)
}

function readWordValue(cursor: TokenCursor): void {
  const word = cursor.keyword()
  const isCall = reservedFunctions.has(word) && cursor.isSymbol('(', 1)
  if (!isCall && !constants.has(word) && !cursor.startsIdentifier()) cursor.fail()
  cursor.next()
  if (cursor.isSymbol('(')) cursor.skipParenthesised()
}
