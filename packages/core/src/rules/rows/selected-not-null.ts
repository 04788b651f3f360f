import { withoutComments } from '../../schema/bodies.ts'
import { findTable } from '../../schema/lookup.ts'
import type { SchemaState, Table } from '../../schema/schema-state.ts'
import { namesIn, type TextToken, textTokens } from '../../schema/sql-text.ts'
import { columnIn, sameColumn } from '../names/known-columns.ts'

/** One SELECT of a UNION, in its clauses. */
interface Part {
  readonly list: readonly (readonly TextToken[])[]
  readonly tables: readonly Source[]
  readonly where: string
}

interface Source {
  readonly table: Table
  readonly as: string
}

/** Does each SELECT of `CREATE TABLE … AS SELECT … UNION ALL SELECT …` give the column a value in every row: from a
 * NOT NULL column of a table that no outer join leaves out, or one that WHERE asks to be NOT NULL? */
export function isSelectedNotNull(text: string, column: string, schema: SchemaState): boolean {
  const start = /\bas\s+(?=select\b)/i.exec(withoutComments(text))
  if (start === null) return false
  const query = withoutComments(text).slice(start.index + start[0].length)
  if (/\b(?:left|right|full|outer|with|lateral|group|distinct|except|intersect)\b/i.test(query)) return false
  const parts = splitBy(textTokens(query), 'union').map(each => partOf(each, schema))
  const place = parts[0]?.list.findIndex(item => sameColumn(schema, nameOf(item), column)) ?? -1
  return place !== -1 && parts.every(part => part !== undefined && isFilled(part, place, schema))
}

function partOf(tokens: readonly TextToken[], schema: SchemaState): Part | undefined {
  const [head = [], rest, ...others] = splitBy(tokens, 'from')
  if (rest === undefined || others.length > 0) return undefined
  const [from = [], where = []] = splitBy(rest, 'where')
  const joined = from.flatMap(token => (/^(?:inner|cross)$/i.test(token.text) ? [] : [token]))
  const items = splitBy(joined, ',').flatMap(each => splitBy(each, 'join'))
  const tables = items.flatMap(item => {
    const [on = []] = splitBy(item, 'on')
    const [name = '', ...alias] = namesIn(textOf(on)).filter(each => !/^as$/i.test(each))
    const table = findTable(schema, name)
    return table === undefined || alias.length > 1 ? [] : [{ table, as: alias[0] ?? name }]
  })
  if (tables.length !== items.length) return undefined
  const list = splitBy(tokensWithout(head, /^(?:select|all)$/i), ',')
  return { list, tables, where: textOf(where) }
}

function isFilled({ list, tables, where }: Part, place: number, schema: SchemaState): boolean {
  const value = textOf(list[place] ?? [])
    .replace(/\s+as\s+\S+$/i, '')
    .trim()
  const found = /^(?:(["`\w]+)\s*\.\s*)?(["`\w]+)$/.exec(value)
  const [, of, name = ''] = found ?? []
  if (found === null) return false
  const bare = namesIn(name)[0] ?? ''
  const sources = tables.filter(
    ({ table, as }) =>
      (of === undefined || sameColumn(schema, as, namesIn(of)[0] ?? '')) &&
      columnIn(schema, table.name, bare) !== undefined,
  )
  const [source, ...more] = sources
  if (source === undefined || more.length > 0) return false
  return columnIn(schema, source.table.name, bare)?.nullable === false || isAsked(where, value)
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
function splitBy(tokens: readonly TextToken[], word: string): readonly (readonly TextToken[])[] {
  const parts: TextToken[][] = [[]]
  let depth = 0
  for (const token of tokens) {
    if (token.text === '(') depth += 1
    if (token.text === ')') depth -= 1
    if (depth === 0 && token.text.toLowerCase() === word) parts.push([])
    else parts.at(-1)?.push(token)
  }
  return parts
}

function nameOf(item: readonly TextToken[]): string {
  return namesIn(textOf(item)).at(-1) ?? ''
}

function tokensWithout(tokens: readonly TextToken[], word: RegExp): readonly TextToken[] {
  return tokens.filter(({ text }) => !word.test(text))
}

function textOf(tokens: readonly TextToken[]): string {
  return tokens.map(({ text }) => text).join('')
}
