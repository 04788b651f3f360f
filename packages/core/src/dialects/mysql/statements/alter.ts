import type { Operation } from '../../../operations/operation.ts'
import type { Grammar } from '../grammar.ts'
import type { TokenCursor } from '../token-cursor.ts'
import { readAlterAccounts } from './accounts.ts'
import { readAlterTable } from './alter-table.ts'
import { readViewOptions, readViewQuery } from './create.ts'
import { createObject } from './create-object.ts'
import { readObjectName, readObjectType } from './drop.ts'
import { readBody } from './routines.ts'

/** ALTER of anything. */
export function readAlter(cursor: TokenCursor, grammar: Grammar): readonly Operation[] {
  cursor.expect('ALTER')
  const ignoresErrors = readTableModifiers(cursor)
  if (cursor.take('TABLE')) return readAlterTable(cursor, grammar, ignoresErrors)
  if (cursor.takeOneOf('USER', 'ROLE')) return readAlterAccounts(cursor)
  if (cursor.take('INSTANCE')) {
    cursor.rest()
    return [{ kind: 'maintain', action: 'alter instance' }]
  }
  readViewOptions(cursor)
  if (cursor.take('VIEW')) return alterView(cursor)
  if (cursor.take('EVENT')) return alterEvent(cursor, grammar)
  return alterObject(cursor)
}

/** ONLINE and IGNORE, in any order; true for IGNORE. */
function readTableModifiers(cursor: TokenCursor): boolean {
  let ignores = false
  for (let word = takeModifier(cursor); word; word = takeModifier(cursor)) ignores ||= word === 'IGNORE'
  return ignores
}

function takeModifier(cursor: TokenCursor): string | undefined {
  return cursor.takeOneOf('ONLINE', 'OFFLINE', 'IGNORE')
}

/** ALTER VIEW says the whole view again. */
function alterView(cursor: TokenCursor): readonly Operation[] {
  cursor.take('IF', 'EXISTS')
  const name = cursor.objectName()
  const selection = readViewQuery(cursor)
  const view = { objectType: 'view', name, orReplace: true, ifNotExists: false } as const
  return [createObject(cursor, { ...view, ...(selection && { selection }) })]
}

function alterEvent(cursor: TokenCursor, grammar: Grammar): readonly Operation[] {
  cursor.take('IF', 'EXISTS')
  const name = cursor.objectName()
  const start = cursor.position
  let to: string | undefined
  while (!cursor.atEnd && !cursor.isAt('DO')) {
    if (cursor.take('RENAME', 'TO')) to = cursor.objectName()
    else cursor.next()
  }
  const change = cursor.textSince(start).toLowerCase()
  const unreadable = cursor.take('DO') ? readBody(cursor, grammar) : []
  if (to !== undefined) return [{ kind: 'rename-object', objectType: 'event', name, to }, ...unreadable]
  return [{ kind: 'alter-object', objectType: 'event', name, change: change || 'body' }, ...unreadable]
}

function alterObject(cursor: TokenCursor): readonly Operation[] {
  const objectType = readObjectType(cursor)
  cursor.take('IF', 'EXISTS')
  // ALTER DATABASE may leave the name out: it means the current one.
  const named =
    objectType !== 'database' || !/^(?:DEFAULT|CHARACTER|CHARSET|COLLATE|ENCRYPTION)$/.test(cursor.keyword())
  const name = named ? readObjectName(cursor) : ''
  const change = cursor.rest()
  if (change === '') cursor.fail()
  return [{ kind: 'alter-object', objectType, name, change: change.toLowerCase() }]
}
