import type { Index, IndexPart, ObjectName } from '../../../operations/column.ts'
import type { TokenCursor } from '../token-cursor.ts'

interface IndexHead {
  readonly table: ObjectName
  readonly unique: boolean
  readonly variant?: 'fulltext' | 'spatial'
  readonly name?: string
  readonly method?: string
}

interface IndexOptions {
  method?: string
  invisible?: boolean
  comment?: string
  /** KEY_BLOCK_SIZE, a parser, an engine's own. */
  hasOthers?: boolean
}

/** `[USING method] (part, …) option …`, after the name. */
export function readIndexBody(cursor: TokenCursor, head: IndexHead): Index {
  const method = readMethod(cursor) ?? head.method
  const start = cursor.position
  const parts = cursor.list(readIndexPart)
  const isOverPeriod = /\bwithout\s+overlaps\b/i.test(cursor.textSince(start))
  const options = readIndexOptions(cursor)
  const finalMethod = options.method ?? method
  return {
    table: head.table,
    parts,
    unique: head.unique,
    ...(head.name === undefined ? {} : { name: head.name }),
    ...(head.variant ? { variant: head.variant } : {}),
    ...(finalMethod === undefined ? {} : { method: finalMethod }),
    ...(options.invisible ? { invisible: true } : {}),
    ...(options.comment ? { comment: options.comment } : {}),
    ...(isOverPeriod || options.hasOthers ? { unkept: true } : {}),
  }
}

export function readMethod(cursor: TokenCursor): string | undefined {
  if (!cursor.takeOneOf('USING', 'TYPE')) return undefined
  return cursor.expectOneOf('BTREE', 'HASH', 'RTREE').toLowerCase()
}

function readIndexPart(cursor: TokenCursor): IndexPart {
  if (cursor.isSymbol('(')) return { expression: cursor.parenthesised(), ...readDirection(cursor) }
  const column = cursor.identifier()
  // Without the outer parentheses that MySQL demands: an expression all the same.
  const length = cursor.isSymbol('(') ? cursor.list(item => item.number())[0] : undefined
  return { column, ...(length === undefined ? {} : { length }), ...readDirection(cursor) }
}

function readDirection(cursor: TokenCursor): { readonly descending?: true } {
  if (cursor.take('DESC')) return { descending: true }
  if (!cursor.take('WITHOUT', 'OVERLAPS')) cursor.take('ASC')
  return {}
}

export function readIndexOptions(cursor: TokenCursor): IndexOptions {
  const options: IndexOptions = {}
  for (;;) {
    const method = readMethod(cursor)
    if (method) options.method = method
    else if (cursor.takeOneOf('INVISIBLE', 'IGNORED')) options.invisible = true
    else if (cursor.take('VISIBLE') || cursor.take('NOT', 'IGNORED')) options.invisible = false
    else if (cursor.take('WITH', 'PARSER')) {
      cursor.identifier()
      options.hasOthers = true
    } else if (cursor.take('COMMENT')) {
      cursor.takeSymbol('=')
      options.comment = cursor.string()
    } else if (readOtherOption(cursor)) options.hasOthers = true
    else return options
  }
}

/** KEY_BLOCK_SIZE, CLUSTERING, ENGINE_ATTRIBUTE, and MariaDB's `name=value` (M, DISTANCE, …). */
function readOtherOption(cursor: TokenCursor): boolean {
  const isNamed = cursor.peek()?.kind === 'word' && cursor.isSymbol('=', 1)
  if (!isNamed && !/^(?:KEY_BLOCK_SIZE|(?:SECONDARY_)?ENGINE_ATTRIBUTE)$/.test(cursor.keyword())) return false
  cursor.next()
  cursor.takeSymbol('=')
  cursor.next()
  return true
}
