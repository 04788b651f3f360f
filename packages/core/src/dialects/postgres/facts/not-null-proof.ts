import { isGrammarError, isGrammarLoaded, type Node, parseTree } from '../grammar.ts'
import { strings } from '../tree/names.ts'

/** The columns that a valid CHECK shows to hold no NULL: `c IS NOT NULL`, alone or joined to others by AND. */
export function notNullColumns(expression: string): readonly string[] {
  if (!isGrammarLoaded()) return []
  const tree = parseTree(`SELECT ${expression}`)
  if (isGrammarError(tree)) return []
  const [select] = tree.statements
  const [target] = select && 'SelectStmt' in select ? (select.SelectStmt.targetList ?? []) : []
  const columns: string[] = []
  const waiting: (Node | undefined)[] = [target && 'ResTarget' in target ? target.ResTarget.val : undefined]
  while (waiting.length > 0) {
    const node = waiting.pop()
    if (node === undefined) continue
    if ('BoolExpr' in node && node.BoolExpr.boolop === 'AND_EXPR') waiting.push(...(node.BoolExpr.args ?? []))
    if ('NullTest' in node && node.NullTest.nulltesttype === 'IS_NOT_NULL') {
      const { arg } = node.NullTest
      if (arg && 'ColumnRef' in arg) columns.push(...strings(arg.ColumnRef.fields).slice(-1))
    }
  }
  return columns
}
