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
  if (!cursor.isSymbol('(')) {
    cursor.expectOneOf('SELECT', 'VALUES')
    if (cursor.atEnd) cursor.fail()
  }
  return [...routineCalls(cursor), { kind: 'read-rows', tables: readQueryTables(cursor) }]
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
