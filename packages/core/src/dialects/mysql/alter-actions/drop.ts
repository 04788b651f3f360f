import type { Operation } from '../../../operations/operation.ts'
import type { TokenCursor } from '../token-cursor.ts'
import type { AlteredTable } from './altered-table.ts'

/** After DROP. */
export function readDropAction(cursor: TokenCursor, { table }: AlteredTable): readonly Operation[] {
  if (cursor.take('PRIMARY', 'KEY')) {
    return [{ kind: 'drop-constraint', table, type: 'primary-key', ifExists: false, cascade: false }]
  }
  if (cursor.take('FOREIGN', 'KEY')) return dropConstraint(cursor, table, 'foreign-key')
  if (cursor.take('CHECK')) return dropConstraint(cursor, table, 'check')
  if (cursor.take('CONSTRAINT')) return dropConstraint(cursor, table)
  if (cursor.takeOneOf('INDEX', 'KEY')) {
    const ifExists = cursor.take('IF', 'EXISTS')
    if (cursor.isSymbol('(')) cursor.fail('DROP KEY takes the name of the key')
    return [
      { kind: 'drop-index', name: cursor.identifier(), table, concurrently: false, ifExists, cascade: false },
    ]
  }
  if (cursor.take('SYSTEM', 'VERSIONING')) {
    return [{ kind: 'set-table-option', table, option: 'system_versioning', value: 'no' }]
  }
  if (cursor.isAt('PERIOD', 'FOR') || cursor.isAt('PERIOD', 'IF')) return dropPeriod(cursor, table)
  cursor.take('COLUMN')
  const ifExists = cursor.take('IF', 'EXISTS')
  const column = cursor.identifier()
  cursor.takeOneOf('CASCADE', 'RESTRICT')
  return [{ kind: 'drop-column', table, column, ifExists, cascade: false }]
}

function dropConstraint(
  cursor: TokenCursor,
  table: string,
  type?: 'foreign-key' | 'check',
): readonly Operation[] {
  const ifExists = cursor.take('IF', 'EXISTS')
  const name = cursor.isAt('PRIMARY') ? cursor.next().text : cursor.identifier()
  return [{ kind: 'drop-constraint', table, name, ...(type ? { type } : {}), ifExists, cascade: false }]
}

function dropPeriod(cursor: TokenCursor, table: string): readonly Operation[] {
  cursor.expect('PERIOD')
  cursor.take('IF', 'EXISTS')
  cursor.expect('FOR')
  cursor.identifier()
  return [{ kind: 'set-table-option', table, option: 'period', value: '' }]
}
