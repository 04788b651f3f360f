import { type TextToken, textTokens } from '../../schema/sql-text.ts'

export interface ColumnRef {
  /** The alias or table that it is said with. */
  readonly of?: string
  readonly name: string
}

export type SelectedValue =
  | { readonly kind: 'null' | 'other' }
  /** A column as it is, or behind a text: `'order_' || id`. */
  | { readonly kind: 'column'; readonly ref: ColumnRef; readonly prefix: string }

/** One query of a UNION, whose tables are joined by what stands in ON and WHERE. */
export interface SelectBranch {
  readonly items: readonly { readonly value: SelectedValue; readonly name: string | undefined }[]
  readonly sources: readonly { readonly table: string; readonly as: string }[]
  /** Of `a.id = b.user_id`, which every row meets: a column, and the columns that tell its value. */
  readonly equalities: readonly { readonly column: ColumnRef; readonly from: readonly ColumnRef[] }[]
  /** What the list calls, in lower case. */
  readonly calls: readonly string[]
  /** From FROM on, as it is written. */
  readonly from: string
}

type Tokens = readonly TextToken[]

/** The queries that an INSERT … SELECT or a CREATE TABLE … AS takes its rows from; undefined where it is more than joins of
 * tables by plain conditions. */
export function selectBranches(statement: string): readonly SelectBranch[] | undefined {
  const tokens = textTokens(statement).filter(({ text }) => text !== ';')
  const start = tokens.findIndex(isWord(/^select$/i))
  if (start === -1 || tokens.slice(0, start).some(isWord(/^with$/i)) || depthAt(tokens, start) !== 0)
    return undefined
  const parts = splitAt(tokens.slice(start), isWord(/^union$/i))
  const branches = parts.map(part => branchOf(part))
  return branches.every(branch => branch !== undefined) ? branches : undefined
}

function branchOf(part: Tokens): SelectBranch | undefined {
  const tokens = trimmed(part).filter((token, at) => !(at === 0 && isWord(/^all$/i)(token)))
  const select = tokens.findIndex(isWord(/^select$/i))
  const from = findAtTop(tokens, isWord(/^from$/i))
  if (select === -1 || from === -1 || trimmed(tokens.slice(0, select)).length > 0) return undefined
  if (
    tokens.some((token, at) => at > select && isWord(/^(?:select|distinct|lateral|using|natural)$/i)(token))
  )
    return undefined
  const body = tokens.slice(from + 1)
  if (findAtTop(body, isWord(unread)) !== -1) return undefined
  const where = findAtTop(body, isWord(/^where$/i))
  const joined = where === -1 ? body : body.slice(0, where)
  const joins = splitAt(joined, token => token.text === ',' || isWord(/^join$/i)(token))
  const sources: { table: string; as: string }[] = []
  const conditions: Tokens[] = where === -1 ? [] : [body.slice(where + 1)]
  for (const join of joins) {
    const on = findAtTop(join, isWord(/^on$/i))
    const source = sourceOf(on === -1 ? join : join.slice(0, on))
    if (source === undefined) return undefined
    sources.push(source)
    if (on !== -1) conditions.push(join.slice(on + 1))
  }
  return {
    items: splitAt(tokens.slice(select + 1, from), ({ text }) => text === ',').map(itemOf),
    sources,
    equalities: conditions.flatMap(equalitiesIn),
    calls: callsIn(tokens.slice(select + 1, from)),
    from: textOf(tokens.slice(from)),
  }
}

/** What takes rows together or out by another way, and what stands behind a query. */
const unread =
  /^(?:group|having|window|order|limit|offset|fetch|for|conflict|duplicate|intersect|except|returning|with)$/i

function sourceOf(tokens: Tokens): { table: string; as: string } | undefined {
  const plain = trimmed(tokens).filter(({ kind }) => kind !== 'space')
  // Of the next join: INNER, LEFT OUTER.
  const own = withoutTail(plain, /^(?:inner|left|right|full|outer|cross)$/i)
  const names: string[] = []
  let at = 0
  for (; own[at]?.name !== undefined; at += 2) {
    names.push(own[at]?.name ?? '')
    if (own[at + 1]?.text !== '.') break
  }
  if (names.length === 0) return undefined
  const rest = own.slice(at + 1).filter(token => !isWord(/^as$/i)(token))
  if (rest.length > 1 || (rest.length === 1 && rest[0]?.name === undefined)) return undefined
  return { table: names.join('.'), as: rest[0]?.name ?? names.at(-1) ?? '' }
}

function callsIn(tokens: Tokens): readonly string[] {
  const own = tokens.filter(({ kind }) => kind !== 'space')
  return own.flatMap(({ name }, at) =>
    name !== undefined && own[at + 1]?.text === '(' ? [name.toLowerCase()] : [],
  )
}

function itemOf(tokens: Tokens): SelectBranch['items'][number] {
  const own = trimmed(tokens).filter(({ kind }) => kind !== 'space')
  const as = own.findLastIndex(isWord(/^as$/i))
  const value = as === -1 || depthAt(own, as) !== 0 ? own : own.slice(0, as)
  const read = readValue(value)
  const name = value === own ? (read.kind === 'column' ? read.ref.name : undefined) : own[as + 1]?.name
  return { value: read, name }
}

function readValue(tokens: Tokens): SelectedValue {
  const cast = tokens.findIndex(({ text }) => text === '::')
  const plain = cast === -1 ? tokens : tokens.slice(0, cast)
  if (plain.length === 1 && isWord(/^null$/i)(plain[0])) return { kind: 'null' }
  // A cast may make two values one.
  if (cast !== -1) return { kind: 'other' }
  const ref = refOf(plain)
  if (ref !== undefined) return { kind: 'column', ref, prefix: '' }
  const [text, first, second, ...rest] = plain
  const behind = refOf(rest)
  return text?.kind === 'string' && first?.text === '|' && second?.text === '|' && behind !== undefined
    ? { kind: 'column', ref: behind, prefix: text.text.slice(1, -1) }
    : { kind: 'other' }
}

/** `name`, or `alias.name`. */
function refOf(tokens: Tokens): ColumnRef | undefined {
  const [first, dot, second, ...rest] = tokens
  if (first?.name === undefined || rest.length > 0 || /^(?:\d|true$|false$|null$|current_)/i.test(first.text))
    return undefined
  if (dot === undefined) return { name: first.name }
  return dot.text === '.' && second?.name !== undefined ? { of: first.name, name: second.name } : undefined
}

function equalitiesIn(condition: Tokens): SelectBranch['equalities'] {
  // What OR or CASE holds, not every row meets.
  if (condition.some(isWord(/^(?:or|case)$/i))) return []
  return splitAt(condition, isWord(/^and$/i)).flatMap(piece => {
    const own = withoutTail(
      trimmed(piece).filter(({ kind }) => kind !== 'space'),
      /^(?:inner|left|right|full|outer|cross)$/i,
    )
    const equals = own.findIndex(({ text }) => text === '=')
    if (equals < 1 || own.some(isWord(/^(?:not|is|in|like|between)$/i))) return []
    if (own.some(({ text }, at) => at !== equals && /^[<>=!~]$/.test(text))) return []
    const sides = [own.slice(0, equals), own.slice(equals + 1)]
    return sides.flatMap((side, at) => {
      const column = refOf(side)
      const from = refsIn(sides[1 - at] ?? [])
      return column === undefined || from === undefined ? [] : [{ column, from }]
    })
  })
}

/** The columns of an expression; undefined where it calls something, which may give another value for each row. */
function refsIn(tokens: Tokens): readonly ColumnRef[] | undefined {
  if (tokens.some(({ text }) => text === '(' || text === ')')) return undefined
  return tokens.flatMap((token, at) => {
    const isSecond = tokens[at - 1]?.text === '.'
    const isFirst = tokens[at + 1]?.text === '.'
    if (token.name === undefined || isSecond || tokens[at - 1]?.text === '::') return []
    const found = refOf(isFirst ? tokens.slice(at, at + 3) : [token])
    return found === undefined ? [] : [found]
  })
}

function isWord(pattern: RegExp): (token: TextToken | undefined) => boolean {
  return token => token?.kind === 'word' && pattern.test(token.text)
}

function depthAt(tokens: Tokens, place: number): number {
  return tokens.slice(0, place).reduce((depth, { text }) => depth + stepOf(text), 0)
}

function stepOf(text: string): number {
  return text === '(' ? 1 : text === ')' ? -1 : 0
}

function findAtTop(tokens: Tokens, is: (token: TextToken) => boolean): number {
  let depth = 0
  return tokens.findIndex(token => {
    depth += stepOf(token.text)
    return depth === 0 && is(token)
  })
}

function splitAt(tokens: Tokens, is: (token: TextToken) => boolean): readonly Tokens[] {
  const parts: TextToken[][] = [[]]
  let depth = 0
  for (const token of tokens) {
    depth += stepOf(token.text)
    if (depth === 0 && is(token)) parts.push([])
    else parts.at(-1)?.push(token)
  }
  return parts
}

function trimmed(tokens: Tokens): Tokens {
  const first = tokens.findIndex(({ kind }) => kind !== 'space')
  const last = tokens.findLastIndex(({ kind }) => kind !== 'space')
  return first === -1 ? [] : tokens.slice(first, last + 1)
}

function withoutTail(tokens: Tokens, pattern: RegExp): Tokens {
  const last = tokens.findLastIndex(token => !isWord(pattern)(token))
  return tokens.slice(0, last + 1)
}

function textOf(tokens: Tokens): string {
  return trimmed(tokens)
    .map(({ text }) => text)
    .join('')
}
