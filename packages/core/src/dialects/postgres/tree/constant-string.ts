import type { FuncCall, Node } from '../grammar.ts'
import { strings } from './names.ts'

/** Deeper than anybody writes; a string that is built deeper counts as not constant. */
const deepest = 50

/** The string that a constant expression makes: literals, joined by `||` or put into format(). */
export function constantString(node: Node | undefined, depth = 0): string | undefined {
  const waiting = [node]
  let text = ''
  while (waiting.length > 0) {
    const next = waiting.pop()
    if (next === undefined || depth > deepest) return undefined
    if ('TypeCast' in next) waiting.push(next.TypeCast.arg)
    else if ('A_Expr' in next && strings(next.A_Expr.name).join() === '||')
      waiting.push(next.A_Expr.lexpr, next.A_Expr.rexpr)
    else {
      const part = literal(next) ?? ('FuncCall' in next ? formatted(next.FuncCall, depth + 1) : undefined)
      if (part === undefined) return undefined
      text = part + text
    }
  }
  return text
}

function literal(node: Node): string | undefined {
  return 'A_Const' in node && node.A_Const.sval ? (node.A_Const.sval.sval ?? '') : undefined
}

/** format('DROP TABLE %I', 'a') and quote_ident('a') (PostgreSQL manual, 9.4.1, format). */
function formatted({ funcname, args = [] }: FuncCall, depth: number): string | undefined {
  const name = strings(funcname).at(-1)
  const values = args.map(value => constantString(value, depth))
  const [template, ...rest] = values
  if (template === undefined) return undefined
  if (name === 'quote_ident') return quoted('I', template)
  if (name === 'quote_literal') return quoted('L', template)
  return name === 'format' ? fillIn(template, rest) : undefined
}

function fillIn(template: string, values: readonly (string | undefined)[]): string | undefined {
  let used = 0
  let isKnown = true
  const text = template.replace(/%(?:(\d+)\$)?([sIL%])/g, (_, position: string | undefined, kind: string) => {
    if (kind === '%') return '%'
    used = position === undefined ? used + 1 : Number(position)
    const value = values[used - 1]
    isKnown &&= value !== undefined
    return value === undefined ? '' : quoted(kind, value)
  })
  return isKnown ? text : undefined
}

function quoted(kind: string, value: string): string {
  if (kind === 'L') return `'${value.replaceAll("'", "''")}'`
  return kind === 's' ? value : `"${value.replaceAll('"', '""')}"`
}
