import type { ObjectName } from '../../operations/column.ts'
import { earlierSteps, type StepOf, stepsOn } from '../../schema/find-steps.ts'
import { findTable } from '../../schema/lookup.ts'
import type { Step } from '../../schema/replay.ts'
import type { OperationContext } from '../rule.ts'

/** Has a rebuild of this deploy added the column, and filled it from none of the old ones? Then it holds nothing from before. */
export function isAddedByRebuild(
  table: ObjectName,
  column: string,
  { deploySteps, step, before }: Pick<OperationContext, 'deploySteps' | 'step' | 'before'>,
): boolean {
  return earlierSteps(deploySteps, step, table, 'drop-table').some(rebuild =>
    addedWith(rebuild, deploySteps).has(before.semantics.columnKey(column)),
  )
}

function addedWith({ operation, before }: StepOf<'drop-table'>, steps: readonly Step[]): ReadonlySet<string> {
  const { replacedBy } = operation
  const old = findTable(before, operation.table)
  const made = replacedBy === undefined ? undefined : findTable(before, replacedBy)
  if (replacedBy === undefined || old?.complete !== true || made === undefined) return new Set()
  const { columnKey } = before.semantics
  const filled = new Set(
    stepsOn(steps, replacedBy, 'insert-rows').flatMap(({ operation: copy }) =>
      copy.columns.length === 0
        ? [...made.columns.keys()]
        : copy.columns.flatMap((name, place) =>
            isConstant(copy.copiesFrom?.expressions[place]) ? [] : [columnKey(name)],
          ),
    ),
  )
  return new Set([...made.columns.keys()].filter(key => !old.columns.has(key) && !filled.has(key)))
}

function isConstant(text: string | undefined): boolean {
  return /^\s*(?:'[^']*'|-?\d+(?:\.\d+)?|null|true|false)\s*$/i.test(text ?? '')
}
