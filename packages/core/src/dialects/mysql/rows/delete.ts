import type { ObjectName } from '../../../operations/column.ts'
import type { Operation } from '../../../operations/operation.ts'
import type { TokenCursor } from '../token-cursor.ts'
import { catalogChange } from './catalog-change.ts'
import { type FilterText, readFilter } from './filter.ts'
import { readRowSource, tableOf } from './row-source.ts'

/** DELETE in its three forms: `FROM t`, `t, u FROM …` and `FROM t, u USING …`. */
export function readDelete(cursor: TokenCursor): readonly Operation[] {
  cursor.expect('DELETE')
  while (cursor.takeOneOf('LOW_PRIORITY', 'QUICK', 'IGNORE'));
  // MariaDB: rows of a system-versioned table's past.
  if (cursor.take('HISTORY', 'FROM')) return deleteHistory(cursor)
  if (!cursor.take('FROM')) return deleteTargets(cursor, cursor.separated(readTarget), 'FROM')
  const isMultiple = endsTargets(cursor)
  if (isMultiple) return deleteTargets(cursor, cursor.separated(readTarget), 'USING')
  return deleteFromOne(cursor)
}

/** `t1.*, t2 USING` stands ahead, not one table. */
function endsTargets(cursor: TokenCursor): boolean {
  const look = cursor.between(cursor.position, Number.POSITIVE_INFINITY)
  if (!look.startsIdentifier()) return false
  look.separated(item => (item.startsIdentifier() ? readTarget(item) : ''))
  return look.isAt('USING')
}

/** `t`, `db.t`, `t.*` */
function readTarget(cursor: TokenCursor): string {
  const parts = [cursor.identifier()]
  while (cursor.takeSymbol('.')) if (!cursor.takeSymbol('*')) parts.push(cursor.identifier())
  return parts.join('.')
}

function deleteTargets(
  cursor: TokenCursor,
  targets: readonly string[],
  before: 'FROM' | 'USING',
): readonly Operation[] {
  cursor.expect(before)
  const source = readRowSource(
    cursor,
    item => item.isAt('WHERE') || item.isAt('ORDER', 'BY') || item.isAt('LIMIT'),
  )
  if (source.tables.length === 0) cursor.fail()
  const filter = readFilter(cursor, source.joinLimits)
  return targets.flatMap(target => deleteRows(tableOf(source, target), filter))
}

function deleteFromOne(cursor: TokenCursor): readonly Operation[] {
  const source = readRowSource(
    cursor,
    item => /^(?:WHERE|LIMIT|RETURNING)$/.test(item.keyword()) || item.isAt('ORDER', 'BY'),
  )
  const [first, ...others] = source.tables
  if (!first || others.length > 0) cursor.fail()
  return deleteRows(first.table, readFilter(cursor, false))
}

function deleteHistory(cursor: TokenCursor): readonly Operation[] {
  const table = cursor.objectName()
  const filter = cursor.atEnd ? 'absent' : 'present'
  cursor.rest()
  return [{ kind: 'delete-rows', table, filter }]
}

function deleteRows(table: ObjectName, filter: FilterText): readonly Operation[] {
  return [{ kind: 'delete-rows', table, ...filter }, ...catalogChange(table)]
}
