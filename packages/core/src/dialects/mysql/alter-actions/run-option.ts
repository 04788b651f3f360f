import type { Operation } from '../../../operations/operation.ts'
import { readBuildOptions } from '../elements/build-options.ts'
import type { TokenCursor } from '../token-cursor.ts'
import type { AlteredTable } from './altered-table.ts'

/** Actions that say how to run, or that touch the table as a whole; undefined where none stands. */
export function readRunOption(
  cursor: TokenCursor,
  { table }: AlteredTable,
): readonly Operation[] | undefined {
  if (cursor.isAt('ALGORITHM') || cursor.isAt('LOCK')) {
    readBuildOptions(cursor)
    return []
  }
  if (cursor.take('WITH', 'VALIDATION') || cursor.take('WITHOUT', 'VALIDATION')) return []
  const set = (option: string, value: string): readonly Operation[] => [
    { kind: 'set-table-option', table, option, value },
  ]
  if (cursor.take('FORCE')) return set('force', 'yes')
  if (cursor.take('DISABLE', 'KEYS')) return set('keys', 'disabled')
  if (cursor.take('ENABLE', 'KEYS')) return set('keys', 'enabled')
  // The file with the rows is deleted (measured: MariaDB 10.11; MySQL 8.0 manual 17.6.1.3).
  if (cursor.take('DISCARD', 'TABLESPACE'))
    return [
      ...set('discard tablespace', 'yes'),
      { kind: 'truncate-table', table, cascade: false, restartIdentity: false },
    ]
  if (cursor.take('IMPORT', 'TABLESPACE')) return set('import tablespace', 'yes')
  if (cursor.take('SECONDARY_LOAD')) return set('secondary engine', 'load')
  if (cursor.take('SECONDARY_UNLOAD')) return set('secondary engine', 'unload')
  if (cursor.take('ORDER', 'BY')) return set('order by', readOrder(cursor))
  return undefined
}

/** Its commas belong to it: the server takes ORDER BY as the last action. */
function readOrder(cursor: TokenCursor): string {
  const start = cursor.position
  cursor.separated(item => {
    item.objectName()
    item.takeOneOf('ASC', 'DESC')
  })
  return cursor.textSince(start)
}
