import type { TokenCursor } from '../token-cursor.ts'
import { readTableOption } from './table-options.ts'

export interface Partitioning {
  /** `RANGE (id)`, without the partitions themselves. */
  readonly scheme: string
  readonly names: readonly string[]
}

/** `PARTITION BY …` */
export function readPartitionBy(cursor: TokenCursor): Partitioning {
  cursor.expect('PARTITION', 'BY')
  const start = cursor.position
  readMethod(cursor)
  while (cursor.takeOneOf('PARTITIONS', 'AUTO')) if (cursor.peek()?.kind === 'number') cursor.number()
  if (cursor.take('SUBPARTITION', 'BY')) {
    readMethod(cursor)
    if (cursor.take('SUBPARTITIONS')) cursor.number()
  }
  const scheme = cursor.textSince(start)
  return { scheme, names: cursor.isSymbol('(') ? readPartitionDefinitions(cursor) : [] }
}

function readMethod(cursor: TokenCursor): void {
  cursor.take('LINEAR')
  const method = cursor.expectOneOf('HASH', 'KEY', 'RANGE', 'LIST', 'SYSTEM_TIME')
  if (method === 'SYSTEM_TIME') {
    readHistory(cursor)
    return
  }
  if (method === 'KEY' && cursor.take('ALGORITHM')) {
    cursor.expectSymbol('=')
    cursor.number()
  }
  cursor.takeOneOf('COLUMNS')
  cursor.skipParenthesised()
}

/** MariaDB: `SYSTEM_TIME [INTERVAL 1 MONTH [STARTS …]] [LIMIT n]` */
function readHistory(cursor: TokenCursor): void {
  if (cursor.take('LIMIT')) cursor.number()
  else if (cursor.take('INTERVAL')) {
    cursor.textUntil(item => item.isSymbol('(') || /^(?:PARTITIONS|AUTO|SUBPARTITION)$/.test(item.keyword()))
  }
}

/** `(PARTITION p VALUES …, …)`; gives the names. */
export function readPartitionDefinitions(cursor: TokenCursor): readonly string[] {
  return cursor.list(readPartitionDefinition)
}

function readPartitionDefinition(cursor: TokenCursor): string {
  cursor.expect('PARTITION')
  const name = cursor.identifier()
  readPartitionValues(cursor)
  while (readTableOption(cursor));
  if (cursor.isSymbol('(')) cursor.list(readSubpartition)
  return name
}

function readPartitionValues(cursor: TokenCursor): void {
  if (cursor.takeOneOf('HISTORY', 'CURRENT', 'DEFAULT')) return
  if (!cursor.take('VALUES')) return
  if (cursor.take('LESS', 'THAN')) {
    if (!cursor.take('MAXVALUE')) cursor.skipParenthesised()
  } else if (cursor.take('IN')) cursor.skipParenthesised()
  else cursor.fail()
}

function readSubpartition(cursor: TokenCursor): void {
  cursor.expect('SUBPARTITION')
  cursor.identifier()
  while (readTableOption(cursor));
}
