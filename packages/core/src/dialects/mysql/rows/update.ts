import type { ObjectName } from '../../../operations/column.ts'
import type { Operation } from '../../../operations/operation.ts'
import type { TokenCursor } from '../token-cursor.ts'
import { type Assignment, readAssignments } from './assignments.ts'
import { catalogChange } from './catalog-change.ts'
import { readFilter } from './filter.ts'
import { type RowSource, readRowSource, tableOf } from './row-source.ts'

/** UPDATE of one table, or of several: one operation for each table that has columns assigned. */
export function readUpdate(cursor: TokenCursor): readonly Operation[] {
  cursor.expect('UPDATE')
  while (cursor.takeOneOf('LOW_PRIORITY', 'IGNORE'));
  const source = readRowSource(cursor, item => item.isAt('SET'))
  if (source.tables.length === 0) cursor.fail()
  cursor.expect('SET')
  const assignments = readAssignments(cursor)
  const filter = readFilter(cursor, source.joinLimits)
  return [...byTable(assignments, source)].flatMap(([table, own]): readonly Operation[] => [
    {
      kind: 'update-rows',
      table,
      columns: own.map(assignment => assignment.column),
      ...filter,
      assignments: Object.fromEntries(own.map(({ column, value }) => [column, value])),
    },
    ...catalogChange(table),
  ])
}

/** A column without a table in front belongs to the first: without the schema nothing better is known. */
function byTable(
  assignments: readonly Assignment[],
  source: RowSource,
): ReadonlyMap<ObjectName, readonly Assignment[]> {
  const groups = new Map<ObjectName, Assignment[]>()
  for (const assignment of assignments) {
    const { qualifier } = assignment
    const table = qualifier === undefined ? (source.tables[0]?.table ?? '') : tableOf(source, qualifier)
    const group = groups.get(table)
    if (group) group.push(assignment)
    else groups.set(table, [assignment])
  }
  return groups
}
