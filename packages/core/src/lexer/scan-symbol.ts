import { isSpace } from './characters.ts'
import type { Lexeme, TokenKind } from './token.ts'

const longOperators = new Set([
  '<=>', '->>', '#>>', '!~~', '!~*', '||/', '@-@', '<<=', '>>=', '<<|', '|>>', '&<|', '|&>', '~<=', '~>=',
  '<>', '!=', '<=', '>=', '<<', '>>', '||', '&&', '::', ':=', '=>', '->', '#>', '@>', '<@', '@@', '@?',
  '?|', '?&', '~~', '!~', '~*', '#-', '==', '&<', '&>', '-|', '^@', '..',
]) // biome-ignore format: a table

const punctuation = '()[]{},;.'
const operators = '+-*/<>=~!@#%^&|`?:$'

/** An operator or punctuation. */
export function scanSymbol(text: string, start: number): Lexeme {
  for (let length = Math.min(3, text.length - start); length > 1; length -= 1) {
    if (longOperators.has(text.slice(start, start + length))) return lexeme('operator', start, length)
  }
  const character = text.charAt(start)
  if (character === '\\' && text[start + 1] === 'N') return lexeme('word', start, 2)
  if (punctuation.includes(character)) return lexeme('punctuation', start, 1)
  if (operators.includes(character)) return lexeme('operator', start, 1)
  return scanGarbage(text, start)
}

/** Bytes that start nothing: control characters, a stray backslash. A run of them is one token. */
function scanGarbage(text: string, start: number): Lexeme {
  let end = start + 1
  while (end < text.length && text.charCodeAt(end) < 0x20 && !isSpace(text.charCodeAt(end))) end += 1
  return lexeme('damaged', start, end - start)
}

function lexeme(kind: TokenKind, start: number, length: number): Lexeme {
  return { kind, start, end: start + length }
}
