import type { Operation } from '../../../operations/operation.ts'
import { readDefault } from '../elements/default-value.ts'
import type { TokenCursor } from '../token-cursor.ts'
import type { AlteredTable } from './altered-table.ts'

/** After ALTER: a column's default or visibility, an index's visibility, whether a check is enforced. */
export function readAlterAction(cursor: TokenCursor, { table }: AlteredTable): readonly Operation[] {
  if (cursor.takeOneOf('INDEX', 'KEY')) return readIndexVisibility(cursor, table)
  if (cursor.takeOneOf('CHECK', 'CONSTRAINT')) return readEnforcement(cursor, table)
  cursor.take('COLUMN')
  cursor.take('IF', 'EXISTS')
  const column = cursor.identifier()
  if (cursor.take('SET', 'DEFAULT')) {
    return [{ kind: 'set-default', table, column, default: readDefault(cursor) }]
  }
  if (cursor.take('DROP', 'DEFAULT')) return [{ kind: 'drop-default', table, column }]
  cursor.expect('SET')
  const value = cursor.expectOneOf('VISIBLE', 'INVISIBLE').toLowerCase()
  return [{ kind: 'set-column-option', table, column, option: 'visibility', value }]
}

/** VISIBLE and INVISIBLE (MySQL 8), NOT IGNORED and IGNORED (MariaDB 10.6). */
function readIndexVisibility(cursor: TokenCursor, table: string): readonly Operation[] {
  cursor.take('IF', 'EXISTS')
  const name = cursor.identifier()
  const change = cursor.take('NOT', 'IGNORED')
    ? 'visible'
    : cursor.expectOneOf('VISIBLE', 'INVISIBLE', 'IGNORED') === 'VISIBLE'
      ? 'visible'
      : 'invisible'
  return [{ kind: 'alter-object', objectType: 'other', name, table, change }]
}

function readEnforcement(cursor: TokenCursor, table: string): readonly Operation[] {
  const name = cursor.identifier()
  const isEnforced = !cursor.take('NOT', 'ENFORCED')
  if (isEnforced) cursor.expect('ENFORCED')
  const change = isEnforced ? 'enforced' : 'not enforced'
  return [{ kind: 'alter-object', objectType: 'other', name, table, change }]
}
