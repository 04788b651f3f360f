import { isDigit, isSpace } from './characters.ts'
import type { LexicalRules } from './lexical-rules.ts'
import { startsLine } from './starts-line.ts'
import type { Lexeme } from './token.ts'

/** Drizzle cuts its files at this text, wherever it stands. */
export const statementBreakpoint = '--> statement-breakpoint'

export function scanComment(text: string, start: number, rules: LexicalRules): Lexeme | undefined {
  switch (text[start]) {
    case '-':
      return text[start + 1] === '-' && isDashComment(text, start, rules)
        ? lineComment(text, start, rules)
        : undefined
    case '#':
      return rules.hashComments ? lineComment(text, start, rules) : undefined
    case '/':
      return text[start + 1] === '*' ? blockComment(text, start, rules) : undefined
    default:
      return undefined
  }
}

/** `/*!40101` and `/*M!100100`: what follows, up to the closing marker, is code. */
export function opensExecutableComment(text: string, { kind, start, end }: Lexeme): boolean {
  return kind === 'comment' && text[start] === '/' && text[end - 1] !== '/'
}

export function closesExecutableComment(text: string, { kind, start }: Lexeme): boolean {
  return kind === 'comment' && text[start] === '*'
}

/**
 * MySQL takes `--x` for two minus signs, but the mysql client drops it where it begins a statement, and its
 * writers mean a comment: at the start of a line it is one.
 */
function isDashComment(text: string, start: number, rules: LexicalRules): boolean {
  if (!rules.dashCommentNeedsSpace) return true
  const next = start + 2
  if (next >= text.length || isSpace(text.charCodeAt(next))) return true
  return text.startsWith(statementBreakpoint, start) || startsLine(text, start)
}

function lineComment(text: string, start: number, rules: LexicalRules): Lexeme {
  if (text.startsWith(statementBreakpoint, start)) {
    return { kind: 'comment', start, end: start + statementBreakpoint.length }
  }
  let end = start
  while (end < text.length && text[end] !== '\n' && !(rules.returnEndsComment && text[end] === '\r')) end += 1
  if (text[end - 1] === '\r') end -= 1
  return { kind: 'comment', start, end }
}

function blockComment(text: string, start: number, rules: LexicalRules): Lexeme {
  const code = rules.executableComments ? executableCommentCode(text, start, rules) : undefined
  if (code !== undefined) return { kind: 'comment', start, end: code }
  const end = rules.nestedComments ? nestedCommentEnd(text, start) : plainCommentEnd(text, start)
  if (end === undefined) return { kind: 'damaged', start, end: text.length }
  return { kind: 'comment', start, end }
}

/** Where the code of an executable comment begins; undefined for a comment that no server executes. */
function executableCommentCode(text: string, start: number, rules: LexicalRules): number | undefined {
  const isMariadb = text[start + 2] === 'M' && text[start + 3] === '!'
  if (isMariadb ? !rules.mariadbComments : text[start + 2] !== '!') return undefined
  const digits = start + (isMariadb ? 4 : 3)
  let end = digits
  while (end < digits + 6 && isDigit(text.charCodeAt(end))) end += 1
  if (end - digits < 5) end = digits
  return end > digits && !executes(Number(text.slice(digits, end)), isMariadb, rules) ? undefined : end
}

/** Dumps write 99999 and 999999 for `no server`. */
function executes(version: number, isMariadb: boolean, rules: LexicalRules): boolean {
  if (version === 99_999 || version >= 990_000) return false
  // MariaDB manual, Comment Syntax: executable comments for MySQL 5.7 and later are ignored.
  return isMariadb || !rules.mariadbComments || version < 50_700 || version > 99_999
}

function plainCommentEnd(text: string, start: number): number | undefined {
  const close = text.indexOf('*/', start + 2)
  return close === -1 ? undefined : close + 2
}

function nestedCommentEnd(text: string, start: number): number | undefined {
  const marker = /\/\*|\*\//g
  marker.lastIndex = start + 2
  let depth = 1
  for (let match = marker.exec(text); match; match = marker.exec(text)) {
    depth += match[0] === '/*' ? 1 : -1
    if (depth === 0) return marker.lastIndex
  }
  return undefined
}
