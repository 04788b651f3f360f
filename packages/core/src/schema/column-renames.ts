import type { ObjectName } from '../operations/column.ts'
import { columnKeyOf } from './column-key.ts'
import { isBefore, type StepOf, stepsOf, stepsOn } from './find-steps.ts'
import { oncePer } from './once-per.ts'
import type { Step } from './replay.ts'

export type ColumnRename = StepOf<'rename-column' | 'change-column'>

/** The last step that gave a column of the table this name, of all or of those before this one. */
export function renameTo(
  steps: readonly Step[],
  table: ObjectName,
  column: string,
  step?: Step,
): ColumnRename | undefined {
  const [{ before } = {}] = steps
  const renames = before && renamesByNewName(steps).get(columnKeyOf(table, column, before.semantics))
  return renames?.findLast(each => step === undefined || isBefore(steps, each, step))
}

const renamesByNewName = oncePer((steps: readonly Step[]) => {
  const renames = new Map<string, ColumnRename[]>()
  for (const step of stepsOf(steps, 'rename-column', 'change-column').filter(isRename)) {
    const key = columnKeyOf(step.operation.table, newNameOf(step), step.before.semantics)
    const known = renames.get(key)
    if (known === undefined) renames.set(key, [step])
    else known.push(step)
  }
  return renames
})

/** What the column was called at that step, or before the first one. */
export function nameBefore(
  steps: readonly Step[],
  table: ObjectName,
  column: string,
  now?: Step,
  then?: Step,
): string {
  const rename = renameTo(steps, table, column, now)
  return rename === undefined || (then !== undefined && isBefore(steps, rename, then))
    ? column
    : nameBefore(steps, table, rename.operation.column, rename, then)
}

/** What the column of this name behind the one step is called before the other one, or at the end. */
export function nameAfter(
  steps: readonly Step[],
  since: Step,
  table: ObjectName,
  column: string,
  until?: Step,
): string {
  let name = column
  for (const each of renamesIn(steps, table)) {
    if (!isBefore(steps, since, each) || (until !== undefined && !isBefore(steps, each, until))) continue
    if (isSame(each, each.operation.column, name)) name = newNameOf(each)
  }
  return name
}

/** Names that are exchanged are left alone: of them no column is the former one. */
function renamesIn(steps: readonly Step[], table: ObjectName): readonly ColumnRename[] {
  return stepsOn(steps, table, 'rename-column', 'change-column').filter(isRename)
}

function isRename(step: ColumnRename): boolean {
  const { operation } = step
  const isExchange = operation.kind === 'rename-column' && operation.exchanges === true
  return !isExchange && !isSame(step, operation.column, newNameOf(step))
}

function newNameOf({ operation }: ColumnRename): string {
  return operation.kind === 'rename-column' ? operation.to : operation.to.name
}

function isSame({ before: { semantics } }: Step, one: string, other: string): boolean {
  return semantics.columnKey(one) === semantics.columnKey(other)
}
