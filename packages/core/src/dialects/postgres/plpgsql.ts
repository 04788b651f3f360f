import { afterReturn, type Branch } from '../branches.ts'
import { branchesOf, property } from './plpgsql-branches.ts'

/** SQL that a PL/pgSQL body runs. */
export interface BodyStatement {
  readonly sql: string
  /** `dynamic`: an expression whose value is run. `expression`: a value, which may call functions. */
  readonly form: 'statement' | 'dynamic' | 'expression'
  /** Of the body, from 1; absent where the parser does not say. */
  readonly line?: number
  /** All of these it stands in, the outermost first. */
  readonly branches: readonly Branch[]
}

const transactionControl: Readonly<Record<string, string>> = {
  PLpgSQL_stmt_commit: 'COMMIT',
  PLpgSQL_stmt_rollback: 'ROLLBACK',
}

type Found = Omit<BodyStatement, 'branches'>

/** All SQL of a parsed body, in order of its places, whatever branch it stands in. */
export function statementsOfBody(body: unknown): readonly BodyStatement[] {
  const found: BodyStatement[] = []
  const waiting: { readonly part: unknown; readonly branches: readonly Branch[] }[] = [
    { part: body, branches: [] },
  ]
  let notReturned: readonly Branch[] = []
  while (waiting.length > 0) {
    const { part, branches = [] } = waiting.pop() ?? {}
    if (typeof part !== 'object' || part === null) continue
    const all = [...new Set([...notReturned, ...branches])]
    for (const [kind, content] of Object.entries(part)) {
      found.push(...sqlIn(kind, content).map(each => ({ ...each, branches: all })))
      if (kind === 'PLpgSQL_stmt_return') notReturned = afterReturn(notReturned, branches)
    }
    const inside = Object.entries(part).flatMap(
      ([kind, content]) => branchesOf(kind, content) ?? [{ part: content, branches: [] }],
    )
    for (const each of inside.reverse())
      waiting.push({ part: each.part, branches: [...branches, ...each.branches] })
  }
  return found
}

/** What one part of the body holds itself; the parts inside it are asked on their own. */
function sqlIn(kind: string, content: unknown): readonly Found[] {
  const control = transactionControl[kind]
  if (control !== undefined) return [{ sql: control, form: 'statement' }]
  if (!kind.startsWith('PLpgSQL_') || typeof content !== 'object' || content === null) return []
  const line = property(content, 'lineno')
  return Object.entries(content).flatMap(([key, value]) =>
    (Array.isArray(value) ? value : [value]).flatMap(each => {
      const found = expressionIn(kind, key, each)
      if (found === undefined) return []
      return typeof line === 'number' ? { ...found, line } : found
    }),
  )
}

/** RAW_PARSE_DEFAULT and RAW_PARSE_PLPGSQL_EXPR of src/include/parser/parser.h; those above are assignments. */
const wholeStatement = 0
const bareExpression = 2

function expressionIn(kind: string, key: string, value: unknown): Found | undefined {
  const expression = property(value, 'PLpgSQL_expr')
  const sql = property(expression, 'query')
  if (typeof sql !== 'string') return undefined
  if (key === 'dynquery' || (key === 'query' && /_dyn(?:execute|fors)$/.test(kind)))
    return { sql, form: 'dynamic' }
  const mode = property(expression, 'parseMode') ?? wholeStatement
  if (mode === wholeStatement) return { sql, form: 'statement' }
  return { sql: mode === bareExpression ? sql : sql.replace(/^[^=]*=/, ''), form: 'expression' }
}
