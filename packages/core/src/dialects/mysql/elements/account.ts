import type { TokenCursor } from '../token-cursor.ts'

/** `user`, `'user'@'host'`, CURRENT_USER, a role; the name as one text, `user@host`. */
export function readAccount(cursor: TokenCursor): string {
  const name = readPart(cursor)
  if (cursor.takeSymbol('(')) cursor.expectSymbol(')')
  const next = cursor.peek()
  // `user@host` without quotes: the lexer takes `@host` for a variable.
  if (next?.kind === 'parameter' && next.text.startsWith('@')) return name + readBareHost(cursor)
  return cursor.takeSymbol('@') ? `${name}@${readPart(cursor)}` : name
}

function readPart(cursor: TokenCursor): string {
  const token = cursor.peek()
  if (token?.kind === 'string' || token?.kind === 'number') {
    cursor.next()
    return token.value ?? token.text
  }
  return cursor.identifier()
}

function readBareHost(cursor: TokenCursor): string {
  let host = cursor.next().text
  while (cursor.isSymbol('.') || cursor.isSymbol('-')) host += cursor.next().text + cursor.next().text
  return host
}

/** `DEFINER = account`, before a view, routine, trigger or event. */
export function readDefiner(cursor: TokenCursor): void {
  if (!cursor.take('DEFINER')) return
  cursor.expectSymbol('=')
  readAccount(cursor)
}
