import type { Operation } from '../../../operations/operation.ts'
import { readCharsetName } from '../elements/data-type.ts'
import type { TokenCursor } from '../token-cursor.ts'
import type { AlteredTable } from './altered-table.ts'

/** After CONVERT: `TO CHARACTER SET charset [COLLATE collation]` */
export function readConvertAction(cursor: TokenCursor, { table }: AlteredTable): readonly Operation[] {
  cursor.expect('TO')
  if (!cursor.take('CHARSET') && !cursor.take('CHAR', 'SET')) cursor.expect('CHARACTER', 'SET')
  cursor.takeSymbol('=')
  const charset = readCharsetName(cursor)
  const collation = cursor.take('COLLATE') ? readCollation(cursor) : undefined
  return [{ kind: 'convert-charset', table, charset, ...(collation === undefined ? {} : { collation }) }]
}

function readCollation(cursor: TokenCursor): string {
  cursor.takeSymbol('=')
  return readCharsetName(cursor)
}
