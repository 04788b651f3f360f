import { isValid } from '../../../schema/is-valid.ts'
import type { Table } from '../../../schema/schema-state.ts'
import { namesIn } from '../../../schema/sql-text.ts'
import { isGrammarError, isGrammarLoaded, type Node, parseTree } from '../grammar.ts'
import { strings } from '../tree/names.ts'

/** `id = 1`, alone or with AND, where an index leads with `id`: the rows are found without reading all. */
export function findsRowsByIndex(where: string, table: Table | undefined): boolean {
  if (table === undefined || !isGrammarLoaded()) return false
  const leading = leadingColumns(table)
  if (!mayCompare(where, leading)) return false
  const tree = parseTree(`SELECT FROM t WHERE ${where}`)
  const [select] = isGrammarError(tree) ? [] : tree.statements
  const waiting = [select && 'SelectStmt' in select ? select.SelectStmt.whereClause : undefined]
  while (waiting.length > 0) {
    const node = waiting.pop()
    if (node === undefined) continue
    if ('BoolExpr' in node && node.BoolExpr.boolop === 'AND_EXPR') waiting.push(...(node.BoolExpr.args ?? []))
    if (leading.has(comparedColumn(node) ?? '')) return true
  }
  return false
}

/** Most filters name none of the columns, and need not be read by the grammar once more. Names may be spelt with escapes,
 * and hide behind one in a string. */
function mayCompare(where: string, columns: ReadonlySet<string>): boolean {
  if (/[\\&"]|[^\s!-~]/.test(where)) return true
  return where.includes('=') && namesIn(where).some(name => columns.has(name.toLowerCase()))
}

function leadingColumns({ constraints, indexes }: Table): ReadonlySet<string> {
  const keys = constraints.flatMap(constraint =>
    (constraint.type === 'primary-key' || constraint.type === 'unique') && isValid(constraint)
      ? constraint.columns.slice(0, 1)
      : [],
  )
  const whole = indexes.filter(index => index.where === undefined && isValid(index))
  return new Set([...keys, ...whole.flatMap(index => index.parts[0]?.column ?? [])])
}

/** The column that is compared with a constant. */
function comparedColumn(node: Node): string | undefined {
  if (!('A_Expr' in node) || node.A_Expr.kind !== 'AEXPR_OP' || strings(node.A_Expr.name).join() !== '=')
    return undefined
  const { lexpr, rexpr } = node.A_Expr
  if (!lexpr || !rexpr || !('ColumnRef' in lexpr)) return undefined
  return 'A_Const' in rexpr || 'ParamRef' in rexpr ? strings(lexpr.ColumnRef.fields).at(-1) : undefined
}
