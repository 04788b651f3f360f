import { type TextToken, textTokens } from '../../schema/sql-text.ts'

/** `received_ban != NULL`. */
export interface NullComparison {
  readonly text: string
  /** What is compared; empty: an expression of several words. */
  readonly operand: string
  /** What was meant, very likely: `received_ban IS NOT NULL`. */
  readonly meant: string
  /** It alone makes that this clause is never true, or of a CHECK that it is never false. */
  readonly decides: 'where' | 'check' | undefined
}

const likely = /[=>]\s*null\b/i

/** Those of a statement that is no routine, and the statement as it was meant. */
export function nullComparisonsIn(text: string): {
  readonly found: readonly NullComparison[]
  readonly corrected: string
} {
  if (!likely.test(text)) return { found: [], corrected: text }
  const tokens = textTokens(text)
  const places = tokens.flatMap((token, at) => {
    const place = isNull(token) ? comparisonAt(tokens, at) : undefined
    return place === undefined ? [] : [place]
  })
  return {
    found: places.map(place => inWords(tokens, place)),
    corrected: tokens
      .map((token, at) => {
        const place = places.find(each => each.operator <= at && at <= each.operatorEnd)
        return correctedToken(token, at, tokens, place)
      })
      .join(''),
  }
}

interface Place {
  /** Indexes of tokens: the first and last of the operator, and NULL. */
  readonly operator: number
  readonly operatorEnd: number
  readonly isNegated: boolean
  readonly at: number
}

function comparisonAt(tokens: readonly TextToken[], at: number): Place | undefined {
  const operatorEnd = beforeSpaces(tokens, at)
  const operator = operatorStart(tokens, operatorEnd)
  const written = textOf(tokens, operator, operatorEnd)
  if (!comparing.has(written)) return undefined
  const isNegated = written !== '=' && written !== '=='
  // `=` gives a value as well: SET plan = NULL.
  if (!isNegated && !asks.has(clauseAt(tokens, operator))) return undefined
  return { operator, operatorEnd, isNegated, at }
}

const comparing: ReadonlySet<string> = new Set(['=', '==', '!=', '<>'])
const asks: ReadonlySet<string> = new Set([
  'where',
  'on',
  'having',
  'when',
  'and',
  'or',
  'not',
  'check',
  'if',
  'iif',
])
const joining: ReadonlySet<string> = new Set(['and', 'or', 'not', 'when'])
const clauses: ReadonlySet<string> = new Set([
  ...asks,
  ...'set update select from values then else case with returning as default do'.split(' '),
])

/** The word that says what the expression is for: the nearest one that is not in parentheses of its own. */
function clauseAt(tokens: readonly TextToken[], from: number): string {
  let depth = 0
  // SET a = b AND c, d = NULL
  let isBehindComma = false
  for (let at = from - 1; at >= 0; at -= 1) {
    const word = tokens[at]?.text.toLowerCase() ?? ''
    if (word === ')') depth += 1
    else if (word === '(' && depth > 0) depth -= 1
    else if (word === '(') isBehindComma = false
    else if (depth > 0) continue
    else if (word === ',') isBehindComma = true
    else if (clauses.has(word) && !(isBehindComma && joining.has(word))) return word
  }
  return ''
}

function operatorStart(tokens: readonly TextToken[], end: number): number {
  let at = end
  while (operatorSigns.has(tokens[at]?.text ?? '') && operatorSigns.has(tokens[at - 1]?.text ?? '')) at -= 1
  return at
}

const operatorSigns: ReadonlySet<string> = new Set('=<>!:+-*/|&~^%#@?'.split(''))

function inWords(tokens: readonly TextToken[], { operator, at, isNegated }: Place): NullComparison {
  const last = beforeSpaces(tokens, operator)
  const start = operandStart(tokens, last)
  // data ->> 'x': the last part alone is not what is compared.
  const isPart = operatorSigns.has(tokens[beforeSpaces(tokens, start)]?.text ?? '')
  const first = isPart ? operator : start
  const operand = textOf(tokens, first, last)
  const before = tokens[beforeSpaces(tokens, first)]?.text.toLowerCase() ?? ''
  const behind = afterSpaces(tokens, at)
  const text = textOf(tokens, first, at).replace(/\s+/g, ' ')
  return {
    text,
    operand,
    meant: `${operand} ${isNegated ? 'IS NOT NULL' : 'IS NULL'}`.trim(),
    decides: decidedClause(tokens, { before, first, behind }),
  }
}

function decidedClause(
  tokens: readonly TextToken[],
  { before, first, behind }: { readonly before: string; readonly first: number; readonly behind: number },
): 'where' | 'check' | undefined {
  const next = tokens[behind]?.text.toLowerCase()
  if (before === 'where' && (next === undefined || next === ';')) return 'where'
  // NULL OR false is NULL too, which a CHECK lets pass.
  if (before !== '(' || (next !== ')' && next !== 'or')) return undefined
  const opened = beforeSpaces(tokens, first)
  return tokens[beforeSpaces(tokens, opened)]?.text.toLowerCase() === 'check' ? 'check' : undefined
}

/** A name of one or more parts, a value, or a call with its arguments. */
function operandStart(tokens: readonly TextToken[], last: number): number {
  let at = last
  if (tokens[at]?.text === ')') at = opening(tokens, at) - 1
  while (at > 0 && isOfName(tokens[at]) && isOfName(tokens[at - 1])) at -= 1
  return isOfName(tokens[at]) ? at : at + 1
}

function opening(tokens: readonly TextToken[], closing: number): number {
  let depth = 0
  for (let at = closing; at >= 0; at -= 1) {
    if (tokens[at]?.text === ')') depth += 1
    if (tokens[at]?.text === '(') depth -= 1
    if (depth === 0) return at
  }
  return closing
}

function isOfName(token: TextToken | undefined): boolean {
  if (token === undefined) return false
  return token.name !== undefined || token.kind === 'string' || token.text === '.' || token.text === '::'
}

function correctedToken(
  { text }: TextToken,
  at: number,
  tokens: readonly TextToken[],
  place?: Place,
): string {
  if (place === undefined) return text
  if (at !== place.operator) return ''
  const space = (index: number): string => (tokens[index]?.kind === 'space' ? '' : ' ')
  return `${space(at - 1)}${place.isNegated ? 'IS NOT' : 'IS'}${space(place.operatorEnd + 1)}`
}

function isNull({ kind, text }: TextToken): boolean {
  return kind === 'word' && text.toLowerCase() === 'null'
}

function beforeSpaces(tokens: readonly TextToken[], from: number): number {
  let at = from - 1
  while (tokens[at]?.kind === 'space') at -= 1
  return at
}

function afterSpaces(tokens: readonly TextToken[], from: number): number {
  let at = from + 1
  while (tokens[at]?.kind === 'space') at += 1
  return at
}

function textOf(tokens: readonly TextToken[], first: number, last: number): string {
  return tokens
    .slice(first, last + 1)
    .map(({ text }) => text)
    .join('')
}
