import type { ObjectName } from '../../../operations/column.ts'
import type { TokenCursor } from '../token-cursor.ts'

/** A SELECT, or what else gives rows, stands `ahead` tokens further, in parentheses or not. */
export function startsQuery(cursor: TokenCursor, ahead = 0): boolean {
  let index = ahead
  while (cursor.isSymbol('(', index)) index += 1
  return /^(?:SELECT|WITH|VALUES|TABLE)$/.test(cursor.keyword(index))
}

/** Functions whose arguments hold the word FROM. */
const functionsWithFrom = new Set(['EXTRACT', 'TRIM', 'SUBSTRING', 'SUBSTR', 'MID', 'OVERLAY'])

/** Steps over the rest of a query and gives the tables that stand after FROM and JOIN, at any depth. */
export function readQueryTables(cursor: TokenCursor): readonly ObjectName[] {
  const tables = new Set<ObjectName>()
  const openers: string[] = []
  while (!cursor.atEnd) {
    const word = cursor.keyword()
    if (cursor.isSymbol('(', word === '' ? 0 : 1)) {
      openers.push(word)
      if (word !== '') cursor.next()
      cursor.next()
    } else if (cursor.isSymbol(')')) {
      if (openers.pop() === undefined) cursor.fail()
      cursor.next()
    } else if (isBeforeTable(word) && !functionsWithFrom.has(openers.at(-1) ?? '')) {
      cursor.next()
      for (const table of readTableNames(cursor)) tables.add(table)
    } else cursor.next()
  }
  if (openers.length > 0) cursor.fail()
  return [...tables]
}

function isBeforeTable(word: string): boolean {
  return word === 'FROM' || word === 'JOIN' || word === 'STRAIGHT_JOIN'
}

/** `a`, `a x, b y`; nothing where a subquery stands. */
function readTableNames(cursor: TokenCursor): readonly ObjectName[] {
  const names: ObjectName[] = []
  while (cursor.startsIdentifier()) {
    const name = cursor.objectName()
    if (name.toUpperCase() !== 'DUAL') names.push(name)
    cursor.take('AS')
    if (cursor.startsIdentifier()) cursor.identifier()
    if (!cursor.isSymbol(',') || !cursor.startsIdentifier(1)) break
    cursor.next()
  }
  return names
}
