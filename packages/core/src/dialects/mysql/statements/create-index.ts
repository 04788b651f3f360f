import type { Operation } from '../../../operations/operation.ts'
import { readBuildOptions } from '../elements/build-options.ts'
import { readIndexBody, readIndexOptions, readMethod } from '../elements/index-definition.ts'
import type { TokenCursor } from '../token-cursor.ts'
import { readWait } from './alter-table.ts'

/** `[UNIQUE | FULLTEXT | SPATIAL | VECTOR] INDEX …`; undefined where something else is created. */
export function readCreateIndex(cursor: TokenCursor, orReplace: boolean): readonly Operation[] | undefined {
  cursor.takeOneOf('ONLINE', 'OFFLINE')
  const isIndex = cursor.isWord(1, 'INDEX')
  const variety = isIndex ? cursor.takeOneOf('UNIQUE', 'FULLTEXT', 'SPATIAL', 'VECTOR') : undefined
  if (!cursor.take('INDEX')) return undefined
  const ifNotExists = cursor.take('IF', 'NOT', 'EXISTS')
  const name = cursor.identifier()
  const method = readMethod(cursor) ?? (variety === 'VECTOR' ? 'vector' : undefined)
  cursor.expect('ON')
  const table = cursor.objectName()
  readWait(cursor)
  const index = readIndexBody(cursor, {
    table,
    name,
    unique: variety === 'UNIQUE',
    ...(method === undefined ? {} : { method }),
    ...(variety === 'FULLTEXT' || variety === 'SPATIAL'
      ? { variant: variety === 'FULLTEXT' ? 'fulltext' : 'spatial' }
      : {}),
  })
  readWait(cursor)
  readBuildOptions(cursor)
  readIndexOptions(cursor)
  return [{ kind: 'create-index', index, concurrently: false, ifNotExists, orReplace, only: false }]
}
