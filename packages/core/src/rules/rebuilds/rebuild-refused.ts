import type { ObjectName } from '../../operations/column.ts'
import { bodiesNaming } from '../../schema/bodies.ts'
import { viewsReading } from '../../schema/find-objects.ts'
import { isBefore, stepsOf } from '../../schema/find-steps.ts'
import type { NamedObject } from '../../schema/schema-state.ts'
import { sameObject } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'

/**
 * The views, and the triggers of other tables, for which SQLite refuses to give the new table of a rebuild the name of
 * the old one: it reads the whole schema before a rename, and they name a table that is not there at that moment.
 * Measured: SQLite 3.40 and 3.50, error in view people: no such table; with PRAGMA legacy_alter_table = ON it does not.
 */
export function refusingRebuild(table: ObjectName, context: OperationContext): readonly NamedObject[] {
  const { replayedScript, step, traits } = context
  const { steps } = replayedScript
  const rename = stepsOf(steps, 'rename-table').find(
    each =>
      each.operation.completesRebuild === true &&
      isBefore(steps, step, each) &&
      sameObject(each.before, each.operation.to, table),
  )
  if (rename === undefined || traits.altersByRebuild !== true) return []
  const { before } = rename
  if (before.sessionVariables?.get('legacy_alter_table') === '1') return []
  return [
    ...viewsReading(before, table).filter(({ type }) => type === 'view'),
    ...bodiesNaming(before, table).filter(
      ({ type, table: on }) => type === 'trigger' && on !== undefined && !sameObject(before, on, table),
    ),
  ]
}
