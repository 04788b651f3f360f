import type { ObjectName } from '../../operations/column.ts'
import type { OperationOf } from '../../operations/operation.ts'
import { isBefore, stepsOn } from '../../schema/find-steps.ts'
import { oncePer } from '../../schema/once-per.ts'
import type { Step } from '../../schema/replay.ts'
import { archiveName } from '../names/archive-name.ts'
import type { OperationContext } from '../rule.ts'

type Asks = (operation: OperationOf<'delete-rows'>, context: OperationContext) => boolean

/** Is the archive of the table made by what is suggested for an earlier DELETE of the script? */
export function isArchivedBefore(table: ObjectName, context: OperationContext, makesArchive: Asks): boolean {
  const { replayedScript, step, before } = context
  const { steps } = replayedScript
  const key = before.semantics.objectKey(table)
  const known = firstArchived(steps)
  if (!known.has(key)) {
    const first = stepsOn(steps, table, 'delete-rows').find(each =>
      makesArchive(each.operation, {
        ...context,
        step: each,
        statement: each.statement,
        before: each.before,
        after: each.after,
      }),
    )
    known.set(key, first)
  }
  const first = known.get(key)
  return first !== undefined && isBefore(steps, first, step)
}

/** Of what this script deletes: each of the deploy that takes rows out of the table keeps them in one of its own. */
export function archiveOfRows(table: ObjectName, context: OperationContext): ObjectName {
  const { deployScripts, replayedScript, traits } = context
  const earlier = deployScripts.slice(0, Math.max(deployScripts.indexOf(replayedScript), 0))
  const deleting = earlier.filter(
    ({ steps }) => stepsOn(steps, table, 'delete-rows', 'truncate-table').length > 0,
  )
  return archiveName(table, traits, undefined, { number: deleting.length + 1 })
}

/** Thousands of DELETEs of a table ask for the same one. */
const firstArchived = oncePer((_steps: readonly Step[]) => new Map<string, Step | undefined>())
