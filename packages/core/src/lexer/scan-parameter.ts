import { isDigit, isWordCharacter } from './characters.ts'
import type { LexicalRules } from './lexical-rules.ts'
import type { Lexeme } from './token.ts'

/** ?, ?1, $1, :name, @var and @@var. */
export function scanParameter(text: string, start: number, rules: LexicalRules): Lexeme | undefined {
  switch (text[start]) {
    case '?':
      return rules.questionMarkParameters ? parameter(start, nameEnd(text, start + 1)) : undefined
    case '$': {
      const end = nameEnd(text, start + 1)
      return end > start + 1 ? parameter(start, end) : undefined
    }
    case '@': {
      if (!rules.atVariables) return undefined
      const name = text[start + 1] === '@' ? start + 2 : start + 1
      const end = nameEnd(text, name)
      return end > name ? parameter(start, end) : undefined
    }
    case ':':
      return scanColonParameter(text, start)
    default:
      return undefined
  }
}

/** `:name`, and psql's `:'name'` and `:"name"`; not `::type`, `label:LOOP` or `array[1:n]`. */
function scanColonParameter(text: string, start: number): Lexeme | undefined {
  const before = start > 0 ? text.charCodeAt(start - 1) : 0
  if (isWordCharacter(before) || before === 0x3a || before === 0x5d || before === 0x29) return undefined
  const quote = text[start + 1]
  const quoted = quote === "'" || quote === '"'
  const name = quoted ? start + 2 : start + 1
  const end = nameEnd(text, name)
  if (end === name || isDigit(text.charCodeAt(name))) return undefined
  if (!quoted) return parameter(start, end)
  return text[end] === quote ? parameter(start, end + 1) : undefined
}

function nameEnd(text: string, start: number): number {
  let end = start
  while (end < text.length && isWordCharacter(text.charCodeAt(end))) end += 1
  return end
}

function parameter(start: number, end: number): Lexeme {
  return { kind: 'parameter', start, end }
}
