import { isSpace } from './characters.ts'
import type { LexicalRules } from './lexical-rules.ts'
import { scanToken } from './scan-token.ts'
import type { Span } from './script-parts.ts'
import type { Lexeme } from './token.ts'

/**
 * INSERT … VALUES with white space in the place of every row of plain literals but the first: a grammar reads it
 * many times faster, and all that is left stays where it is. What is blanked has been read: parentheses,
 * commas, numbers, strings, NULL, TRUE and FALSE.
 */
export function blankConstantRows(text: string, rules: LexicalRules): string {
  let result = ''
  let position = 0
  for (const { start, end } of constantRows(text, rules)) {
    result += text.slice(position, start) + ' '.repeat(end - start)
    position = end
  }
  return result + text.slice(position)
}

/** Rows that follow another, with the comma before them; rows that touch are one span. */
function constantRows(text: string, rules: LexicalRules): readonly Span[] {
  const spans: Span[] = []
  const firstRow = afterValues(text, rules)
  let position = firstRow === undefined ? undefined : rowEnd(text, firstRow, rules)
  while (position !== undefined) {
    const comma = nextToken(text, position, rules)
    if (!is(text, comma, ',')) break
    const end = constantRowEnd(text, comma.end, rules)
    const before = spans.at(-1)
    if (end !== undefined && before?.end === comma.start)
      spans[spans.length - 1] = { start: before.start, end }
    else if (end !== undefined) spans.push({ start: comma.start, end })
    position = end ?? rowEnd(text, comma.end, rules)
  }
  return spans
}

/** Where the first row begins. */
function afterValues(text: string, rules: LexicalRules): number | undefined {
  let token = nextToken(text, 0, rules)
  if (!isWord(text, token, 'INSERT') && !isWord(text, token, 'REPLACE')) return undefined
  for (let depth = 0; token.start < text.length; token = nextToken(text, token.end, rules)) {
    depth += depthChange(text, token)
    if (depth !== 0 || !(isWord(text, token, 'VALUES') || isWord(text, token, 'VALUE'))) continue
    if (is(text, nextToken(text, token.end, rules), '(')) return token.end
  }
  return undefined
}

/** After the parenthesis that closes the row which starts here, whatever is in it. */
function rowEnd(text: string, start: number, rules: LexicalRules): number | undefined {
  let token = nextToken(text, start, rules)
  if (!is(text, token, '(')) return undefined
  for (let depth = 0; token.start < text.length; token = nextToken(text, token.end, rules)) {
    depth += depthChange(text, token)
    if (depth === 0) return token.end
  }
  return undefined
}

/** `(literal, literal, …)` */
function constantRowEnd(text: string, start: number, rules: LexicalRules): number | undefined {
  let token = nextToken(text, start, rules)
  if (!is(text, token, '(')) return undefined
  do {
    token = nextToken(text, token.end, rules)
    if (is(text, token, '-')) token = nextToken(text, token.end, rules)
    if (!isLiteral(text, token)) return undefined
    token = nextToken(text, token.end, rules)
  } while (is(text, token, ','))
  return is(text, token, ')') ? token.end : undefined
}

const constants = ['NULL', 'TRUE', 'FALSE']

/** Not E'\x', x'f' and 0xg, which a grammar may refuse. */
function isLiteral(text: string, token: Lexeme): boolean {
  const first = text.charCodeAt(token.start)
  switch (token.kind) {
    case 'string':
      return first === 0x27
    case 'number':
      return first !== 0x30 || token.end === token.start + 1 || text[token.start + 1] === '.'
    case 'word':
      return constants.some(constant => isWord(text, token, constant))
    default:
      return false
  }
}

function nextToken(text: string, start: number, rules: LexicalRules): Lexeme {
  let position = start
  while (isSpace(text.charCodeAt(position))) position += 1
  if (position >= text.length) return { kind: 'whitespace', start: text.length, end: text.length }
  return scanToken(text, position, rules, false)
}

function depthChange(text: string, token: Lexeme): number {
  return is(text, token, '(') ? 1 : is(text, token, ')') ? -1 : 0
}

function is(text: string, { kind, start, end }: Lexeme, symbol: string): boolean {
  return (kind === 'punctuation' || kind === 'operator') && end === start + 1 && text[start] === symbol
}

function isWord(text: string, { kind, start, end }: Lexeme, word: string): boolean {
  return kind === 'word' && end - start === word.length && text.slice(start, end).toUpperCase() === word
}
