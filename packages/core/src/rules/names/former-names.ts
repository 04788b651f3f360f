import type { ObjectName } from '../../operations/column.ts'
import { earlierSteps, isBefore, renamesTo } from '../../schema/find-steps.ts'
import type { ReplayedScript, Step } from '../../schema/replay.ts'
import { sameColumn } from './known-columns.ts'

export interface NamedColumn {
  readonly table: ObjectName
  readonly column: string
}

/** What the script itself has called a column and its table before it renames them. */
export function formerNames(
  { table, column }: NamedColumn,
  step: Step,
  { steps }: ReplayedScript,
): readonly NamedColumn[] {
  const { before } = step
  const oldColumn =
    earlierSteps(steps, step, table, 'rename-column').find(({ operation }) =>
      sameColumn(before, operation.to, column),
    )?.operation.column ?? column
  const oldTable = renamesTo(steps, table).find(each => isBefore(steps, each, step))?.operation.table
  const inOldTable =
    oldTable === undefined
      ? []
      : [
          oldColumn,
          ...earlierSteps(steps, step, oldTable, 'rename-column')
            .filter(({ operation }) => sameColumn(before, operation.to, oldColumn))
            .map(({ operation }) => operation.column),
        ].map(name => ({ table: oldTable, column: name }))
  return [...(oldColumn === column ? [] : [{ table, column: oldColumn }]), ...inOldTable]
}
