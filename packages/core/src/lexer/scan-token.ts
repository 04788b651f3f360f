import { isDigit, isSpace, startsWord } from './characters.ts'
import type { LexicalRules } from './lexical-rules.ts'
import { isTemplateTag, placeholderEnd } from './placeholders.ts'
import { scanComment } from './scan-comment.ts'
import { scanParameter } from './scan-parameter.ts'
import { scanDollarQuoted, scanPrefixedQuoted, scanQuoted } from './scan-quoted.ts'
import { scanSymbol } from './scan-symbol.ts'
import { scanNumber, scanWord, startsFraction } from './scan-word.ts'
import type { Lexeme } from './token.ts'

/**
 * The token that starts at `start`, at least one character long. Inside an executable comment `*​/` is the
 * closing marker.
 */
export function scanToken(
  text: string,
  start: number,
  rules: LexicalRules,
  insideExecutableComment: boolean,
): Lexeme {
  const code = text.charCodeAt(start)
  if (isSpace(code) || (code === 0xfeff && start === 0)) return scanSpace(text, start)
  if (startsWord(code)) return scanPrefixedQuoted(text, start, rules) ?? scanWord(text, start)
  if (standsAlone(code)) return { kind: 'punctuation', start, end: start + 1 }
  if (isDigit(code)) return scanNumber(text, start, rules)
  if (insideExecutableComment && text.startsWith('*/', start)) {
    return { kind: 'comment', start, end: start + 2 }
  }
  return (
    scanQuoted(text, start, rules) ??
    scanComment(text, start, rules) ??
    scanTemplate(text, start, rules) ??
    scanDollarQuoted(text, start, rules) ??
    scanParameter(text, start, rules) ??
    (startsFraction(text, start) ? scanNumber(text, start, rules) : scanSymbol(text, start))
  )
}

/** ( ) , ; */
function standsAlone(code: number): boolean {
  return code === 0x28 || code === 0x29 || code === 0x2c || code === 0x3b
}

function scanSpace(text: string, start: number): Lexeme {
  let end = start + 1
  while (end < text.length && isSpace(text.charCodeAt(end))) end += 1
  return { kind: 'whitespace', start, end }
}

function scanTemplate(text: string, start: number, rules: LexicalRules): Lexeme | undefined {
  if (text.startsWith('{%', start)) {
    const close = text.slice(start, start + 256).indexOf('%}')
    if (close > 0) return { kind: 'comment', start, end: start + close + 2 }
  }
  const end = placeholderEnd(text, start, rules.placeholders)
  if (end === undefined) return undefined
  const isTag = isTemplateTag(text.slice(start, end))
  return { kind: isTag ? 'comment' : 'parameter', start, end }
}
