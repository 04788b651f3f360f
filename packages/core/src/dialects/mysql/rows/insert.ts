import type { ObjectName } from '../../../operations/column.ts'
import type { Operation } from '../../../operations/operation.ts'
import { readQueryTables, startsQuery } from '../elements/query.ts'
import type { TokenCursor } from '../token-cursor.ts'
import { readAssignments } from './assignments.ts'
import { readCopySource } from './copy-source.ts'

/** INSERT and REPLACE, whatever gives the rows; with what ON DUPLICATE KEY UPDATE writes over. */
export function readInsert(cursor: TokenCursor): readonly Operation[] {
  const replace = cursor.expectOneOf('INSERT', 'REPLACE') === 'REPLACE'
  const ignoring = readModifiers(cursor).includes('IGNORE') ? { ignoresErrors: true } : {}
  cursor.take('INTO')
  const table = cursor.objectName()
  if (cursor.take('PARTITION')) cursor.skipParenthesised()
  const updated = readUpdated(cursor, table)
  if (cursor.isAt('SET'))
    return [{ kind: 'insert-rows', table, columns: readSetColumns(cursor), replace, ...ignoring }, ...updated]
  const columns = cursor.isSymbol('(') && !startsQuery(cursor) ? readColumns(cursor) : []
  const copiesFrom = readSource(cursor, columns)
  return [
    { kind: 'insert-rows', table, columns, replace, ...ignoring, ...(copiesFrom ? { copiesFrom } : {}) },
    ...updated,
  ]
}

function readModifiers(cursor: TokenCursor): readonly string[] {
  const word = cursor.takeOneOf('LOW_PRIORITY', 'DELAYED', 'HIGH_PRIORITY', 'IGNORE')
  return word === undefined ? [] : [word, ...readModifiers(cursor)]
}

/** Looks ahead: rows that are there already are changed, and no others. */
function readUpdated(cursor: TokenCursor, table: ObjectName): readonly Operation[] {
  const look = cursor.between(cursor.position, Number.POSITIVE_INFINITY)
  look.textUntil(item => item.isAt('ON', 'DUPLICATE', 'KEY', 'UPDATE'))
  if (!look.take('ON', 'DUPLICATE', 'KEY', 'UPDATE')) return []
  const own = readAssignments(look)
  return [
    {
      kind: 'update-rows',
      table,
      columns: own.map(({ column }) => column),
      filter: 'present',
      assignments: Object.fromEntries(own.map(({ column, value }) => [column, value])),
    },
  ]
}

function readSetColumns(cursor: TokenCursor): readonly string[] {
  cursor.expect('SET')
  const columns = readAssignments(cursor).map(assignment => assignment.column)
  cursor.rest()
  return columns
}

/** `()` is legal: every column takes its default. */
function readColumns(cursor: TokenCursor): readonly string[] {
  if (cursor.isSymbol(')', 1)) {
    cursor.skipParenthesised()
    return []
  }
  return cursor.list(item => {
    const parts = [item.identifier()]
    while (item.takeSymbol('.')) parts.push(item.partAfterDot())
    return parts.at(-1) ?? ''
  })
}

function readSource(cursor: TokenCursor, columns: readonly string[]): ReturnType<typeof readCopySource> {
  if (cursor.takeOneOf('VALUES', 'VALUE')) {
    if (!cursor.isSymbol('(') && !cursor.isAt('ROW') && cursor.peek()?.kind !== 'parameter') cursor.fail()
    cursor.rest()
    return undefined
  }
  if (!startsQuery(cursor)) cursor.fail()
  const copied = readCopySource(cursor.between(cursor.position, Number.POSITIVE_INFINITY))
  readQueryTables(cursor)
  return copied && (columns.length === 0 || copied.expressions.length === columns.length) ? copied : undefined
}
