import { postgresLexicalRules } from '../../lexer/engines.ts'
import type { Token } from '../../lexer/token.ts'
import { tokenize } from '../../lexer/tokenize.ts'
import type { GrammarVersion } from './grammar.ts'
import { utf16Places } from './places.ts'

/** The text behind a tree. The tree says where a node starts and never where it ends, so that an expression's
 * text is cut out by tokens: up to a comma or a closing parenthesis of its own depth, or a word that cannot
 * belong to it. */
export interface Source {
  readonly text: string
  readonly version: GrammarVersion
  /** UTF-16 place of a tree's location. */
  place(location: number | undefined): number
  /** Without white space and comments; made on the first call. */
  tokens(): readonly Token[]
}

export function sourceOf(text: string, version: GrammarVersion): Source {
  const places = utf16Places(text)
  let tokens: readonly Token[] | undefined
  return {
    text,
    version,
    place: location => places.ofByte(location ?? 0),
    tokens: () => {
      tokens ??= tokenize(text, postgresLexicalRules).filter(isCode)
      return tokens
    },
  }
}

export function isWord(token: Token | undefined, ...words: readonly string[]): boolean {
  return token?.kind === 'word' && words.includes(token.text.toLowerCase())
}

/** Index of the first token at or after a place. */
export function tokenIndexAt(source: Source, place: number): number {
  const tokens = source.tokens()
  let low = 0
  let high = tokens.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((tokens[middle]?.start ?? 0) < place) low = middle + 1
    else high = middle
  }
  return low
}

/** What stands between the parentheses that open first after the word, itself the first at or after a place. */
export function insideParenthesesAfter(source: Source, place: number, word: string): string {
  const tokens = source.tokens()
  let index = tokenIndexAt(source, place)
  while (index < tokens.length && !isWord(tokens[index], word)) index += 1
  while (index < tokens.length && tokens[index]?.text !== '(') index += 1
  const open = tokens[index]
  const close = tokens[closingIndex(tokens, index)]
  return open && close ? source.text.slice(open.end, close.start).trim() : ''
}

/** The place after the first such word at or after a place. */
export function afterWord(source: Source, place: number, word: string): number {
  const tokens = source.tokens()
  let index = tokenIndexAt(source, place)
  while (index < tokens.length && !isWord(tokens[index], word)) index += 1
  return tokens[index]?.end ?? place
}

/** The place after the nearest such word before a place. */
export function afterWordBefore(source: Source, place: number, word: string): number {
  const tokens = source.tokens()
  let index = tokenIndexAt(source, place)
  while (index > 0 && !isWord(tokens[index - 1], word)) index -= 1
  return tokens[index - 1]?.end ?? place
}

/** From a place to the end of the expression that starts there. */
export function expressionText(
  source: Source,
  place: number,
  end: { readonly words?: readonly string[]; readonly place?: number } = {},
): string {
  const tokens = source.tokens()
  const first = tokenIndexAt(source, place)
  let depth = 0
  let index = first
  for (; index < tokens.length; index += 1) {
    const token = tokens[index]
    if (token === undefined || (end.place !== undefined && token.start >= end.place)) break
    if (depth === 0 && (token.text === ',' || token.text === ';')) break
    if (depth === 0 && index > first && isWord(token, ...(end.words ?? [])) && !isDistinctFrom(tokens, index))
      break
    depth += depthChange(token) + caseChange(token, depth)
    if (depth < 0) break
  }
  return index === first ? '' : source.text.slice(tokens[first]?.start, tokens[index - 1]?.end)
}

/** CASE … END encloses like parentheses: its WHEN ends nothing. */
function caseChange(token: Token, depth: number): number {
  if (isWord(token, 'case')) return 1
  return depth > 0 && isWord(token, 'end') ? -1 : 0
}

/** IS DISTINCT FROM is an operator, not the start of a FROM clause. */
function isDistinctFrom(tokens: readonly Token[], index: number): boolean {
  return isWord(tokens[index], 'from') && isWord(tokens[index - 1], 'distinct')
}

/** The texts between the commas of the parentheses that open at or after a place. */
export function parenthesizedItems(source: Source, place: number): readonly string[] {
  const tokens = source.tokens()
  let open = tokenIndexAt(source, place)
  while (open < tokens.length && tokens[open]?.text !== '(') open += 1
  const close = closingIndex(tokens, open)
  const items: string[] = []
  let start = tokens[open]?.end ?? 0
  let depth = 0
  for (let index = open; index <= close; index += 1) {
    const token = tokens[index]
    if (token === undefined) break
    depth += depthChange(token)
    if ((depth === 1 && token.text === ',') || index === close) {
      items.push(source.text.slice(start, token.start).trim())
      start = token.end
    }
  }
  return items
}

export function depthChange(token: Token): number {
  if (token.kind !== 'punctuation') return 0
  if (token.text === '(' || token.text === '[') return 1
  return token.text === ')' || token.text === ']' ? -1 : 0
}

function closingIndex(tokens: readonly Token[], open: number): number {
  let depth = 0
  for (let index = open; index < tokens.length; index += 1) {
    const token = tokens[index]
    if (token) depth += depthChange(token)
    if (depth === 0) return index
  }
  return -1
}

function isCode(token: Token): boolean {
  return token.kind !== 'whitespace' && token.kind !== 'comment'
}
