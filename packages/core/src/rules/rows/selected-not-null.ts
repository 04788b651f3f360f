import type { Column } from '../../operations/column.ts'
import { withoutComments } from '../../schema/bodies.ts'
import { findTable } from '../../schema/lookup.ts'
import type { SchemaState } from '../../schema/schema-state.ts'
import { namesIn, type TextToken, textTokens } from '../../schema/sql-text.ts'
import { sameColumn } from '../names/known-columns.ts'

/** One SELECT of a UNION, in its clauses. */
interface Part {
  readonly list: readonly (readonly TextToken[])[]
  readonly sources: readonly Source[]
  readonly where: string
}

type Value = Pick<Column, 'name' | 'nullable'>

/** A table, or a query in parentheses. */
interface Source {
  readonly columns: readonly Value[]
  readonly as: string
}

type Tokens = readonly TextToken[]

/** Does each SELECT of `CREATE TABLE … AS SELECT … UNION ALL SELECT …` give the column a value in every row: from a
 * NOT NULL column of a table that no outer join leaves out, or one that WHERE asks to be NOT NULL? GROUP BY keeps what
 * it groups by (measured: PostgreSQL 15). */
export function isSelectedNotNull(text: string, column: string, schema: SchemaState): boolean {
  const start = /\bas\s+(?=select\b)/i.exec(withoutComments(text))
  if (start === null) return false
  const query = withoutComments(text).slice(start.index + start[0].length)
  if (unread.test(query)) return false
  return queryOf(textTokens(query), schema).some(
    ({ name, nullable }) => !nullable && sameColumn(schema, name, column),
  )
}

const unread = /\b(?:left|right|full|outer|with|lateral|distinct|except|intersect)\b/i

/** The columns of a query, by the names of its first SELECT; none where it is not read. */
function queryOf(tokens: Tokens, schema: SchemaState): readonly Value[] {
  const parts = splitBy(tokens, /^union$/i).flatMap(each => partOf(each, schema) ?? [])
  const [first] = parts
  if (first === undefined || parts.length < splitBy(tokens, /^union$/i).length) return []
  return first.list.map((item, place) => ({
    name: nameOf(item),
    nullable: !parts.every(part => isFilled(part, place, schema)),
  }))
}

function partOf(tokens: Tokens, schema: SchemaState): Part | undefined {
  const [head = [], rest, ...others] = splitBy(tokens, /^from$/i)
  if (rest === undefined || others.length > 0) return undefined
  const [read = []] = splitBy(rest, /^(?:group|having|window|order|limit|offset|fetch|for)$/i)
  const [from = [], where = []] = splitBy(read, /^where$/i)
  const joined = from.filter(({ text }) => !/^(?:inner|cross)$/i.test(text))
  const items = splitBy(joined, /^(?:,|join)$/i)
  const sources = items.flatMap(item => {
    const [named = []] = splitBy(item, /^on$/i)
    return sourceOf(named, schema) ?? []
  })
  if (sources.length !== items.length) return undefined
  const list = splitBy(tokensWithout(head, /^(?:select|all)$/i), /^,$/)
  // How many columns that is, the schema alone does not say for sure.
  if (list.some(item => /\*\s*$/.test(textOf(item)))) return undefined
  return { list, sources, where: textOf(where) }
}

function sourceOf(tokens: Tokens, schema: SchemaState): Source | undefined {
  const own = tokensWithout(tokens, /^(?:\s+|as)$/i)
  const [opening] = own
  if (opening?.text === '(') {
    const closing = tokens.findLastIndex(({ text }) => text === ')')
    const alias = namesIn(textOf(tokensWithout(tokens.slice(closing + 1), /^as$/i)))
    const inner = tokens.slice(tokens.indexOf(opening) + 1, closing)
    // `(SELECT …) t (a, b)` gives the columns other names.
    if (alias.length > 1 || splitBy(inner, /^\)$/).length > 1) return undefined
    return { columns: queryOf(inner, schema), as: alias[0] ?? '' }
  }
  const [name = '', ...alias] = own.flatMap(token => token.name ?? [])
  const table = findTable(schema, name)
  if (table === undefined || alias.length > 1) return undefined
  return { columns: [...table.columns.values()], as: alias[0] ?? name }
}

function isFilled({ list, sources, where }: Part, place: number, schema: SchemaState): boolean {
  const value = textOf(list[place] ?? [])
    .replace(/\s+as\s+\S+\s*$/i, '')
    .trim()
  const found = /^(?:(["`\w]+)\s*\.\s*)?(["`\w]+)$/.exec(value)
  const [, of, name = ''] = found ?? []
  if (found === null) return false
  const bare = namesIn(name)[0] ?? ''
  const columns = sources.flatMap(source =>
    of === undefined || sameColumn(schema, source.as, namesIn(of)[0] ?? '')
      ? source.columns.filter(column => sameColumn(schema, column.name, bare))
      : [],
  )
  const [column, ...more] = columns
  if (column === undefined || more.length > 0) return false
  return !column.nullable || isAsked(where, value)
}

/** `AND a.b IS NOT NULL`, in no OR. */
function isAsked(where: string, value: string): boolean {
  if (/\bor\b/i.test(where)) return false
  const plain = (text: string): string =>
    text
      .replace(/["`()]/g, '')
      .replace(/\s+/g, ' ')
      .trim()
      .toLowerCase()
  const [name, bare] = [plain(value), plain(value).split('.').at(-1)]
  return where
    .split(/\band\b/i)
    .map(plain)
    .some(said => said === `${name} is not null` || said === `${bare} is not null`)
}

/** At the word or comma, outside of parentheses. */
function splitBy(tokens: Tokens, word: RegExp): readonly Tokens[] {
  const parts: TextToken[][] = [[]]
  let depth = 0
  for (const token of tokens) {
    if (token.text === '(') depth += 1
    if (token.text === ')') depth -= 1
    if (depth === 0 && word.test(token.text)) parts.push([])
    else parts.at(-1)?.push(token)
  }
  return parts
}

function nameOf(item: Tokens): string {
  return namesIn(textOf(item)).at(-1) ?? ''
}

function tokensWithout(tokens: Tokens, word: RegExp): Tokens {
  return tokens.filter(({ text }) => !word.test(text))
}

function textOf(tokens: Tokens): string {
  return tokens.map(({ text }) => text).join('')
}
