import type { Operation } from '../../../operations/operation.ts'
import type { Selection } from '../../../operations/selection.ts'
import { readDefiner } from '../elements/account.ts'
import type { Grammar } from '../grammar.ts'
import type { TokenCursor } from '../token-cursor.ts'
import { readCreateAccounts } from './accounts.ts'
import { readCreateIndex } from './create-index.ts'
import { createObject } from './create-object.ts'
import { readCreateTable, selectionAhead } from './create-table.ts'
import { readObjectName, readObjectType } from './drop.ts'
import { readCreateEvent, readCreateRoutine, readCreateTrigger } from './routines.ts'

/** CREATE of anything. */
export function readCreate(cursor: TokenCursor, grammar: Grammar): readonly Operation[] {
  cursor.expect('CREATE')
  const orReplace = cursor.take('OR', 'REPLACE')
  const temporary = cursor.take('TEMPORARY')
  if (cursor.take('TABLE')) return readCreateTable(cursor, grammar, { orReplace, temporary })
  const index = readCreateIndex(cursor, orReplace)
  if (index) return index
  if (cursor.takeOneOf('USER', 'ROLE')) return readCreateAccounts(cursor, orReplace)
  readViewOptions(cursor)
  if (cursor.take('TRIGGER')) return readCreateTrigger(cursor, grammar, orReplace)
  if (cursor.take('EVENT')) return readCreateEvent(cursor, grammar, orReplace)
  if (cursor.take('PROCEDURE')) return readCreateRoutine(cursor, grammar, 'procedure', orReplace)
  cursor.take('AGGREGATE')
  if (cursor.take('FUNCTION')) return readCreateRoutine(cursor, grammar, 'function', orReplace)
  return readCreateObject(cursor, orReplace)
}

/** ALGORITHM, DEFINER and SQL SECURITY, before a view; DEFINER before a routine too. */
export function readViewOptions(cursor: TokenCursor): void {
  if (cursor.take('ALGORITHM')) {
    cursor.expectSymbol('=')
    cursor.expectOneOf('UNDEFINED', 'MERGE', 'TEMPTABLE')
  }
  readDefiner(cursor)
  if (cursor.take('SQL', 'SECURITY')) cursor.expectOneOf('DEFINER', 'INVOKER')
}

function readCreateObject(cursor: TokenCursor, orReplace: boolean): readonly Operation[] {
  const objectType = readObjectType(cursor)
  const ifNotExists = cursor.take('IF', 'NOT', 'EXISTS')
  const name = readObjectName(cursor)
  if (objectType === 'view') {
    const selection = readViewQuery(cursor)
    return [
      createObject(cursor, { objectType, name, orReplace, ifNotExists, ...(selection && { selection }) }),
    ]
  }
  cursor.rest()
  return [createObject(cursor, { objectType, name, orReplace, ifNotExists })]
}

/** `[(column, …)] AS SELECT …` */
export function readViewQuery(cursor: TokenCursor): Selection | undefined {
  const names = cursor.isSymbol('(') ? cursor.list(item => item.identifier()) : undefined
  cursor.expect('AS')
  if (cursor.atEnd) cursor.fail()
  const selection = selectionAhead(cursor)
  cursor.rest()
  return selection && { ...selection, ...(names && { names }) }
}
