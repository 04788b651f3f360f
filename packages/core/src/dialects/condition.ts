/** A condition as far as it can be judged without rows; what an engine's tree holds besides is `unknown`. */
export type Condition =
  | { readonly type: 'constant'; readonly value: string | number | boolean | null }
  /** `table`: as it is qualified, absent where it is not. */
  | { readonly type: 'column'; readonly name: string; readonly table?: string }
  | { readonly type: 'not'; readonly of: Condition }
  | { readonly type: 'and' | 'or' | 'xor'; readonly parts: readonly Condition[] }
  | {
      readonly type: 'compare'
      readonly operator: Comparison
      readonly left: Condition
      readonly right: Condition
    }
  | { readonly type: 'unknown' }

/** `is` finds two NULLs equal. */
export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>=' | 'is' | 'is not'

export const unknown: Condition = { type: 'unknown' }

/** `(1, 2)`: as a whole a constant if its parts are. */
export function rowOf(parts: readonly Condition[]): Condition {
  const values = parts.flatMap(part => (part.type === 'constant' ? [String(part.value)] : []))
  return values.length === parts.length ? { type: 'constant', value: `(${values.join(', ')})` } : unknown
}

/** `left IN (items)`. */
export function oneOf(left: Condition, items: readonly Condition[]): Condition {
  return { type: 'or', parts: items.map(right => ({ type: 'compare', operator: '=', left, right })) }
}

/** `left BETWEEN low AND high`. */
export function between(left: Condition, [low = unknown, high = unknown]: readonly Condition[]): Condition {
  const parts = [
    { type: 'compare', operator: '>=', left, right: low },
    { type: 'compare', operator: '<=', left, right: high },
  ] as const
  return { type: 'and', parts }
}

/** `left LIKE '%'` leaves out NULL only, as `left = left` does. */
export function likeAnything(left: Condition): Condition {
  return oneOf(left, [left])
}

/** It holds for every row, or for every row in which the columns that it names are not NULL: `1`, `id = id`, `NOT 0`. */
export function isAlwaysTrue(condition: Condition): boolean {
  return truthOf(condition, deepest) === true
}

/** A condition nested deeper than this is taken to limit something. */
const deepest = 50

/** true or false where that is certain for every row; undefined otherwise, and for NULL. */
function truthOf(condition: Condition, depth: number): boolean | undefined {
  if (depth === 0) return undefined
  switch (condition.type) {
    case 'constant':
      return truthOfConstant(condition.value)
    case 'not': {
      const truth = truthOf(condition.of, depth - 1)
      return truth === undefined ? undefined : !truth
    }
    case 'and':
    case 'or':
    case 'xor':
      return truthOfParts(condition, depth - 1)
    case 'compare':
      return compared(condition)
    case 'column':
    case 'unknown':
      return undefined
    default:
      return condition satisfies never
  }
}

function truthOfParts(
  { type, parts }: Extract<Condition, { readonly type: 'and' | 'or' | 'xor' }>,
  depth: number,
): boolean | undefined {
  const truths = parts.map(part => truthOf(part, depth))
  if (type === 'xor')
    return truths.includes(undefined) ? undefined : truths.filter(truth => truth).length % 2 === 1
  const decisive = type === 'or'
  if (truths.includes(decisive)) return decisive
  if (decisive && hasOpposites(parts)) return true
  return truths.includes(undefined) ? undefined : !decisive
}

/** `x IS NULL OR x IS NOT NULL` */
function hasOpposites(parts: readonly Condition[]): boolean {
  const nullTested = (operator: Comparison): readonly string[] =>
    parts.flatMap(part =>
      part.type === 'compare' &&
      part.operator === operator &&
      part.left.type === 'column' &&
      isNull(part.right)
        ? [`${part.left.table ?? ''}.${part.left.name}`]
        : [],
    )
  const absent = new Set(nullTested('is'))
  return nullTested('is not').some(name => absent.has(name))
}

function isNull(condition: Condition): boolean {
  return condition.type === 'constant' && condition.value === null
}

const trueWords = /^(?:t|true|y|yes|on)$/i

function truthOfConstant(value: string | number | boolean | null): boolean | undefined {
  if (value === null) return undefined
  if (typeof value !== 'string') return Boolean(value)
  return trueWords.test(value) || Number.parseFloat(value) > 0 || Number.parseFloat(value) < 0
}

function compared({
  operator,
  left,
  right,
}: Extract<Condition, { readonly type: 'compare' }>): boolean | undefined {
  if (left.type === 'column' && right.type === 'column')
    return isSameColumn(left, right) ? ['=', '<=', '>=', 'is'].includes(operator) : undefined
  if (left.type !== 'constant' || right.type !== 'constant') return undefined
  if (operator === 'is' || operator === 'is not')
    return isSame(left.value, right.value) === (operator === 'is')
  if (left.value === null || right.value === null) return undefined
  return inOrder(operator, left.value, right.value)
}

type ColumnCondition = Extract<Condition, { readonly type: 'column' }>

/** `t.id = id`: a second table with such a column would make the bare name ambiguous, and the statement an error. */
function isSameColumn(one: ColumnCondition, other: ColumnCondition): boolean {
  const areApart = one.table !== undefined && other.table !== undefined && one.table !== other.table
  return one.name === other.name && !areApart
}

/** `1 IS TRUE` asks for the truth, `1 IS 1` for the value. */
function isSame(one: string | number | boolean | null, other: string | number | boolean | null): boolean {
  if (one === null || other === null) return one === other
  if (typeof other === 'boolean') return truthOfConstant(one) === other
  return one === other
}

function inOrder(
  operator: Exclude<Comparison, 'is' | 'is not'>,
  left: string | number | boolean,
  right: string | number | boolean,
): boolean | undefined {
  const areTexts = typeof left === 'string' && typeof right === 'string'
  const [one, other] = areTexts ? [left, right] : [Number(left), Number(right)]
  if (Number.isNaN(one) || Number.isNaN(other)) return undefined
  switch (operator) {
    case '=':
      return one === other
    case '<>':
      return one !== other
    case '<':
      return one < other
    case '<=':
      return one <= other
    case '>':
      return one > other
    case '>=':
      return one >= other
    default:
      return operator satisfies never
  }
}
