import type { ObjectName } from '../../../operations/column.ts'
import type { TokenCursor } from '../token-cursor.ts'

/** The tables of an UPDATE or DELETE: `a x JOIN b ON …`. */
export interface RowSource {
  readonly tables: readonly { readonly table: ObjectName; readonly alias?: string }[]
  /** A join that drops rows without a partner limits what is changed, as WHERE would. */
  readonly joinLimits: boolean
}

const joinWords = new Set(['JOIN', 'INNER', 'CROSS', 'LEFT', 'RIGHT', 'OUTER', 'NATURAL', 'STRAIGHT_JOIN'])

/** Up to where `isEnd` holds outside parentheses, or to the end. */
export function readRowSource(cursor: TokenCursor, isEnd: (cursor: TokenCursor) => boolean): RowSource {
  const tables: { table: ObjectName; alias?: string }[] = []
  let joinLimits = false
  let isOuter = false
  let expectsTable = true
  while (!cursor.atEnd && !isEnd(cursor)) {
    const word = cursor.keyword()
    if (expectsTable && cursor.startsIdentifier()) {
      tables.push(readTable(cursor))
      expectsTable = false
    } else if (cursor.isSymbol('(')) {
      // A parenthesised join or a derived table: what is joined to it limits, its rows are not changed.
      cursor.skipParenthesised()
      cursor.take('AS')
      if (expectsTable && cursor.startsIdentifier()) cursor.identifier()
      expectsTable = false
    } else if (joinWords.has(word)) {
      if (word === 'LEFT') isOuter = true
      expectsTable = word === 'JOIN' || word === 'STRAIGHT_JOIN' || expectsTable
      cursor.next()
    } else if (cursor.takeSymbol(',')) expectsTable = true
    else {
      if (word === 'ON' || word === 'USING') {
        joinLimits ||= !isOuter
        isOuter = false
      }
      cursor.next()
    }
  }
  return { tables, joinLimits }
}

function readTable(cursor: TokenCursor): { table: ObjectName; alias?: string } {
  const table = cursor.objectName()
  if (cursor.take('PARTITION')) cursor.skipParenthesised()
  if (cursor.isAt('FOR') && cursor.isWord(1, 'PORTION')) {
    cursor.textUntil(item => item.isAt('SET') || item.isAt('WHERE'))
  }
  cursor.take('AS')
  if (!cursor.startsIdentifier()) return { table }
  return { table, alias: cursor.identifier() }
}

/** The table that a qualifier means, by alias or by name. */
export function tableOf(source: RowSource, qualifier: string): ObjectName {
  const wanted = qualifier.toLowerCase()
  const found = source.tables.find(({ table, alias }) =>
    alias === undefined
      ? table.toLowerCase() === wanted || table.toLowerCase().endsWith(`.${wanted}`)
      : alias.toLowerCase() === wanted,
  )
  return found?.table ?? qualifier
}
