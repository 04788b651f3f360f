import type { DataType } from '../../../operations/column.ts'
import type { TypeChange } from '../../dialect.ts'
import { isGrammarError, isGrammarLoaded, type Node, parseTree } from '../grammar.ts'
import { dataType } from '../tree/data-type.ts'
import { strings } from '../tree/names.ts'
import { nodesOfKind } from '../tree/walk.ts'
import { booleanCast } from './boolean.ts'
import { isCharacter } from './character.ts'
import { floatByText } from './number.ts'

type PlainChange = (from: DataType, to: DataType) => TypeChange

/**
 * USING with a plain cast of a column costs what the change costs without it, but converts as an explicit cast
 * does: too long values are cut without an error (SQL standard; manual, Character Types). Any other expression
 * is computed for every row.
 */
export function usingChange(change: PlainChange, from: DataType, to: DataType, using: string): TypeChange {
  const plain = change(from, to)
  const expression = expressionOf(using)
  if (expression === undefined) return { loses: 'unknown', cost: 'rewrite' }
  if (isColumn(expression)) return plain
  if ([...nodesOfKind(expression, 'ColumnRef')].length === 0)
    return { loses: 'silent', cost: 'rewrite', why: 'USING does not look at the old value' }
  const cast = castOfColumn(expression)
  if (isFloat(from) && to.name === 'numeric' && cast?.text === to.text && !isPlainCast(expression))
    return floatByText(to)
  if (cast?.text === to.text) return explicitCast(plain, from, to, isPlainCast(expression))
  const kept = links(castsOfColumn(expression) ?? [], to).every(
    ([one = from, other]) => change(one, other).cost === 'none',
  )
  if (kept && castsOfColumn(expression) !== undefined) return plain
  const cutting = cuttingFunction(expression)
  if (cutting !== undefined)
    return { loses: 'silent', cost: 'rewrite', why: `${cutting}() cuts values without an error` }
  return { loses: 'unknown', cost: 'rewrite', why: 'what the USING expression keeps is not known' }
}

/** Whatever the column was: what is computed is written, and only a cast can leave the value as it is stored
 * (measured: PostgreSQL 15). CASE and a function in SQL can come down to the column itself. */
export function usingRewrites(change: PlainChange, to: DataType, using: string): boolean {
  const expression = expressionOf(using)
  if (expression === undefined || isColumn(expression)) return false
  const casts = castsOfColumn(expression)
  if (casts !== undefined)
    return links(casts, to).some(([one, other]) => one !== undefined && change(one, other).cost === 'rewrite')
  return ['A_Expr', 'A_Const', 'CoalesceExpr', 'FuncCall'].some(kind => kind in expression)
}

/** `column::text::jsonb` to jsonb: from its own type to text, from text to jsonb, and from there to jsonb. */
function links(
  casts: readonly DataType[],
  to: DataType,
): readonly (readonly [DataType | undefined, DataType])[] {
  return [...casts, to].map((type, index) => [casts[index - 1], type])
}

function explicitCast(plain: TypeChange, from: DataType, to: DataType, isDirect: boolean): TypeChange {
  const known = isDirect ? booleanCast(from, to) : undefined
  if (known !== undefined) return known
  const isCut = isCharacter(to) && to.name !== 'text' && plain.loses === 'can-fail'
  if (isCut)
    return { loses: 'silent', cost: plain.cost, why: `the explicit cast to ${to.text} cuts longer values` }
  if (plain.loses !== 'can-fail' || plain.why === undefined || !plain.why.includes('USING')) return plain
  return {
    loses: 'can-fail',
    cost: 'rewrite',
    why: `a value that is no ${to.name} stops the cast from ${from.name}`,
  }
}

function expressionOf(text: string): Node | undefined {
  if (!isGrammarLoaded()) return undefined
  const tree = parseTree(`SELECT ${text}`)
  if (isGrammarError(tree)) return undefined
  const [select] = tree.statements
  const [target] = select && 'SelectStmt' in select ? (select.SelectStmt.targetList ?? []) : []
  return target && 'ResTarget' in target ? target.ResTarget.val : undefined
}

function isColumn(node: Node): boolean {
  return 'ColumnRef' in node
}

/** The type of `column::type`; of `column::text::type` too, the way between enumerated types. */
function castOfColumn(node: Node): DataType | undefined {
  if (!('TypeCast' in node) || node.TypeCast.typeName === undefined) return undefined
  const { arg, typeName } = node.TypeCast
  const isPlain = arg !== undefined && (isColumn(arg) || isTextOfColumn(arg))
  return isPlain ? dataType(typeName) : undefined
}

/** The types of `column::text::jsonb`, in the order in which they are cast to. */
function castsOfColumn(node: Node): readonly DataType[] | undefined {
  if (isColumn(node)) return []
  if (!('TypeCast' in node)) return undefined
  const { arg, typeName } = node.TypeCast
  const inner = arg && castsOfColumn(arg)
  return inner === undefined || typeName === undefined ? undefined : [...inner, dataType(typeName)]
}

function isPlainCast(node: Node): boolean {
  return 'TypeCast' in node && node.TypeCast.arg !== undefined && isColumn(node.TypeCast.arg)
}

function isFloat({ name }: DataType): boolean {
  return name === 'real' || name === 'double precision'
}

function isTextOfColumn(node: Node): boolean {
  if (!('TypeCast' in node)) return false
  const { arg, typeName } = node.TypeCast
  return strings(typeName?.names).at(-1) === 'text' && arg !== undefined && isColumn(arg)
}

function cuttingFunction(node: Node): string | undefined {
  if (!('FuncCall' in node)) return undefined
  const name = strings(node.FuncCall.funcname).at(-1) ?? ''
  return ['left', 'right', 'substr', 'substring', 'trunc', 'round', 'floor', 'ceil', 'date_trunc'].includes(
    name,
  )
    ? name
    : undefined
}
