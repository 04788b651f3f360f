import type { Operation } from '../../../operations/operation.ts'
import type { TokenCursor } from '../token-cursor.ts'

/** `LOAD DATA … INTO TABLE t …`, LOAD XML, LOAD INDEX INTO CACHE. */
export function readLoad(cursor: TokenCursor): readonly Operation[] {
  cursor.expect('LOAD')
  if (cursor.take('INDEX')) {
    cursor.rest()
    return [{ kind: 'maintain', action: 'load index' }]
  }
  cursor.expectOneOf('DATA', 'XML')
  while (cursor.takeOneOf('LOW_PRIORITY', 'CONCURRENT', 'LOCAL'));
  cursor.takeOneOf('INFILE', 'FROM')
  cursor.string()
  const replace = cursor.takeOneOf('REPLACE', 'IGNORE') === 'REPLACE'
  cursor.expect('INTO', 'TABLE')
  const table = cursor.objectName()
  cursor.rest()
  return [{ kind: 'insert-rows', table, columns: [], replace }]
}

/** `HANDLER t OPEN`, `HANDLER t READ …`, `HANDLER t CLOSE` */
export function readHandlerStatement(cursor: TokenCursor): readonly Operation[] {
  cursor.expect('HANDLER')
  const table = cursor.objectName()
  cursor.expectOneOf('OPEN', 'READ', 'CLOSE')
  cursor.rest()
  return [{ kind: 'read-rows', tables: [table] }]
}
