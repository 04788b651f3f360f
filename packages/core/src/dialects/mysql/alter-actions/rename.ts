import type { Operation } from '../../../operations/operation.ts'
import type { TokenCursor } from '../token-cursor.ts'
import type { AlteredTable } from './altered-table.ts'

/** After RENAME: a column, an index, or the table. */
export function readRenameAction(cursor: TokenCursor, { table }: AlteredTable): readonly Operation[] {
  if (cursor.take('COLUMN')) {
    cursor.take('IF', 'EXISTS')
    return [{ kind: 'rename-column', table, ...readNames(cursor) }]
  }
  if (cursor.takeOneOf('INDEX', 'KEY')) {
    cursor.take('IF', 'EXISTS')
    const { column: name, to } = readNames(cursor)
    return [{ kind: 'rename-index', name, to, table }]
  }
  if (!cursor.takeOneOf('TO', 'AS')) cursor.takeSymbol('=')
  return [{ kind: 'rename-table', table, to: cursor.objectName() }]
}

function readNames(cursor: TokenCursor): { readonly column: string; readonly to: string } {
  const column = cursor.identifier()
  cursor.expect('TO')
  return { column, to: cursor.identifier() }
}
