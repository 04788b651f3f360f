import type { Operation } from '../../../operations/operation.ts'
import type { TokenCursor } from '../token-cursor.ts'
import { readWait } from './alter-table.ts'

/** `TRUNCATE [TABLE] t`; the AUTO_INCREMENT counter starts anew (MySQL 8.0 manual 15.1.37). */
export function readTruncate(cursor: TokenCursor): readonly Operation[] {
  cursor.expect('TRUNCATE')
  cursor.take('TABLE')
  const table = cursor.objectName()
  readWait(cursor)
  return [{ kind: 'truncate-table', table, cascade: false, restartIdentity: true }]
}
