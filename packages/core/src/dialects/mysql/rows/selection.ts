import type { SelectedColumn, Selection, SelectionSource } from '../../../operations/selection.ts'
import type { TokenCursor } from '../token-cursor.ts'

const modifiers = ['DISTINCT', 'DISTINCTROW', 'ALL', 'HIGH_PRIORITY', 'SQL_NO_CACHE', 'SQL_CACHE'] as const
const joinWords = ['INNER', 'CROSS', 'LEFT', 'RIGHT', 'OUTER', 'JOIN', 'STRAIGHT_JOIN'] as const

/** The columns of `SELECT a, t.b AS c, t.* FROM …`; undefined where the query is of another form. */
export function readSelection(cursor: TokenCursor): Selection | undefined {
  if (!cursor.take('SELECT')) return undefined
  while (cursor.takeOneOf(...modifiers) !== undefined);
  const columns: SelectedColumn[] = []
  do {
    const column = readColumn(cursor)
    if (column === undefined) return undefined
    columns.push(column)
  } while (cursor.takeSymbol(','))
  if (!cursor.take('FROM')) return undefined
  const from = readSources(cursor)
  const isMerged = /\b(?:union|except|intersect)\b/i.test(cursor.rest())
  return { columns, from, ...(isMerged ? { merged: true } : {}) }
}

function readColumn(cursor: TokenCursor): SelectedColumn | undefined {
  if (cursor.takeSymbol('*')) return { all: true }
  if (!cursor.startsIdentifier()) return readExpression(cursor)
  const parts = [cursor.identifier()]
  while (cursor.takeSymbol('.')) {
    if (cursor.takeSymbol('*')) return { all: true, of: parts.at(-1) ?? '' }
    parts.push(cursor.partAfterDot())
  }
  const of = parts.at(-2)
  const column = { name: parts.at(-1) ?? '', ...(of === undefined ? {} : { of }) }
  if (cursor.take('AS') || cursor.startsIdentifier()) return { name: readAlias(cursor), column }
  return isEnd(cursor) ? { name: column.name, column } : readExpression(cursor)
}

/** `expression AS name`: its type is not told. Without AS its name is its text, as the server prints it: undefined. */
function readExpression(cursor: TokenCursor): SelectedColumn | undefined {
  while (!cursor.atEnd && !isEnd(cursor)) {
    if (cursor.take('AS')) {
      const name = readAlias(cursor)
      return isEnd(cursor) ? { name } : undefined
    }
    if (cursor.isSymbol('(')) cursor.skipParenthesised()
    else cursor.next()
  }
  return undefined
}

function readAlias(cursor: TokenCursor): string {
  return cursor.startsIdentifier() ? cursor.identifier() : cursor.string()
}

function isEnd(cursor: TokenCursor): boolean {
  return cursor.isSymbol(',') || cursor.isAt('FROM')
}

function readSources(cursor: TokenCursor): readonly SelectionSource[] {
  const sources: SelectionSource[] = []
  let side: 'LEFT' | 'RIGHT' | undefined
  for (;;) {
    const source = readSource(cursor)
    if (side === 'RIGHT')
      sources.splice(0, sources.length, ...sources.map(each => ({ ...each, optional: true as const })))
    sources.push(side === 'LEFT' ? { ...source, optional: true } : source)
    side = undefined
    if (cursor.take('ON')) skipCondition(cursor)
    // USING and NATURAL make one column of two.
    if (cursor.isAt('USING') || cursor.isAt('NATURAL')) return [...sources, { as: '' }]
    if (cursor.takeSymbol(',')) continue
    let joins = false
    for (
      let word = cursor.takeOneOf(...joinWords);
      word !== undefined;
      word = cursor.takeOneOf(...joinWords)
    ) {
      if (word === 'LEFT' || word === 'RIGHT') side = word
      joins = true
    }
    if (!joins) return sources
  }
}

function readSource(cursor: TokenCursor): SelectionSource {
  if (!cursor.startsIdentifier()) {
    if (cursor.isSymbol('(')) cursor.skipParenthesised()
    cursor.take('AS')
    return { as: cursor.startsIdentifier() ? cursor.identifier() : '' }
  }
  const table = cursor.objectName()
  cursor.take('AS')
  return { table, as: startsAlias(cursor) ? cursor.identifier() : table }
}

const afterTable =
  /^(?:WHERE|GROUP|HAVING|ORDER|LIMIT|UNION|EXCEPT|INTERSECT|ON|USING|NATURAL|INNER|CROSS|LEFT|RIGHT|JOIN|STRAIGHT_JOIN|FOR|LOCK|INTO|WINDOW|PARTITION|USE|FORCE|IGNORE)$/

function startsAlias(cursor: TokenCursor): boolean {
  return cursor.startsIdentifier() && !afterTable.test(cursor.keyword())
}

function skipCondition(cursor: TokenCursor): void {
  while (
    !cursor.atEnd &&
    !cursor.isSymbol(',') &&
    !/^(?:WHERE|GROUP|HAVING|ORDER|LIMIT|UNION|EXCEPT|INTERSECT|INNER|CROSS|LEFT|RIGHT|JOIN|STRAIGHT_JOIN|NATURAL|FOR|LOCK|WINDOW)$/.test(
      cursor.keyword(),
    )
  ) {
    if (/^(?:LEFT|RIGHT)$/.test(cursor.keyword()) && cursor.isSymbol('(', 1)) cursor.next()
    if (cursor.isSymbol('(')) cursor.skipParenthesised()
    else cursor.next()
  }
}
