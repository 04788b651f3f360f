import { isWordCharacter, startsWord } from './characters.ts'
import type { LexicalRules } from './lexical-rules.ts'
import type { Lexeme } from './token.ts'

type QuotedKind = 'string' | 'quoted-identifier'

/** 'x', "x", `x` and [x]. */
export function scanQuoted(text: string, start: number, rules: LexicalRules): Lexeme | undefined {
  switch (text[start]) {
    case "'":
      return quoted(text, start, start, 'string', rules.backslashEscapes)
    case '"':
      return rules.doubleQuotedStrings
        ? quoted(text, start, start, 'string', rules.backslashEscapes)
        : quoted(text, start, start, 'quoted-identifier', false)
    case '`':
      return rules.backtickIdentifiers ? quoted(text, start, start, 'quoted-identifier', false) : undefined
    case '[':
      return rules.bracketIdentifiers ? bracketed(text, start) : undefined
    default:
      return undefined
  }
}

/** E'x', N'x', X'x', B'x', U&'x' and U&"x". */
export function scanPrefixedQuoted(text: string, start: number, rules: LexicalRules): Lexeme | undefined {
  const next = text.charCodeAt(start + 1)
  if (next !== 0x27 && next !== 0x26) return undefined
  const prefix = text[start]?.toLowerCase() ?? ''
  if (next === 0x26) {
    const quote = text[start + 2]
    if (prefix !== 'u' || !rules.escapeStrings || (quote !== "'" && quote !== '"')) return undefined
    return quoted(text, start, start + 2, quote === "'" ? 'string' : 'quoted-identifier', false)
  }
  if (prefix === 'e' && rules.escapeStrings) return quoted(text, start, start + 1, 'string', true)
  return 'nxb'.includes(prefix) ? quoted(text, start, start + 1, 'string', rules.backslashEscapes) : undefined
}

/** The closing quote doubled stands for itself. Without a closing quote the rest of the text is damaged. */
function quoted(text: string, start: number, open: number, kind: QuotedKind, backslashes: boolean): Lexeme {
  const quote = text.charCodeAt(open)
  for (let position = open + 1; position < text.length; position += 1) {
    const code = text.charCodeAt(position)
    if (code === quote) {
      if (text.charCodeAt(position + 1) !== quote) return { kind, start, end: position + 1 }
      position += 1
    } else if (backslashes && code === 0x5c) {
      position += 1
    }
  }
  return { kind: 'damaged', start, end: text.length }
}

function bracketed(text: string, start: number): Lexeme {
  const close = text.indexOf(']', start)
  if (close === -1) return { kind: 'damaged', start, end: text.length }
  return { kind: 'quoted-identifier', start, end: close + 1 }
}

/** PostgreSQL's $tag$ … $tag$. */
export function scanDollarQuoted(text: string, start: number, rules: LexicalRules): Lexeme | undefined {
  if (!rules.dollarQuotes || text[start] !== '$') return undefined
  let tagEnd = start + 1
  if (startsWord(text.charCodeAt(tagEnd))) {
    while (tagEnd < text.length && isWordCharacter(text.charCodeAt(tagEnd))) tagEnd += 1
  }
  if (text[tagEnd] !== '$') return undefined
  const tag = text.slice(start, tagEnd + 1)
  const close = text.indexOf(tag, tagEnd + 1)
  if (close === -1) return { kind: 'damaged', start, end: text.length }
  return { kind: 'string', start, end: close + tag.length }
}
