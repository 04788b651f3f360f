import type { Operation } from '../../../operations/operation.ts'
import { readAccount } from '../elements/account.ts'
import type { TokenCursor } from '../token-cursor.ts'
import { readWait } from './alter-table.ts'

/** `RENAME TABLE a TO b, c TO d` and `RENAME USER …` */
export function readRename(cursor: TokenCursor): readonly Operation[] {
  cursor.expect('RENAME')
  if (cursor.take('USER')) return cursor.separated(renameAccount)
  cursor.expectOneOf('TABLE', 'TABLES')
  cursor.take('IF', 'EXISTS')
  return cursor.separated(renameTable)
}

function renameTable(cursor: TokenCursor): Operation {
  const table = cursor.objectName()
  readWait(cursor)
  cursor.expect('TO')
  return { kind: 'rename-table', table, to: cursor.objectName() }
}

function renameAccount(cursor: TokenCursor): Operation {
  const name = readAccount(cursor)
  cursor.expect('TO')
  return { kind: 'rename-object', objectType: 'role', name, to: readAccount(cursor) }
}
