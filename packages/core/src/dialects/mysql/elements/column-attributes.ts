import type { TokenCursor } from '../token-cursor.ts'
import type { ColumnDraft } from './column-draft.ts'
import { readCharsetName } from './data-type.ts'
import { readDefault } from './default-value.ts'
import { readReferences } from './references.ts'

/** Reads one attribute into the draft; false where none stands. */
export function readColumnAttribute(cursor: TokenCursor, column: string, draft: ColumnDraft): boolean {
  return (
    readNullability(cursor, draft) ||
    readValue(cursor, draft) ||
    readKey(cursor, column, draft) ||
    readLook(cursor, draft) ||
    readReferenceSystem(cursor, draft) ||
    readUnkept(cursor, draft)
  )
}

function readNullability(cursor: TokenCursor, draft: ColumnDraft): boolean {
  if (cursor.take('NOT', 'NULL')) draft.nullable = false
  else if (cursor.take('NULL')) draft.nullable = true
  else return false
  return true
}

function readValue(cursor: TokenCursor, draft: ColumnDraft): boolean {
  if (cursor.take('SERIAL', 'DEFAULT', 'VALUE')) {
    Object.assign(draft, { nullable: false, autoIncrement: true, unique: true })
  } else if (cursor.take('DEFAULT')) {
    const value = readDefault(cursor)
    // DEFAULT NULL says what is so without it.
    if (value.toUpperCase() === 'NULL') draft.defaultsToNull = true
    else draft.default = value
  } else if (cursor.take('AUTO_INCREMENT')) draft.autoIncrement = true
  else if (cursor.take('ON', 'UPDATE')) draft.onUpdate = readDefault(cursor)
  else if (cursor.take('GENERATED', 'ALWAYS', 'AS') || cursor.take('AS')) readGenerated(cursor, draft)
  else return false
  return true
}

function readGenerated(cursor: TokenCursor, draft: ColumnDraft): void {
  const boundary = cursor.take('ROW', 'START')
    ? 'ROW START'
    : cursor.take('ROW', 'END')
      ? 'ROW END'
      : undefined
  if (boundary) {
    draft.generated = { expression: boundary, storage: 'stored' }
    return
  }
  const expression = cursor.parenthesised()
  const stored = cursor.takeOneOf('STORED', 'PERSISTENT') !== undefined
  if (!stored) cursor.take('VIRTUAL')
  draft.generated = { expression, storage: stored ? 'stored' : 'virtual' }
}

function readKey(cursor: TokenCursor, column: string, draft: ColumnDraft): boolean {
  if (cursor.take('PRIMARY', 'KEY') || cursor.take('KEY')) draft.primaryKey = true
  else if (cursor.take('UNIQUE')) {
    cursor.take('KEY')
    draft.unique = true
  } else if (cursor.isAt('REFERENCES')) draft.references = readReferences(cursor, [column])
  else if (cursor.isAt('CONSTRAINT') || cursor.isAt('CHECK')) readColumnCheck(cursor, column, draft)
  else return false
  return true
}

function readColumnCheck(cursor: TokenCursor, column: string, draft: ColumnDraft): void {
  const name = cursor.take('CONSTRAINT') && cursor.startsIdentifier() ? cursor.identifier() : undefined
  cursor.expect('CHECK')
  const expression = cursor.parenthesised()
  const notEnforced = cursor.take('NOT', 'ENFORCED')
  if (!notEnforced) cursor.take('ENFORCED')
  draft.checks.push({
    type: 'check',
    expression,
    column,
    ...(name === undefined ? {} : { name }),
    ...(notEnforced ? { notEnforced } : {}),
  })
}

function readLook(cursor: TokenCursor, draft: ColumnDraft): boolean {
  if (cursor.take('COMMENT')) {
    cursor.takeSymbol('=')
    draft.comment = cursor.string()
  } else if (cursor.take('COLLATE')) draft.collation = readCharsetName(cursor)
  else if (cursor.take('INVISIBLE')) draft.invisible = true
  else if (cursor.take('VISIBLE')) draft.invisible = false
  else return false
  return true
}

/** `SRID 4326`; MariaDB: `REF_SYSTEM_ID=4326`. */
function readReferenceSystem(cursor: TokenCursor, draft: ColumnDraft): boolean {
  if (cursor.take('REF_SYSTEM_ID')) cursor.takeSymbol('=')
  else if (!cursor.take('SRID')) return false
  draft.srid = cursor.number()
  return true
}

/** Attributes that no check needs: of them it is kept that there are some. */
function readUnkept(cursor: TokenCursor, draft: ColumnDraft): boolean {
  const isThere = readStorage(cursor)
  if (isThere) draft.hasOthers = true
  return isThere
}

function readStorage(cursor: TokenCursor): boolean {
  if (cursor.take('WITH', 'SYSTEM', 'VERSIONING') || cursor.take('WITHOUT', 'SYSTEM', 'VERSIONING'))
    return true
  if (cursor.take('NOT', 'SECONDARY')) return true
  if (cursor.takeOneOf('COLUMN_FORMAT', 'STORAGE')) {
    cursor.expectOneOf('FIXED', 'DYNAMIC', 'DEFAULT', 'DISK', 'MEMORY', 'COMPRESSED')
    return true
  }
  if (cursor.take('COMPRESSED')) {
    if (cursor.takeSymbol('=')) cursor.next()
    return true
  }
  // An engine's own attribute: `ENGINE_ATTRIBUTE='…'`, MariaDB's `ident=value`.
  if (cursor.peek()?.kind !== 'word') return false
  if (!cursor.isSymbol('=', 1) && !/_ATTRIBUTE$/.test(cursor.keyword())) return false
  cursor.next()
  cursor.takeSymbol('=')
  cursor.next()
  return true
}
