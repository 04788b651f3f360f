import { type TextToken, textTokens } from '../schema/sql-text.ts'
import { literalOf } from './check-holds.ts'
import { splitAt, withoutParentheses } from './check-parts.ts'

/** What one part of a CHECK lets in: these values, or numbers between two, of an operand as it is written. NULL it lets
 * in anyway. */
interface Allowed {
  readonly text: string
  readonly operand?: string
  readonly values?: ReadonlySet<number | string>
  readonly low?: number
  readonly high?: number
}

/** Does every row that meets the known CHECKs meet this one as well? Where that cannot be read, no. */
export function isImplied(wanted: string, known: readonly string[]): boolean {
  const parts = known.flatMap(allowedBy)
  return allowedBy(wanted).every(part => parts.some(each => isWithin(each, part)))
}

function isWithin(narrow: Allowed, wide: Allowed): boolean {
  if (narrow.text === wide.text) return true
  if (narrow.operand === undefined || narrow.operand !== wide.operand) return false
  if (wide.values !== undefined) {
    const { values } = wide
    return narrow.values !== undefined && [...narrow.values].every(value => values.has(value))
  }
  const { low = -Infinity, high = Infinity } = wide
  if (narrow.values !== undefined)
    return [...narrow.values].every(value => typeof value === 'number' && value >= low && value <= high)
  return (narrow.low ?? -Infinity) >= low && (narrow.high ?? Infinity) <= high
}

/** One for each part that AND joins. */
function allowedBy(expression: string): readonly Allowed[] {
  const tokens = textTokens(expression).filter(({ kind }) => kind !== 'space')
  return splitAt(withoutParentheses(tokens), 'and').map(part => allowed(withoutParentheses(part)))
}

function allowed(tokens: readonly TextToken[]): Allowed {
  const text = textOf(tokens)
  const either = splitAt(tokens, 'or')
  if (either.length > 1) {
    const parts = either.map(part => allowed(withoutParentheses(part)))
    const [first] = parts
    const sameOperand = parts.every(part => part.values !== undefined && part.operand === first?.operand)
    return first?.operand !== undefined && sameOperand
      ? { text, operand: first.operand, values: new Set(parts.flatMap(part => [...(part.values ?? [])])) }
      : { text }
  }
  const place = tokens.findIndex(token => /^(?:in|between|=|<|>|<=|>=)$/i.test(token.text))
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

function among(text: string, operand: string, rest: readonly TextToken[]): Allowed {
  if (rest[0]?.text !== '(' || rest.at(-1)?.text !== ')') return { text }
  const values = rest.slice(1, -1).flatMap(token => (token.text === ',' ? [] : [literalOf(token)]))
  const known = values.filter(value => value !== undefined && value !== null)
  return known.length === values.length ? { text, operand, values: new Set(known) } : { text }
}

function between(text: string, operand: string, rest: readonly TextToken[]): Allowed {
  const [from, and, to, ...more] = rest
  const [low, high] = [from, to].map(token => token && literalOf(token))
  const isRange = and?.text.toLowerCase() === 'and' && more.length === 0
  return isRange && typeof low === 'number' && typeof high === 'number'
    ? { text, operand, low, high }
    : { text }
}

/** Whole numbers alone: of `< 5` and `<= 5` the stricter is not told apart from the other. */
function compared(text: string, operand: string, tokens: readonly TextToken[]): Allowed {
  const last = tokens.at(-1)
  const operator = tokens.slice(0, -1).map(token => token.text)
  const value = last && literalOf(last)
  if (value === undefined || value === null) return { text }
  if (/^==?$/.test(operator.join(''))) return { text, operand, values: new Set([value]) }
  if (typeof value !== 'number') return { text }
  const key = `${operand} ${operator.join('')}`
  if (/^[<]=?$/.test(operator.join(''))) return { text, operand: key, high: value }
  return /^[>]=?$/.test(operator.join('')) ? { text, operand: key, low: value } : { text }
}

function textOf(tokens: readonly TextToken[]): string {
  return tokens
    .map(({ kind, text, name }) => (kind === 'string' ? text : (name ?? text).toLowerCase()))
    .join(' ')
}
