import type { ObjectName } from '../../operations/column.ts'
import type { OperationKind } from '../../operations/operation.ts'
import { isBefore, placeOf, renamesTo, stepsOf, stepsOn } from '../../schema/find-steps.ts'
import { referencesTo } from '../../schema/references.ts'
import type { ReplayedScript, Step } from '../../schema/replay.ts'
import { placeWithFile } from '../deploy/later-in-deploy.ts'
import type { OperationContext } from '../rule.ts'

/** Where code of pending migrations has put rows into a table that the deploy makes, all of them made from tables that have
 * lost nothing since. */
export function filledByCode(table: ObjectName, context: OperationContext): string | undefined {
  const { deploySteps, deployScripts, step, direction, isMade } = context
  if (direction === 'down' || !isMade(table)) return undefined
  // The rebuild of a table keeps its rows.
  if (renamesTo(deploySteps, table).some(({ operation }) => operation.completesRebuild !== true))
    return undefined
  const fills = stepsOn(deploySteps, table, 'insert-rows', 'create-table').filter(
    each =>
      isBefore(deploySteps, each, step) &&
      (each.operation.kind === 'insert-rows' || each.operation.asSelect === true),
  )
  const [first] = fills
  if (first === undefined || !fills.every(isOfCode)) return undefined
  const scripts = deployScripts.filter(({ steps }) => fills.some(each => placeOf(steps, each) !== -1))
  return scripts.some(script => hasLostRows(script, context)) ? undefined : placeWithFile(first, context)
}

/** Rows that code has made; SQLite takes several as `SELECT 1 AS id UNION ALL SELECT 2`. */
function isOfCode({ statement, operation }: Step): boolean {
  return (
    statement.reading === 'recorded' &&
    operation.kind === 'insert-rows' &&
    !/\b(?:from|join)\b/i.test(statement.text)
  )
}

const taking: readonly OperationKind[] = [
  'delete-rows',
  'truncate-table',
  'drop-table',
  'update-rows',
  'drop-column',
  'change-column',
  'change-column-type',
  'change-partitions',
]

/** What the code of a migration knows it has read there: has anything gone out of these tables from then on? */
function hasLostRows({ steps }: ReplayedScript, { deploySteps, step, before }: OperationContext): boolean {
  const [start] = steps
  const reads = stepsOf(steps, 'read-rows')
  if (start === undefined || reads.some(({ operation }) => operation.tables.length === 0)) return true
  const read = new Set(reads.flatMap(({ operation }) => operation.tables.map(before.semantics.objectKey)))
  return stepsOf(deploySteps, ...taking, 'unreadable', 'run-code').some(each => {
    if (isBefore(deploySteps, each, start) || !isBefore(deploySteps, each, step)) return false
    const { operation } = each
    if (operation.kind === 'drop-table' && operation.replacedBy !== undefined) return false
    if (!('table' in operation) || operation.table === undefined) {
      return operation.kind !== 'run-code' || operation.dynamic
    }
    return read.has(before.semantics.objectKey(operation.table)) || takesOthersAlong(each, operation.table)
  })
}

function takesOthersAlong({ operation, before }: Step, table: ObjectName): boolean {
  if ('cascade' in operation && operation.cascade === true) return true
  const takesRows = operation.kind === 'delete-rows' || operation.kind === 'drop-table'
  return takesRows && referencesTo(before, table).some(({ foreignKey }) => foreignKey.onDelete === 'cascade')
}
