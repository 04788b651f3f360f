import { canonicalExpression } from '../../schema/canonical-text.ts'
import { type TextToken, textTokens } from '../../schema/sql-text.ts'
import { splitAt, withoutParentheses } from './check-parts.ts'

export interface Bound {
  readonly at: number
  /** `<` and not `<=`. */
  readonly open?: true
}

/** What one part of a CHECK lets in: these values, or numbers between two, of an operand as it is written. NULL it lets
 * in anyway. */
export interface Allowed {
  readonly text: string
  readonly operand?: string
  readonly values?: ReadonlySet<number | string>
  readonly low?: Bound
  readonly high?: Bound
}

/** One for each part that AND joins. */
export function allowedBy(expression: string): readonly Allowed[] {
  return splitAt(withoutParentheses(tokensOf(expression)), 'and').map(allowed)
}

/** What a row that meets all of them can hold in the operand; absent: none of them says. */
export function allowedIn(operand: string, parts: readonly Allowed[]): Allowed | undefined {
  const own = parts.filter(part => part.operand === operand)
  const [first, ...others] = own
  return first && others.reduce(both, first)
}

function both(one: Allowed, other: Allowed): Allowed {
  const low = stricter(one.low, other.low, (a, b) => a > b)
  const high = stricter(one.high, other.high, (a, b) => a < b)
  const lists = [one.values, other.values].filter(values => values !== undefined)
  const [list, second] = lists
  const values =
    list && [...list].filter(value => second?.has(value) !== false && isInRange(value, low, high))
  return {
    text: one.text,
    ...(one.operand !== undefined && { operand: one.operand }),
    ...(values && { values: new Set(values) }),
    ...(low && { low }),
    ...(high && { high }),
  }
}

function stricter(
  one: Bound | undefined,
  other: Bound | undefined,
  isStricter: (a: number, b: number) => boolean,
): Bound | undefined {
  if (one === undefined || other === undefined) return one ?? other
  if (one.at === other.at) return one.open ? one : other
  return isStricter(one.at, other.at) ? one : other
}

/** A text beside a number, as some engines compare them, is not told from outside. */
export function isInRange(value: number | string, low: Bound | undefined, high: Bound | undefined): boolean {
  if (low === undefined && high === undefined) return true
  return typeof value === 'number' && isAbove(value, low) && isBelow(value, high)
}

function isAbove(value: number, low: Bound | undefined): boolean {
  return low === undefined || value > low.at || (value === low.at && low.open !== true)
}

function isBelow(value: number, high: Bound | undefined): boolean {
  return high === undefined || value < high.at || (value === high.at && high.open !== true)
}

function tokensOf(expression: string): readonly TextToken[] {
  return textTokens(expression).filter(({ kind }) => kind !== 'space')
}

function allowed(part: readonly TextToken[]): Allowed {
  const bare = withoutParentheses(part)
  const either = splitAt(bare, 'or')
  if (either.length > 1) return anyOf(either.map(allowed), textOf(bare))
  // Without casts, and `= ANY (ARRAY[…])` as the IN that it is.
  const tokens = tokensOf(canonicalExpression(bare.map(({ text }) => text).join(' ')))
  const text = textOf(tokens)
  const place = tokens.findIndex(token => /^(?:in|between|=|<|>)$/i.test(token.text))
  if (place < 1 || tokens.slice(0, place).some(token => /^(?:not|case|-|~)$/i.test(token.text)))
    return { text }
  const operand = textOf(tokens.slice(0, place))
  const rest = tokens.slice(place + 1)
  switch (tokens[place]?.text.toLowerCase()) {
    case 'in':
      return among(text, operand, rest)
    case 'between':
      return between(text, operand, rest)
    default:
      return compared(text, operand, tokens.slice(place))
  }
}

/** `IS NULL` beside a list of values says nothing more: NULL meets the list as well. */
function anyOf(parts: readonly Allowed[], text: string): Allowed {
  const operand = parts.find(part => part.values !== undefined)?.operand
  if (operand === undefined) return { text }
  const lists = parts.filter(part => part.text !== `${operand} is null`)
  return lists.every(part => part.values !== undefined && part.operand === operand)
    ? { text, operand, values: new Set(lists.flatMap(part => [...(part.values ?? [])])) }
    : { text }
}

function among(text: string, operand: string, rest: readonly TextToken[]): Allowed {
  const members: TextToken[][] = [[]]
  for (const token of rest) {
    if (token.text === ',') members.push([])
    else members.at(-1)?.push(token)
  }
  const values = members.map(valueIn)
  const known = values.filter(value => value !== undefined)
  return known.length === values.length ? { text, operand, values: new Set(known) } : { text }
}

function between(text: string, operand: string, rest: readonly TextToken[]): Allowed {
  const and = rest.findIndex(token => token.text.toLowerCase() === 'and')
  const [low, high] = [rest.slice(0, and), rest.slice(and + 1)].map(valueIn)
  return and !== -1 && typeof low === 'number' && typeof high === 'number'
    ? { text, operand, low: { at: low }, high: { at: high } }
    : { text }
}

function compared(text: string, operand: string, tokens: readonly TextToken[]): Allowed {
  const signs = tokens.findIndex(token => !/^[<>=]$/.test(token.text))
  const operator = tokens
    .slice(0, signs)
    .map(token => token.text)
    .join('')
  const value = valueIn(tokens.slice(signs))
  if (value === undefined) return { text }
  if (operator === '=' || operator === '==') return { text, operand, values: new Set([value]) }
  if (typeof value !== 'number') return { text }
  const bound: Bound = operator.length === 1 ? { at: value, open: true } : { at: value }
  if (operator === '<' || operator === '<=') return { text, operand, high: bound }
  return operator === '>' || operator === '>=' ? { text, operand, low: bound } : { text }
}

/** A text, or a number with its sign and its decimals. */
function valueIn(tokens: readonly TextToken[]): number | string | undefined {
  const [only] = tokens
  if (tokens.length === 1 && only?.kind === 'string') return only.text.slice(1, -1).replaceAll("''", "'")
  const text = tokens.map(each => each.text).join('')
  return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined
}

function textOf(tokens: readonly TextToken[]): string {
  return tokens
    .map(({ kind, text, name }) => (kind === 'string' ? text : (name ?? text).toLowerCase()))
    .join(' ')
}
