import type { ObjectName } from '../../operations/column.ts'
import { isBefore, renamesTo, stepsOf, stepsOn } from '../../schema/find-steps.ts'
import { oncePer } from '../../schema/once-per.ts'
import type { ReplayedScript, Step } from '../../schema/replay.ts'
import { columnIn, sameColumn } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import { isFilledInside } from './filled-inside.ts'
import { holdsConstant } from './same-in-every-row.ts'

/** The deploy itself has made the table, and no statement since has given the column a value: every row has what the
 * definition says, which can be given again. */
export function holdsDefaultsOnly(table: ObjectName, column: string, context: OperationContext): boolean {
  const { deploySteps, deployScripts, step, before, isMade, direction } = context
  const known = columnIn(before, table, column)
  if (direction === 'down' || !isMade(table) || known === undefined || hasCode(deployScripts)) return false
  if (known.default !== undefined && !holdsConstant(known)) return false
  if (known.generated !== undefined || known.autoIncrement !== undefined) return false
  const [made, ...others] = stepsOn(deploySteps, table, 'create-table')
  if (made === undefined || others.length > 0 || made.operation.asSelect === true) return false
  if (renamesTo(deploySteps, table).length > 0 || isFilledInside(before, table, column)) return false
  const isSince = (each: Step): boolean =>
    isBefore(deploySteps, made, each) && isBefore(deploySteps, each, step)
  const mayFill = stepsOn(
    deploySteps,
    table,
    'insert-rows',
    'update-rows',
    'change-column',
    'rename-column',
    'change-partitions',
  ).filter(isSince)
  return (
    !unseen(deploySteps).some(isSince) &&
    mayFill.every(({ operation }) => {
      if (operation.kind !== 'insert-rows' && operation.kind !== 'update-rows') return false
      return operation.columns.length > 0 && !operation.columns.some(each => sameColumn(before, each, column))
    })
  )
}

/** What cannot be seen may fill it, and so may what runs on each row. */
const unseen = oncePer((steps: readonly Step[]) =>
  stepsOf(steps, 'unreadable', 'run-code', 'create-object').filter(({ operation }) =>
    operation.kind === 'run-code'
      ? operation.dynamic
      : operation.kind === 'unreadable' ||
        operation.objectType === 'trigger' ||
        operation.objectType === 'rule',
  ),
)

/** Code fills rows in loops over what it has read, which may have been nothing. */
const hasCode = oncePer((scripts: readonly ReplayedScript[]) =>
  scripts.some(({ script }) => !/\.(?:sql|xml|ya?ml|json)$/i.test(script.file)),
)
