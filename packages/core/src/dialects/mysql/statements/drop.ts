import type { ObjectType } from '../../../operations/object-type.ts'
import type { Operation } from '../../../operations/operation.ts'
import { readAccount } from '../elements/account.ts'
import { readBuildOptions } from '../elements/build-options.ts'
import type { TokenCursor } from '../token-cursor.ts'
import { readWait } from './alter-table.ts'

/** DROP of anything. */
export function readDrop(cursor: TokenCursor): readonly Operation[] {
  const dropped = readDropped(cursor)
  if (statementWords.some(word => cursor.isAt(word)))
    cursor.fail('another statement begins here, with no ; before it')
  return dropped
}

/** Reserved words, which no clause of a DROP begins with (MySQL 8.4 manual, Keywords and Reserved Words). */
const statementWords = ['DROP', 'CREATE', 'ALTER', 'INSERT', 'UPDATE', 'DELETE', 'RENAME']

function readDropped(cursor: TokenCursor): readonly Operation[] {
  cursor.expect('DROP')
  const temporary = cursor.take('TEMPORARY')
  if (cursor.takeOneOf('TABLE', 'TABLES')) return dropTables(cursor, temporary)
  if (cursor.take('INDEX')) return dropIndex(cursor)
  if (cursor.takeOneOf('USER', 'ROLE')) return dropAccounts(cursor)
  if (cursor.take('PREPARE')) {
    cursor.identifier()
    return [{ kind: 'no-effect', what: 'DROP PREPARE' }]
  }
  return dropObjects(cursor)
}

function dropTables(cursor: TokenCursor, temporary: boolean): readonly Operation[] {
  const ifExists = cursor.take('IF', 'EXISTS')
  const tables = cursor.separated(item => item.objectName())
  const cascade = readTail(cursor) === 'CASCADE'
  return tables.map(table => ({ kind: 'drop-table', table, ifExists, cascade, temporary }))
}

/** RESTRICT and CASCADE do nothing here; they are read to be complete. */
function readTail(cursor: TokenCursor): string | undefined {
  readWait(cursor)
  return cursor.takeOneOf('RESTRICT', 'CASCADE')
}

function dropIndex(cursor: TokenCursor): readonly Operation[] {
  const ifExists = cursor.take('IF', 'EXISTS')
  const name = cursor.isAt('PRIMARY') ? cursor.next().text : cursor.identifier()
  if (!cursor.isAt('ON')) cursor.fail('DROP INDEX takes ON with the table')
  cursor.expect('ON')
  const table = cursor.objectName()
  if (cursor.isSymbol('(')) cursor.fail('DROP INDEX takes no columns')
  readWait(cursor)
  readBuildOptions(cursor)
  if (name.toUpperCase() === 'PRIMARY') {
    return [{ kind: 'drop-constraint', table, type: 'primary-key', ifExists, cascade: false }]
  }
  return [{ kind: 'drop-index', name, table, concurrently: false, ifExists, cascade: false }]
}

function dropAccounts(cursor: TokenCursor): readonly Operation[] {
  const ifExists = cursor.take('IF', 'EXISTS')
  const names = cursor.separated(readAccount)
  return names.map(name => ({ kind: 'drop-object', objectType: 'role', name, ifExists, cascade: false }))
}

/** Several words name one type; what no check tells apart is `other`. */
const objectTypes: readonly (readonly [words: readonly string[], type: ObjectType])[] = [
  [['VIEW'], 'view'],
  [['DATABASE'], 'database'],
  [['SCHEMA'], 'database'],
  [['FUNCTION'], 'function'],
  [['PROCEDURE'], 'procedure'],
  [['TRIGGER'], 'trigger'],
  [['EVENT'], 'event'],
  [['SEQUENCE'], 'sequence'],
  [['SERVER'], 'server'],
  [['TABLESPACE'], 'tablespace'],
  [['UNDO', 'TABLESPACE'], 'tablespace'],
  [['LOGFILE', 'GROUP'], 'other'],
  [['RESOURCE', 'GROUP'], 'other'],
  [['SPATIAL', 'REFERENCE', 'SYSTEM'], 'other'],
  [['PACKAGE', 'BODY'], 'other'],
  [['PACKAGE'], 'other'],
]

/** The type that stands here, stepped over. */
export function readObjectType(cursor: TokenCursor): ObjectType {
  const found = objectTypes.find(([words]) => cursor.take(...words))
  return found?.[1] ?? cursor.fail()
}

function dropObjects(cursor: TokenCursor): readonly Operation[] {
  const objectType = readObjectType(cursor)
  const ifExists = cursor.take('IF', 'EXISTS')
  const names = cursor.separated(readObjectName)
  const cascade = readTail(cursor) === 'CASCADE'
  if (objectType === 'tablespace' || objectType === 'other') cursor.rest()
  return names.map(name => ({ kind: 'drop-object', objectType, name, ifExists, cascade }))
}

/** A spatial reference system has a number for a name, a server may have a string. */
export function readObjectName(cursor: TokenCursor): string {
  const token = cursor.peek()
  if (token?.kind !== 'number' && token?.kind !== 'string') return cursor.objectName()
  cursor.next()
  return token.value ?? token.text
}
