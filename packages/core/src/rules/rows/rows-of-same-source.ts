import type { ObjectName } from '../../operations/column.ts'
import { isBefore, stepsOf, stepsOn } from '../../schema/find-steps.ts'
import type { Step } from '../../schema/replay.ts'
import { movesRows, takesOthersAlong } from '../deploy/batch-tables.ts'
import { sourcesOf } from '../deploy/copy-sources.ts'
import { placeWithFile } from '../deploy/later-in-deploy.ts'
import type { OperationContext } from '../rule.ts'

/** Where the deploy puts the first rows into a table of its own, if the refill reads all the tables that its rows come from,
 * and the deploy has taken nothing out of those since. */
export function rowsOfSameSource(
  table: ObjectName,
  refill: Step,
  context: OperationContext,
): string | undefined {
  const { deploySteps, step, direction, isMade } = context
  if (direction === 'down' || !isMade(table)) return undefined
  const fills = stepsOn(deploySteps, table, 'insert-rows', 'create-table').filter(
    each =>
      isBefore(deploySteps, each, step) &&
      (each.operation.kind === 'insert-rows' || each.operation.asSelect === true),
  )
  const [first] = fills
  const again = keysRead(refill, table)
  if (first === undefined || again === undefined) return undefined
  const isSame = fills.every(
    each => !movesRows(each) && keysRead(each, table)?.every(key => again.includes(key)),
  )
  return isSame && !hasTakenOut(first, again, context) ? placeWithFile(first, context) : undefined
}

/** Undefined where it reads none, or what nobody can tell. */
function keysRead(filling: Step, table: ObjectName): readonly string[] | undefined {
  const sources = sourcesOf(filling)
  if (sources === 'unknown') return undefined
  const own = filling.before.semantics.objectKey(table)
  const others = [...sources].filter(key => key !== own)
  return others.length === 0 ? undefined : others
}

/** What it writes into columns that it has added is its own. */
function hasTakenOut(
  first: Step,
  keys: readonly string[],
  { deploySteps, step, isNewColumn }: OperationContext,
): boolean {
  return stepsOf(deploySteps, ...taking).some(each => {
    if (!isBefore(deploySteps, first, each) || !isBefore(deploySteps, each, step)) return false
    const { operation, before } = each
    if (!('table' in operation) || operation.table === undefined) return true
    const { table } = operation
    const isRead = keys.includes(before.semantics.objectKey(table))
    if (operation.kind === 'update-rows') {
      const isOwn = operation.columns.length > 0 && operation.columns.every(each => isNewColumn(table, each))
      return isRead && !isOwn
    }
    return isRead || (removing.has(operation.kind) && takesOthersAlong(each))
  })
}

const taking = [
  'delete-rows',
  'truncate-table',
  'drop-table',
  'rename-table',
  'update-rows',
  'drop-column',
  'change-column',
  'change-column-type',
  'change-partitions',
  'unreadable',
] as const

const removing: ReadonlySet<string> = new Set(['delete-rows', 'truncate-table', 'drop-table'])
