import type { RowFilter } from '../../../operations/row-operation.ts'
import {
  between,
  type Comparison,
  type Condition,
  isAlwaysTrue,
  likeAnything,
  oneOf,
  rowOf,
  unknown,
} from '../../condition.ts'
import type { A_Const, A_Expr, Node, SelectStmt, SubLink } from '../grammar.ts'
import { strings } from '../tree/names.ts'
import { valueText } from '../tree/values.ts'

export function rowFilter(where: Node | undefined): RowFilter {
  if (where === undefined) return 'absent'
  return isAlwaysTrue(conditionOf(where, deepest)) ? 'always-true' : 'present'
}

/** What is nested deeper is not looked at. */
const deepest = 50

function conditionOf(node: Node | undefined, depth: number): Condition {
  if (node === undefined || depth === 0) return unknown
  const inner = (part: Node | undefined): Condition => conditionOf(part, depth - 1)
  if ('A_Const' in node) return { type: 'constant', value: constantOf(node.A_Const) }
  if ('TypeCast' in node) return inner(node.TypeCast.arg)
  if ('ColumnRef' in node) return columnOf(strings(node.ColumnRef.fields))
  if ('NullTest' in node) {
    const { arg, nulltesttype } = node.NullTest
    const operator = nulltesttype === 'IS_NULL' ? 'is' : 'is not'
    return { type: 'compare', operator, left: inner(arg), right: { type: 'constant', value: null } }
  }
  if ('BooleanTest' in node) {
    const words = (node.BooleanTest.booltesttype ?? '').split('_')
    if (words.at(-1) === 'UNKNOWN') return unknown
    const value = words.at(-1) === 'TRUE'
    const operator = words.includes('NOT') ? 'is not' : 'is'
    return {
      type: 'compare',
      operator,
      left: inner(node.BooleanTest.arg),
      right: { type: 'constant', value },
    }
  }
  if ('BoolExpr' in node) {
    const parts = (node.BoolExpr.args ?? []).map(inner)
    if (node.BoolExpr.boolop === 'NOT_EXPR') return { type: 'not', of: parts[0] ?? unknown }
    return { type: node.BoolExpr.boolop === 'OR_EXPR' ? 'or' : 'and', parts }
  }
  if ('CoalesceExpr' in node) return inner(node.CoalesceExpr.args?.[0])
  if ('RowExpr' in node) return rowOf((node.RowExpr.args ?? []).map(inner))
  if ('SubLink' in node) return subqueryCondition(node.SubLink, inner)
  return 'A_Expr' in node ? expressionCondition(node.A_Expr, inner) : unknown
}

function columnOf(parts: readonly string[]): Condition {
  const name = parts.at(-1)
  if (name === undefined) return unknown
  const table = parts.slice(0, -1).join('.')
  return { type: 'column', name, ...(table === '' ? {} : { table }) }
}

type Inner = (part: Node | undefined) => Condition

const comparisons: Readonly<Record<string, Comparison>> = {
  '=': '=',
  '<>': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
}

function expressionCondition({ kind, name, lexpr, rexpr }: A_Expr, inner: Inner): Condition {
  const operator = strings(name).join()
  const left = inner(lexpr)
  const items = itemsOf(rexpr).map(inner)
  switch (kind) {
    case 'AEXPR_OP': {
      const comparison = comparisons[operator]
      return comparison ? { type: 'compare', operator: comparison, left, right: inner(rexpr) } : unknown
    }
    case 'AEXPR_NOT_DISTINCT':
      return { type: 'compare', operator: 'is', left, right: inner(rexpr) }
    case 'AEXPR_DISTINCT':
      return { type: 'compare', operator: 'is not', left, right: inner(rexpr) }
    case 'AEXPR_IN':
    case 'AEXPR_OP_ANY':
      if (operator === '=') return oneOf(left, items)
      return kind === 'AEXPR_IN' ? { type: 'not', of: oneOf(left, items) } : unknown
    case 'AEXPR_BETWEEN':
      return between(left, items)
    case 'AEXPR_LIKE':
    case 'AEXPR_ILIKE':
      return valueText(rexpr) === '%' && !operator.startsWith('!') ? likeAnything(left) : unknown
    default:
      return unknown
  }
}

function itemsOf(node: Node | undefined): readonly Node[] {
  if (node === undefined) return []
  if ('List' in node) return node.List.items ?? []
  return 'A_ArrayExpr' in node ? (node.A_ArrayExpr.elements ?? []) : []
}

/** `EXISTS (SELECT 1)` and `(SELECT true)`: without FROM and WHERE there is one row. */
function subqueryCondition({ subLinkType, subselect }: SubLink, inner: Inner): Condition {
  const select = subselect && 'SelectStmt' in subselect ? subselect.SelectStmt : undefined
  if (select === undefined || !givesOneRow(select)) return unknown
  if (subLinkType === 'EXISTS_SUBLINK') return { type: 'constant', value: true }
  const [target] = select.targetList ?? []
  return subLinkType === 'EXPR_SUBLINK' && target && 'ResTarget' in target
    ? inner(target.ResTarget.val)
    : unknown
}

function givesOneRow({
  fromClause,
  whereClause,
  havingClause,
  limitCount,
  limitOffset,
  op,
}: SelectStmt): boolean {
  return (
    fromClause === undefined &&
    whereClause === undefined &&
    havingClause === undefined &&
    limitCount === undefined &&
    limitOffset === undefined &&
    op === 'SETOP_NONE'
  )
}

function constantOf(constant: A_Const): string | number | boolean | null {
  if (constant.isnull) return null
  const text = valueText({ A_Const: constant })
  if (constant.boolval) return text === 'true'
  return constant.ival || constant.fval ? Number(text) : text
}
