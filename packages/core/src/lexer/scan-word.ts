import { isDigit, isWordCharacter, startsWord } from './characters.ts'
import type { LexicalRules } from './lexical-rules.ts'
import type { Lexeme } from './token.ts'

/** A keyword or a bare identifier. `$` may stand inside, not first. */
export function scanWord(text: string, start: number): Lexeme {
  return { kind: 'word', start, end: wordEnd(text, start + 1) }
}

export function scanNumber(text: string, start: number, rules: LexicalRules): Lexeme {
  if (startsRadixNumber(text, start)) return { kind: 'number', start, end: wordEnd(text, start + 2) }
  const end = decimalEnd(text, start)
  if (rules.digitsStartNames && isNameInDigits(text, start, end)) {
    return { kind: 'word', start, end: wordEnd(text, end) }
  }
  return { kind: 'number', start, end }
}

/** `.5`, but not in `t.5x`: after a name the dot separates, it does not start a fraction. */
export function startsFraction(text: string, start: number): boolean {
  if (text[start] !== '.' || !isDigit(text.charCodeAt(start + 1))) return false
  const before = start > 0 ? text.charCodeAt(start - 1) : 0
  return !(
    isWordCharacter(before) ||
    before === 0x60 ||
    before === 0x22 ||
    before === 0x5d ||
    before === 0x7d
  )
}

/** 0x and 0b */
function startsRadixNumber(text: string, start: number): boolean {
  if (text.charCodeAt(start) !== 0x30) return false
  const radix = text.charCodeAt(start + 1) | 0x20
  return radix === 0x78 || radix === 0x62
}

function decimalEnd(text: string, start: number): number {
  let end = digitsEnd(text, start)
  if (text.charCodeAt(end) === 0x2e && text.charCodeAt(end + 1) !== 0x2e) end = digitsEnd(text, end + 1)
  if ((text.charCodeAt(end) | 0x20) === 0x65) {
    const sign = text[end + 1] === '+' || text[end + 1] === '-' ? 1 : 0
    if (isDigit(text.charCodeAt(end + 1 + sign))) end = digitsEnd(text, end + 1 + sign)
  }
  return end
}

/** After a dot even `5` is a name; elsewhere digits followed by a letter are. */
function isNameInDigits(text: string, start: number, end: number): boolean {
  const next = text.charCodeAt(end)
  if (!startsWord(next) && !(next === 0x24 && isWordCharacter(text.charCodeAt(end + 1)))) return false
  return !text.slice(start, end).includes('.')
}

function digitsEnd(text: string, start: number): number {
  let end = start
  while (end < text.length && isDigit(text.charCodeAt(end))) end += 1
  return end
}

function wordEnd(text: string, start: number): number {
  let end = start
  while (end < text.length) {
    const code = text.charCodeAt(end)
    if (!isWordCharacter(code) && !(code === 0x24 && isWordCharacter(text.charCodeAt(end + 1)))) break
    end += 1
  }
  return end
}
