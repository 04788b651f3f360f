import type { Operation } from '../../../operations/operation.ts'
import { readQueryTables } from '../elements/query.ts'
import { routineCalls } from '../elements/routine-calls.ts'
import { type Grammar, readInnerStatement } from '../grammar.ts'
import type { TokenCursor } from '../token-cursor.ts'

/** SELECT, TABLE, VALUES, and queries in parentheses. */
export function readQuery(cursor: TokenCursor): readonly Operation[] {
  if (cursor.take('TABLE')) {
    const table = cursor.objectName()
    return [...routineCalls(cursor), { kind: 'read-rows', tables: [table, ...readQueryTables(cursor)] }]
  }
  const start = cursor.position
  if (!cursor.isSymbol('(')) {
    cursor.expectOneOf('SELECT', 'VALUES')
    if (cursor.atEnd) cursor.fail()
  }
  const calls = routineCalls(cursor)
  const tables = readQueryTables(cursor)
  return [...calls, { kind: 'read-rows', tables }, ...variableSetBy(cursor.textSince(start))]
}

const intoVariable = /\bINTO\s+(@[\w$]+)(?=\s+(?:FROM|WHERE|LIMIT)\b|\s*$)/i

/** `SELECT … INTO @v FROM …` sets one user variable to what the query gives. */
function variableSetBy(query: string): readonly Operation[] {
  const [into, name] = intoVariable.exec(query) ?? []
  if (into === undefined || name === undefined) return []
  const value = `(${query.replace(into, '')})`
  return [{ kind: 'set-variable', name: name.toLowerCase(), value, scope: 'session' }]
}

/** `WITH name AS (…), … SELECT | UPDATE | DELETE …` */
export function readWith(cursor: TokenCursor, grammar: Grammar): readonly Operation[] {
  cursor.expect('WITH')
  cursor.take('RECURSIVE')
  const calls: Operation[] = []
  cursor.separated(item => {
    item.identifier()
    if (item.isSymbol('(')) item.skipParenthesised()
    item.expect('AS')
    const start = item.position
    item.skipParenthesised()
    calls.push(...routineCalls(item, start, item.position))
    if (item.take('CYCLE')) item.textUntil(rest => rest.isAt('RESTRICT'))
    item.take('RESTRICT')
  })
  return [...calls, ...readInnerStatement(cursor, grammar)]
}
