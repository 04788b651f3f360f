import type { Token } from '../../../lexer/token.ts'
import {
  between,
  type Comparison,
  type Condition,
  isAlwaysTrue as holdsAlways,
  likeAnything,
  oneOf,
  unknown,
} from '../../condition.ts'
import { isRecord, secondOpinion } from '../second-opinion.ts'
import type { TokenCursor } from '../token-cursor.ts'

/** The condition holds for every row: `1`, `1 = 1`, `id = id`, `x > 3 OR TRUE`. */
export function isAlwaysTrue(condition: TokenCursor): boolean {
  const tokens: Token[] = []
  while (!condition.atEnd) tokens.push(condition.next())
  if (tokens.length > longestCondition || !mayBeAlwaysTrue(tokens)) return false
  const text = tokens.map(token => (token.text === '<=>' ? '=' : token.text)).join(' ')
  const tree = secondOpinion(`SELECT 1 FROM t WHERE ${text}`)
  return tree !== undefined && holdsAlways(conditionOf(tree.where, deepestTree))
}

const longestCondition = 200
const deepestTree = 50

const beforeValue = new Set(['AND', 'OR', 'XOR', 'NOT', '(', '&&', '||', '!', '', '-', '+', '~'])
const comparisonSigns = new Set(['=', '<=', '>=', '<=>'])

/** Without a constant where a condition begins, two equal sides, or a question that all answer, there is nothing to
 * find out. */
function mayBeAlwaysTrue(tokens: readonly Token[]): boolean {
  return tokens.some((token, index) => {
    const before = wordAt(tokens, index - 1)
    const after = wordAt(tokens, index + 1)
    if (isConstant(token)) return beforeValue.has(before) || (before === 'LIKE' && token.value === '%')
    const text = wordAt(tokens, index)
    if (text === 'EXISTS' || text === 'COALESCE' || text === 'IFNULL' || text === 'SELECT') return true
    if (text === 'OR') return before === 'NULL'
    return comparisonSigns.has(after) && text === wordAt(tokens, rightEnd(tokens, index + 2))
  })
}

/** Past `t.` of `t.id`. */
function rightEnd(tokens: readonly Token[], index: number): number {
  return wordAt(tokens, index + 1) === '.' ? index + 2 : index
}

function wordAt(tokens: readonly Token[], index: number): string {
  return tokens[index]?.text.toUpperCase().replaceAll('`', '') ?? ''
}

function isConstant(token: Token): boolean {
  return token.kind === 'number' || token.kind === 'string' || /^(?:true|false|null)$/i.test(token.text)
}

const comparisons: Readonly<Partial<Record<string, Comparison>>> = {
  '=': '=',
  '<>': '<>',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  IS: 'is',
  'IS NOT': 'is not',
}

function conditionOf(node: unknown, depth: number): Condition {
  if (!isRecord(node) || depth === 0) return unknown
  const inner = (part: unknown): Condition => conditionOf(part, depth - 1)
  if (node.type === 'unary_expr') {
    const isNegation = node.operator === 'NOT' || node.operator === '!'
    const of = inner(node.expr)
    if (isNegation) return { type: 'not', of }
    if (of.type !== 'constant') return unknown
    return { type: 'constant', value: node.operator === '~' ? ~Number(of.value) : Number(of.value) }
  }
  if (node.type === 'binary_expr') return pairCondition(node, inner)
  if (node.type === 'function') return functionCondition(node, inner)
  if (isRecord(node.ast)) return subqueryCondition(node.ast, inner)
  if (node.type === 'null') return { type: 'constant', value: null }
  const column = columnOf(node)
  return column ?? constantOf(node)
}

type Inner = (part: unknown) => Condition

function pairCondition(node: Readonly<Record<string, unknown>>, inner: Inner): Condition {
  const operator = String(node.operator).toUpperCase()
  const left = inner(node.left)
  const items = itemsOf(node.right).map(inner)
  switch (operator) {
    case 'OR':
    case '||':
      return { type: 'or', parts: [left, inner(node.right)] }
    case 'AND':
    case '&&':
      return { type: 'and', parts: [left, inner(node.right)] }
    case 'XOR':
      return { type: 'xor', parts: [left, inner(node.right)] }
    case 'IN':
      return oneOf(left, items)
    case 'NOT IN':
      return { type: 'not', of: oneOf(left, items) }
    case 'BETWEEN':
      return between(left, items)
    case 'LIKE':
      return isRecord(node.right) && node.right.value === '%' ? likeAnything(left) : unknown
    default: {
      const comparison = comparisons[operator]
      return comparison ? { type: 'compare', operator: comparison, left, right: inner(node.right) } : unknown
    }
  }
}

function itemsOf(list: unknown): readonly unknown[] {
  return isRecord(list) && list.type === 'expr_list' && Array.isArray(list.value) ? list.value : []
}

function functionCondition(node: Readonly<Record<string, unknown>>, inner: Inner): Condition {
  const names = isRecord(node.name) && Array.isArray(node.name.name) ? node.name.name : []
  const [first]: readonly unknown[] = names
  const name = isRecord(first) ? String(first.value).toUpperCase() : ''
  const [argument] = itemsOf(node.args)
  if (name === 'COALESCE' || name === 'IFNULL') return inner(argument)
  // node-sql-parser takes `NOT (…)` for a call.
  if (name === 'NOT') return { type: 'not', of: inner(argument) }
  if (name !== 'EXISTS' || !isRecord(argument) || !isRecord(argument.ast)) return unknown
  return givesOneRow(argument.ast) ? { type: 'constant', value: true } : unknown
}

function subqueryCondition(query: Readonly<Record<string, unknown>>, inner: Inner): Condition {
  const [column]: readonly unknown[] = Array.isArray(query.columns) ? query.columns : []
  return givesOneRow(query) && isRecord(column) ? inner(column.expr) : unknown
}

/** Without FROM and WHERE there is one row. */
function givesOneRow(query: Readonly<Record<string, unknown>>): boolean {
  return ['from', 'where', 'having', 'limit', '_next'].every(
    part => query[part] === null || query[part] === undefined,
  )
}

function constantOf(node: Readonly<Record<string, unknown>>): Condition {
  const { type, value } = node
  if (type === 'bool') return { type: 'constant', value: value === true }
  if (type === 'full_hex_string' || type === 'hex_string')
    return { type: 'constant', value: Number(`0x${String(value)}`) }
  if (type !== 'number' && type !== 'single_quote_string' && type !== 'string') return unknown
  return typeof value === 'number' || typeof value === 'string' ? { type: 'constant', value } : unknown
}

function columnOf(node: Readonly<Record<string, unknown>>): Condition | undefined {
  if (node.type !== 'column_ref') return undefined
  const name = isRecord(node.column) ? node.column.value : node.column
  const table = isRecord(node.table) ? node.table.value : node.table
  const qualifier = typeof table === 'string' ? { table: table.toLowerCase() } : {}
  return { type: 'column', name: String(name).toLowerCase(), ...qualifier }
}
