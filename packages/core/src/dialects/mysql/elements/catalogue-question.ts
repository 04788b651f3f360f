import { mysqlLexicalRules } from '../../../lexer/engines.ts'
import type { Token } from '../../../lexer/token.ts'
import { tokenize } from '../../../lexer/tokenize.ts'
import type { Thing } from '../../../operations/thing.ts'
import type { CatalogueQuestion, GuardLanguage } from '../../guards.ts'

/** Error numbers and SQLSTATEs of MySQL's Error Message Reference: 1050, 1060, 1061, 1304, 1826; 1051, 1091, 1146. */
export const mysqlGuards: GuardLanguage = {
  questionIn,
  errorsOfPresent: new Set(['1050', '1060', '1061', '1304', '1826', '42S01', '42S21']),
  errorsOfAbsent: new Set(['1051', '1091', '1146', '42S02']),
}

/** `[NOT] EXISTS (SELECT … FROM information_schema.…)`, `(SELECT COUNT(*) …) = 0`, `(SELECT …) IS NULL`. */
function questionIn(expression: string): CatalogueQuestion | undefined {
  let tokens: readonly Token[] = tokenize(expression, mysqlLexicalRules).filter(
    ({ kind }) => kind !== 'comment' && kind !== 'whitespace',
  )
  let isThere = true
  for (;;) {
    const inner = withoutParentheses(tokens)
    const [first] = inner
    const isNegated = first !== undefined && (isWord(first, 'NOT') || first.text === '!')
    tokens = isNegated ? inner.slice(1) : inner
    if (isNegated) isThere = !isThere
    else break
  }
  const asked = subqueryIn(tokens)
  if (asked === undefined) return undefined
  const tables = catalogueTables(asked.query)
  if (tables === undefined) return undefined
  const kinds = tables.flatMap(table => kindsOf.get(table) ?? ['object' as const])
  const names = asked.query
    .filter(({ kind }) => kind === 'string')
    .map(({ value = '' }) => value.toLowerCase())
  return { isThere: asked.isThere === isThere, kinds: new Set(kinds), names: new Set(names) }
}

interface AskedQuery {
  readonly query: readonly Token[]
  readonly isThere: boolean
}

/** What a count is compared with, and whether that means that something is there. */
const comparisons: ReadonlyMap<string, boolean> = new Map([
  ['> 0', true],
  ['>= 1', true],
  ['= 1', true],
  ['<> 0', true],
  ['!= 0', true],
  ['= 0', false],
  ['< 1', false],
  ['<= 0', false],
  ['IS NULL', false],
  ['IS NOT NULL', true],
])

function subqueryIn(tokens: readonly Token[]): AskedQuery | undefined {
  const [first] = tokens
  if (first === undefined) return undefined
  const hasExists = isWord(first, 'EXISTS')
  const start = hasExists ? 1 : 0
  if (isWord(first, 'SELECT')) return { query: tokens, isThere: true }
  if (tokens[start]?.text !== '(') return undefined
  const end = closing(tokens, start)
  const query = withoutParentheses(tokens.slice(start, end + 1))
  const rest = tokens
    .slice(end + 1)
    .map(({ text }) => text.toUpperCase())
    .join(' ')
  if (query[0] === undefined || !isWord(query[0], 'SELECT')) return undefined
  if (rest === '') return { query, isThere: true }
  const isThere = hasExists ? undefined : comparisons.get(rest)
  return isThere === undefined ? undefined : { query, isThere }
}

/** Undefined where something else is read too. */
function catalogueTables(query: readonly Token[]): readonly string[] | undefined {
  const sources = query.flatMap((token, index) =>
    isWord(token, 'FROM') || isWord(token, 'JOIN') ? [query.slice(index + 1, index + 4)] : [],
  )
  const tables = sources.map(([schema, dot, table]) =>
    schema !== undefined &&
    nameOf(schema) === 'information_schema' &&
    dot?.text === '.' &&
    table !== undefined
      ? nameOf(table)
      : '',
  )
  return tables.length === 0 || tables.includes('') ? undefined : tables
}

const kindsOf: ReadonlyMap<string, readonly Thing['what'][]> = new Map<string, readonly Thing['what'][]>([
  ['columns', ['column']],
  ['tables', ['table']],
  ['statistics', ['index', 'constraint']],
  ['table_constraints', ['constraint', 'index']],
  ['referential_constraints', ['constraint']],
  ['key_column_usage', ['constraint', 'index']],
  ['check_constraints', ['constraint']],
])

function isWord(token: Token, word: string): boolean {
  return token.kind === 'word' && token.text.toUpperCase() === word
}

function nameOf({ value, text }: Token): string {
  return (value ?? text).toLowerCase()
}

function withoutParentheses(tokens: readonly Token[]): readonly Token[] {
  let inner = tokens
  while (inner[0]?.text === '(' && closing(inner, 0) === inner.length - 1) inner = inner.slice(1, -1)
  return inner
}

function closing(tokens: readonly Token[], open: number): number {
  let depth = 0
  for (let index = open; index < tokens.length; index += 1) {
    if (tokens[index]?.text === '(') depth += 1
    else if (tokens[index]?.text === ')') depth -= 1
    if (depth === 0) return index
  }
  return tokens.length
}
