import type { ObjectName } from '../../operations/column.ts'
import { isBefore, type StepOf, stepsOf } from '../../schema/find-steps.ts'
import { oncePer } from '../../schema/once-per.ts'
import type { Step } from '../../schema/replay.ts'
import { sameColumn } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'

/** The script's last foreign key to the table, where it stands behind the key and is to these columns. */
export function neededBehind(
  table: ObjectName,
  columns: readonly string[],
  { replayedScript: { steps }, step, before }: Pick<OperationContext, 'replayedScript' | 'step' | 'before'>,
): Step | undefined {
  const last = lastReferences(steps).get(before.semantics.objectKey(table))
  const { constraint } = last?.operation ?? {}
  if (last === undefined || constraint?.type !== 'foreign-key' || !isBefore(steps, step, last))
    return undefined
  const to = constraint.references.columns
  const isToKey =
    to.length === columns.length && to.every(one => columns.some(each => sameColumn(before, one, each)))
  return to.length === 0 || isToKey ? last : undefined
}

const lastReferences = oncePer((steps: readonly Step[]) => {
  const last = new Map<string, StepOf<'add-constraint'>>()
  for (const step of stepsOf(steps, 'add-constraint')) {
    const { constraint } = step.operation
    if (constraint.type === 'foreign-key')
      last.set(step.before.semantics.objectKey(constraint.references.table), step)
  }
  return last
})
