import type { RowFilter } from '../../operations/row-operation.ts'
import {
  between,
  type Comparison,
  type Condition,
  isAlwaysTrue,
  likeAnything,
  oneOf,
  rowOf,
  unknown,
} from '../condition.ts'
import type { Expr, Select } from './grammar.ts'

export function rowFilter(where: Expr | undefined): RowFilter {
  if (where === undefined) return 'absent'
  return isAlwaysTrue(conditionOf(where, deepest)) ? 'always-true' : 'present'
}

/** What is nested deeper is not looked at. */
const deepest = 50

const comparisons: Readonly<Partial<Record<string, Comparison>>> = {
  Equals: '=',
  NotEquals: '<>',
  Less: '<',
  LessEquals: '<=',
  Greater: '>',
  GreaterEquals: '>=',
  Is: 'is',
  IsNot: 'is not',
}

function conditionOf(expression: Expr | undefined, depth: number): Condition {
  if (expression === undefined || depth === 0) return unknown
  const inner = (part: Expr | undefined): Condition => conditionOf(part, depth - 1)
  const compare = (operator: Comparison, left: Condition, right: Condition): Condition => ({
    type: 'compare',
    operator,
    left,
    right,
  })
  switch (expression.type) {
    case 'NumericLiteral':
      return { type: 'constant', value: Number(expression.value) }
    case 'StringLiteral':
      return { type: 'constant', value: expression.value }
    case 'NullLiteral':
      return { type: 'constant', value: null }
    case 'KeywordLiteral':
      return word(expression.value)
    case 'Id':
      return word(expression.name)
    case 'QualifiedExpr':
      return {
        type: 'column',
        name: expression.column.text.toLowerCase(),
        table: expression.table.text.toLowerCase(),
      }
    case 'ParenthesizedExpr':
      return expression.exprs.length === 1 ? inner(expression.exprs[0]) : rowOf(expression.exprs.map(inner))
    case 'UnaryExpr': {
      const of = inner(expression.expr)
      if (expression.op === 'Not') return { type: 'not', of }
      if (of.type !== 'constant') return unknown
      const value = Number(of.value)
      if (expression.op === 'BitwiseNot') return { type: 'constant', value: ~value }
      return { type: 'constant', value: expression.op === 'Negative' ? -value : value }
    }
    case 'IsNullExpr':
      return compare('is', inner(expression.expr), { type: 'constant', value: null })
    case 'NotNullExpr':
      return compare('is not', inner(expression.expr), { type: 'constant', value: null })
    case 'InListExpr': {
      const isIn = oneOf(inner(expression.lhs), (expression.rhs ?? []).map(inner))
      return expression.not ? { type: 'not', of: isIn } : isIn
    }
    case 'BetweenExpr': {
      const isBetween = between(inner(expression.lhs), [inner(expression.start), inner(expression.end)])
      return expression.not ? { type: 'not', of: isBetween } : isBetween
    }
    case 'LikeExpr': {
      const takesAll = expression.rhs.type === 'StringLiteral' && /^[%*]$/.test(expression.rhs.value)
      return takesAll && !expression.not ? likeAnything(inner(expression.lhs)) : unknown
    }
    case 'ExistsExpr':
      return givesOneRow(expression.select) ? { type: 'constant', value: true } : unknown
    case 'SubqueryExpr': {
      const [column] = expression.select.select.type === 'SelectFrom' ? expression.select.select.columns : []
      const isValue = givesOneRow(expression.select) && column?.type === 'ExprResultColumn'
      return isValue ? inner(column.expr) : unknown
    }
    case 'FunctionCallExpr':
      return /^(?:coalesce|ifnull)$/i.test(expression.name.name) ? inner(expression.args?.[0]) : unknown
    case 'BinaryExpr': {
      const { op, left, right } = expression
      if (op === 'And' || op === 'Or')
        return { type: op === 'And' ? 'and' : 'or', parts: [inner(left), inner(right)] }
      const operator = comparisons[op]
      return operator ? compare(operator, inner(left), inner(right)) : unknown
    }
    default:
      return unknown
  }
}

/** `true` and `false` are words like any other, but for columns of that name. */
function word(name: string): Condition {
  const lower = name.toLowerCase()
  if (lower === 'true' || lower === 'false') return { type: 'constant', value: lower === 'true' }
  return { type: 'column', name: lower }
}

/** Without FROM and WHERE there is one row. */
function givesOneRow({ select, compounds, limit }: Select): boolean {
  if (compounds || limit || select.type !== 'SelectFrom') return false
  return !select.from && !select.whereClause && !select.having
}
