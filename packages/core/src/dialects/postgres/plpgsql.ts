/** SQL that a PL/pgSQL body runs. */
export interface BodyStatement {
  readonly sql: string
  /** `dynamic`: an expression whose value is run. `expression`: a value, which may call functions. */
  readonly form: 'statement' | 'dynamic' | 'expression'
  /** Of the body, from 1; absent where the parser does not say. */
  readonly line?: number
}

const transactionControl: Readonly<Record<string, string>> = {
  PLpgSQL_stmt_commit: 'COMMIT',
  PLpgSQL_stmt_rollback: 'ROLLBACK',
}

/** All SQL of a parsed body, in order of its places, whatever branch it stands in. */
export function statementsOfBody(body: unknown): readonly BodyStatement[] {
  const found: BodyStatement[] = []
  const waiting: unknown[] = [body]
  while (waiting.length > 0) {
    const next = waiting.pop()
    if (typeof next !== 'object' || next === null) continue
    const parts = Object.entries(next)
    for (const [kind, content] of parts) found.push(...sqlIn(kind, content))
    for (const [, content] of parts.reverse()) waiting.push(content)
  }
  return found
}

/** What one part of the body holds itself; the parts inside it are asked on their own. */
function sqlIn(kind: string, content: unknown): readonly BodyStatement[] {
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

function expressionIn(kind: string, key: string, value: unknown): BodyStatement | undefined {
  const expression = property(value, 'PLpgSQL_expr')
  const sql = property(expression, 'query')
  if (typeof sql !== 'string') return undefined
  if (key === 'dynquery' || (key === 'query' && /_dyn(?:execute|fors)$/.test(kind)))
    return { sql, form: 'dynamic' }
  const mode = property(expression, 'parseMode') ?? wholeStatement
  if (mode === wholeStatement) return { sql, form: 'statement' }
  return { sql: mode === bareExpression ? sql : sql.replace(/^[^=]*=/, ''), form: 'expression' }
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined
}
