import type { ObjectName } from '../../operations/column.ts'
import type { Operation } from '../../operations/operation.ts'
import { isBefore, renamesTo, type StepOf, stepsOf, stepsOn } from '../../schema/find-steps.ts'
import { oncePer } from '../../schema/once-per.ts'
import type { Step } from '../../schema/replay.ts'
import type { OperationContext } from '../rule.ts'
import { inTransactionOf, isRolledBack } from '../scripts/transaction-state.ts'
import { isRequired } from '../types/is-required.ts'

type Place = Pick<
  OperationContext,
  'traits' | 'replayedScript' | 'deploySteps' | 'step' | 'statement' | 'direction'
>

/** The deploy adds a NOT NULL column without a default, which the server refuses where the table has a row: it has run by
 * now, or what this transaction does is taken back with it. Either way no row of production is lost here. */
export function provenEmptyBy(table: ObjectName, context: Place): StepOf<'add-column'> | undefined {
  const { deploySteps, replayedScript, step, direction } = context
  if (direction === 'down') return undefined
  return (
    refusing(deploySteps, table, context).find(
      each =>
        isBefore(deploySteps, each, step) &&
        !isRolledBack(deploySteps, each, step) &&
        !isFilledBetween(deploySteps, table, each, step),
    ) ?? refusedLater(table, replayedScript.steps, context)
  )
}

function refusing(
  steps: readonly Step[],
  table: ObjectName,
  { traits }: Place,
): readonly StepOf<'add-column'>[] {
  return stepsOn(steps, table, 'add-column').filter(
    ({ operation }) =>
      isRequired(operation) &&
      operation.ifNotExists !== true &&
      operation.ifTableExists !== true &&
      (operation.conditions ?? []).length === 0 &&
      traits.addRequiredColumn(operation.column) === 'fails',
  )
}

/** What fails later in the transaction where the table has a row. A DELETE before it may be what makes it pass. */
export function refusedLater(
  table: ObjectName,
  steps: readonly Step[],
  context: Place,
): StepOf<'add-column'> | undefined {
  const { replayedScript, step, statement, traits } = context
  if (!traits.transactionalDdl) return undefined
  const all = refusing(steps, table, context).filter(each => isBefore(steps, step, each))
  if (all.length === 0 || takingRows.has(step.operation.kind)) return undefined
  const { later } = inTransactionOf(replayedScript.script, steps, step, all)
  const first = all.find(each => each.statement === statement) ?? later[0]
  if (first === undefined) return undefined
  const start = steps[0]
  const isUntouched =
    stepsOf(steps, 'delete-rows', 'truncate-table').every(each => isBefore(steps, first, each)) &&
    start !== undefined &&
    !isFilledBetween(steps, table, start, first)
  return isUntouched ? first : undefined
}

const takingRows: ReadonlySet<Operation['kind']> = new Set(['delete-rows', 'truncate-table'])

function isFilledBetween(steps: readonly Step[], table: ObjectName, first: Step, last: Step): boolean {
  return [
    ...stepsOn(steps, table, 'insert-rows', 'change-partitions', 'create-table'),
    ...renamesTo(steps, table),
    ...unseen(steps),
  ].some(each => !isBefore(steps, each, first) && isBefore(steps, each, last))
}

/** What cannot be seen may put rows in. */
const unseen = oncePer((steps: readonly Step[]) =>
  stepsOf(steps, 'unreadable', 'run-code').filter(
    ({ operation }) => operation.kind === 'unreadable' || operation.dynamic,
  ),
)
