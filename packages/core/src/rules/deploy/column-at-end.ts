import type { ObjectName } from '../../operations/column.ts'
import { columnKeyOf } from '../../schema/column-key.ts'
import { isBefore, type StepOf, stepsOf } from '../../schema/find-steps.ts'
import { oncePer } from '../../schema/once-per.ts'
import type { Step } from '../../schema/replay.ts'
import { laterInDeploy, type Place } from './later-in-deploy.ts'

/** What the deploy does with the column later: another name, or a drop, with its table or alone. */
export function lastNameOf(
  table: ObjectName,
  to: string,
  context: Place,
):
  | {
      readonly name: string
      readonly gone?: Step
      /** The last statement that gives it another name, or drops it. */
      readonly by: Step
    }
  | undefined {
  const { deploySteps, step } = context
  const gone = laterInDeploy(table, context, 'drop-table').find(
    ({ operation }) => operation.replacedBy === undefined,
  )
  if (gone !== undefined) return { name: to, gone, by: gone }
  const next = changesOfColumn(deploySteps, table, to).find(each => isBefore(deploySteps, step, each))
  if (next === undefined) return undefined
  const { operation } = next
  if (operation.kind === 'drop-column') return { name: to, gone: next, by: next }
  return lastNameOf(table, operation.to, { ...context, step: next }) ?? { name: operation.to, by: next }
}

function changesOfColumn(
  steps: readonly Step[],
  table: ObjectName,
  column: string,
): readonly StepOf<'rename-column' | 'drop-column'>[] {
  const [{ before } = {}] = steps
  return (before && changesByColumn(steps).get(columnKeyOf(table, column, before.semantics))) ?? []
}

const changesByColumn = oncePer((steps: readonly Step[]) => {
  const changes = new Map<string, StepOf<'rename-column' | 'drop-column'>[]>()
  for (const step of stepsOf(steps, 'rename-column', 'drop-column')) {
    const key = columnKeyOf(step.operation.table, step.operation.column, step.before.semantics)
    const known = changes.get(key)
    if (known === undefined) changes.set(key, [step])
    else known.push(step)
  }
  return changes
})
