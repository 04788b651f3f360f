import type { ObjectName } from '../../../operations/column.ts'
import type { Operation } from '../../../operations/operation.ts'

/** Rows of the database `mysql` are accounts, privileges, routines and events (MySQL 8.0 manual, 7.3). */
export function catalogChange(table: ObjectName): readonly Operation[] {
  if (!/^`?mysql`?\./i.test(table)) return []
  const reason = 'what a change of a system table does is not seen'
  return [{ kind: 'unreadable', level: 'partial', reason, verb: 'Change of catalog', object: table }]
}
