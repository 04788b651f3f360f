import type { Token } from '../../../lexer/token.ts'
import { joinName } from '../../../operations/names.ts'
import type { Operation } from '../../../operations/operation.ts'
import { isBuiltIn } from '../facts/function-names.ts'
import { isReserved } from '../reserved-words.ts'
import type { TokenCursor } from '../token-cursor.ts'

/**
 * What an expression or a query does by calling functions of the project's own: each is code of which nothing is known
 * here. The cursor stays where it is; looks from `start` to `end`.
 */
export function routineCalls(cursor: TokenCursor, start?: number, end?: number): readonly Operation[] {
  const routines = new Set<string>()
  const look = cursor.between(start ?? cursor.position, end ?? Number.POSITIVE_INFINITY)
  let before: Token | undefined
  let name: Token[] = []
  while (!look.atEnd) {
    const token = look.next()
    if (isName(token)) {
      if (name.length > 0) before = name.at(-1)
      name = [token]
      while (look.isSymbol('.') && look.peek(1) && look.peek(1)?.text !== '*') {
        look.next()
        name.push(look.next())
      }
    } else {
      if (token.text === '(' && name.length > 0 && isCall(name, before)) routines.add(nameOf(name))
      before = token
      name = []
    }
  }
  return [...routines].map(routine => ({ kind: 'run-code', language: 'function', dynamic: true, routine }))
}

function isName(token: Token): boolean {
  return token.kind === 'quoted-identifier' || token.kind === 'word'
}

/** Words before a name that is followed by a list of columns. */
const beforeColumns = new Set(['AS', 'FROM', 'JOIN', 'INTO', 'TABLE', 'WITH', 'WINDOW', ')', '@'])

function isCall(name: readonly Token[], before: Token | undefined): boolean {
  if (before && beforeColumns.has(before.text.toUpperCase())) return false
  const [first] = name
  if (name.length > 1 || first?.kind !== 'word') return true
  return !isReserved(first.text) && !isBuiltIn(first.text)
}

function nameOf(name: readonly Token[]): string {
  return joinName(name.map(token => token.value ?? token.text))
}
