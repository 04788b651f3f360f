import { type TextToken, textTokens } from '../../schema/sql-text.ts'
import { splitAt, withoutParentheses } from './check-parts.ts'

export type Value = number | string | null

/** Whether a row meets the CHECK when the column holds this literal: undefined where that hangs on more than can be read here.
 * As in SQL, NULL meets every comparison. */
export function checkHolds(
  expression: string,
  isColumn: (name: string) => boolean,
  literal: string | undefined,
): boolean | undefined {
  const value = literal === undefined ? null : valueIn(literal)
  if (value === undefined) return undefined
  const tokens = textTokens(expression).filter(({ kind }) => kind !== 'space')
  return judge(tokens, token => (token.name !== undefined && isColumn(token.name) ? value : literalOf(token)))
}

type Reader = (token: TextToken) => Value | undefined

function judge(tokens: readonly TextToken[], read: Reader): boolean | undefined {
  const bare = withoutParentheses(tokens)
  const either = splitAt(bare, 'or')
  if (either.length > 1) return any(either.map(part => judge(part, read)))
  const both = splitAt(bare, 'and')
  if (both.length > 1) return all(both.map(part => judge(part, read)))
  return compare(bare, read)
}

function compare(tokens: readonly TextToken[], read: Reader): boolean | undefined {
  const words = tokens.map(({ text }) => text.toLowerCase())
  const [first] = tokens
  const left = first && read(first)
  if (left === undefined) return undefined
  const rest = words.slice(1).join(' ')
  if (rest === 'is null') return left === null
  if (rest === 'is not null') return left !== null
  if (words[1] === 'in' && words[2] === '(' && words.at(-1) === ')') {
    const members = tokens.slice(3, -1).filter(({ text }) => text !== ',')
    return any(members.map(member => relate(left, '=', read(member))))
  }
  const operator = tokens
    .slice(1, -1)
    .map(({ text }) => text)
    .join('')
  const last = tokens.at(-1)
  return last === undefined || tokens.length < 3 ? undefined : relate(left, operator, read(last))
}

function relate(left: Value, operator: string, right: Value | undefined): boolean | undefined {
  if (right === undefined) return undefined
  if (left === null || right === null) return true
  // Texts are compared for being the same alone: which comes first hangs on the collation.
  if (typeof left !== typeof right) return undefined
  switch (operator) {
    case '=':
      return isSame(left, right)
    case '<>':
    case '!=': {
      const same = isSame(left, right)
      return same === undefined ? undefined : !same
    }
    default:
      return typeof left === 'number' && typeof right === 'number' ? order(left, operator, right) : undefined
  }
}

/** Whether letters' case and the spaces behind count, the collation says. */
function isSame(left: number | string, right: number | string): boolean | undefined {
  if (left === right) return true
  const [one, other] = [left, right].map(text => String(text).trimEnd().toLowerCase())
  return one === other ? undefined : false
}

function order(left: number, operator: string, right: number): boolean | undefined {
  switch (operator) {
    case '<':
      return left < right
    case '<=':
      return left <= right
    case '>':
      return left > right
    case '>=':
      return left >= right
    default:
      return undefined
  }
}

function any(parts: readonly (boolean | undefined)[]): boolean | undefined {
  return parts.includes(true) ? true : parts.includes(undefined) ? undefined : false
}

function all(parts: readonly (boolean | undefined)[]): boolean | undefined {
  return parts.includes(false) ? false : parts.includes(undefined) ? undefined : true
}

function valueIn(literal: string): Value | undefined {
  const tokens = textTokens(literal.trim()).filter(({ kind }) => kind !== 'space')
  const bare = withoutParentheses(tokens)
  const [first, second] = bare
  if (bare.length === 2 && first?.text === '-' && second !== undefined) {
    const number = literalOf(second)
    return typeof number === 'number' ? -number : undefined
  }
  return bare.length === 1 && first !== undefined ? literalOf(first) : undefined
}

export function literalOf({ kind, text }: TextToken): Value | undefined {
  if (kind === 'string') return text.slice(1, -1)
  if (kind !== 'word') return undefined
  if (text.toLowerCase() === 'null') return null
  return /^\d+$/.test(text) ? Number(text) : undefined
}
