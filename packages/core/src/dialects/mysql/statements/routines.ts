import type { Operation } from '../../../operations/operation.ts'
import { readDataType } from '../elements/data-type.ts'
import type { Grammar } from '../grammar.ts'
import type { TokenCursor } from '../token-cursor.ts'
import { readCompound } from './compound.ts'
import { createObject } from './create-object.ts'

/** After CREATE … TRIGGER. */
export function readCreateTrigger(
  cursor: TokenCursor,
  grammar: Grammar,
  orReplace: boolean,
): readonly Operation[] {
  const ifNotExists = cursor.take('IF', 'NOT', 'EXISTS')
  const name = cursor.objectName()
  cursor.expectOneOf('BEFORE', 'AFTER')
  do cursor.expectOneOf('INSERT', 'UPDATE', 'DELETE')
  while (cursor.take('OR'))
  if (cursor.take('OF')) cursor.separated(item => item.identifier())
  cursor.expect('ON')
  const table = cursor.objectName()
  cursor.expect('FOR', 'EACH', 'ROW')
  if (cursor.takeOneOf('FOLLOWS', 'PRECEDES')) cursor.identifier()
  const unreadable = readBody(cursor, grammar)
  return [createObject(cursor, { objectType: 'trigger', name, table, orReplace, ifNotExists }), ...unreadable]
}

/** After CREATE … PROCEDURE or FUNCTION. */
export function readCreateRoutine(
  cursor: TokenCursor,
  grammar: Grammar,
  objectType: 'procedure' | 'function',
  orReplace: boolean,
): readonly Operation[] {
  const ifNotExists = cursor.take('IF', 'NOT', 'EXISTS')
  const name = cursor.objectName()
  // A loadable function has no parameters: `FUNCTION f RETURNS STRING SONAME 'lib.so'`.
  if (cursor.isSymbol('(')) cursor.skipParenthesised()
  if (objectType === 'function') readReturns(cursor)
  readCharacteristics(cursor)
  const isLoadable = cursor.take('SONAME')
  if (isLoadable) cursor.string()
  const unreadable = isLoadable ? [] : readBody(cursor, grammar)
  return [createObject(cursor, { objectType, name, orReplace, ifNotExists }), ...unreadable]
}

function readReturns(cursor: TokenCursor): void {
  cursor.expectOneOf('RETURNS', 'RETURN')
  if (cursor.take('TYPE', 'OF')) cursor.objectName()
  else readDataType(cursor)
  if (cursor.take('COLLATE')) cursor.identifier()
}

export function readCharacteristics(cursor: TokenCursor): void {
  for (;;) {
    if (cursor.take('COMMENT')) cursor.string()
    else if (cursor.take('LANGUAGE')) cursor.identifier()
    else if (cursor.take('SQL', 'SECURITY')) cursor.expectOneOf('DEFINER', 'INVOKER')
    else if (!fixedCharacteristics.some(words => cursor.take(...words))) return
  }
}

const fixedCharacteristics: readonly (readonly string[])[] = [
  ['NOT', 'DETERMINISTIC'],
  ['DETERMINISTIC'],
  ['CONTAINS', 'SQL'],
  ['NO', 'SQL'],
  ['READS', 'SQL', 'DATA'],
  ['MODIFIES', 'SQL', 'DATA'],
]

/** After CREATE … EVENT. */
export function readCreateEvent(
  cursor: TokenCursor,
  grammar: Grammar,
  orReplace: boolean,
): readonly Operation[] {
  const ifNotExists = cursor.take('IF', 'NOT', 'EXISTS')
  const name = cursor.objectName()
  cursor.expect('ON', 'SCHEDULE')
  // An event that is due once runs without anybody's call.
  const isDueOnce = cursor.isAt('AT')
  cursor.textUntil(item => item.isAt('DO'))
  cursor.expect('DO')
  const body = isDueOnce ? readCompound(cursor, grammar) : readBody(cursor, grammar)
  const unreadable: readonly Operation[] = isDueOnce
    ? [{ kind: 'run-code', language: 'event', dynamic: false }, ...body]
    : body
  return [createObject(cursor, { objectType: 'event', name, orReplace, ifNotExists }), ...unreadable]
}

/** A body only defines: what it does when it is called is no operation now. What of it cannot be read is kept. */
export function readBody(cursor: TokenCursor, grammar: Grammar): readonly Operation[] {
  const operations = readCompound(cursor, grammar)
  grammar.onBody?.(operations)
  return operations.filter(operation => operation.kind === 'unreadable')
}
