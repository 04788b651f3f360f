import type { ObjectName } from '../../operations/column.ts'
import { isBefore, placeOf, type StepOf, stepsOn } from '../../schema/find-steps.ts'
import { findTable } from '../../schema/lookup.ts'
import type { Step } from '../../schema/replay.ts'
import { columnIn, sameColumn } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import { placeWithFile } from './later-in-deploy.ts'

/** What a view does not let happen, or does not follow. */
export const columnChanges = [
  'drop-column',
  'rename-column',
  'change-column',
  'change-column-type',
  'rename-table',
  'drop-table',
] as const

type ColumnChange = StepOf<(typeof columnChanges)[number]>

/** What becomes of a table behind the statement that gives it this name, by whatever name it has then. */
export interface Followed {
  /** What it is called at the end. */
  readonly name: ObjectName
  /** What a view that stands there already would stop, or would not follow. */
  readonly changes: readonly ColumnChange[]
}

export function followTable(table: ObjectName, to: ObjectName, context: OperationContext): Followed {
  const { before, step } = context
  const steps = stepsOfDirection(context)
  const known = findTable(before, table)
  let seen = known?.complete === true ? [...known.columns.values()].map(column => column.name) : undefined
  const isSeen = (column: string) => seen?.some(each => sameColumn(before, each, column)) ?? true
  const changes: ColumnChange[] = []
  let name = to
  let from = step
  for (;;) {
    const next: readonly ColumnChange[] = stepsOn(steps, name, ...columnChanges).filter(each =>
      isBefore(steps, from, each),
    )
    const renamed = next.find(({ operation: { kind } }) => kind === 'rename-table')
    for (const each of next) {
      const { operation } = each
      if (renamed !== undefined && isBefore(steps, renamed, each)) break
      if ('column' in operation && !isSeen(operation.column)) continue
      changes.push(each)
      if (operation.kind === 'rename-column')
        seen = seen?.map(column => (sameColumn(before, column, operation.column) ? operation.to : column))
    }
    if (renamed?.operation.kind !== 'rename-table') return { name, changes }
    name = renamed.operation.to
    from = renamed
  }
}

export interface KeptColumns {
  /** The name that running code uses, and the one at the end. */
  readonly columns: readonly (readonly [string, string])[]
  readonly gone: readonly string[]
}

/** What has become of the columns that running code knows, when the deploy is over. */
export function keptColumns(
  table: ObjectName,
  { name, changes }: Followed,
  context: OperationContext,
): KeptColumns | undefined {
  const { deployed, atEnd, direction, replayedScript, step } = context
  const known = findTable(deployed, table)
  const end = direction === 'down' ? replayedScript.after : atEnd
  if (known?.complete !== true || findTable(end, name) === undefined) return undefined
  const steps = stepsOfDirection(context)
  const earlier = stepsOn(steps, table, 'rename-column', 'drop-column').filter(each =>
    isBefore(steps, each, step),
  )
  const columns = [...known.columns.values()].map(column => column.name)
  let names = columns.map(column => [column, column] as const)
  for (const { operation, before } of [...earlier, ...changes]) {
    if (operation.kind !== 'rename-column' && operation.kind !== 'drop-column') continue
    names = names.flatMap(([old, now]) => {
      if (!sameColumn(before, now, operation.column)) return [[old, now] as const]
      return operation.kind === 'rename-column' ? [[old, operation.to] as const] : []
    })
  }
  const kept = names.filter(([, now]) => columnIn(end, name, now) !== undefined)
  return { columns: kept, gone: columns.filter(column => !kept.some(([old]) => old === column)) }
}

/** Where a view of the table belongs that its changes would stop. */
export function behindChanges(changes: readonly Step[], context: OperationContext): string | undefined {
  const last = changes.at(-1)
  if (last === undefined) return undefined
  const place = placeWithFile(last, context)
  return placeOf(context.replayedScript.steps, last) !== -1
    ? `at the end of the script, behind the change in ${place}`
    : `behind the change in ${place}, the last one that the deploy makes to the table`
}

/** What a view that is made before would stop, where it is another migration: ` Made earlier, it stops line 3 of 007.sql.` */
export function stoppedByView(changes: readonly Step[], context: OperationContext): string {
  const stopped = changes.find(
    each =>
      (each.operation.kind === 'drop-column' || each.operation.kind === 'change-column-type') &&
      placeOf(context.replayedScript.steps, each) === -1,
  )
  return stopped === undefined
    ? ''
    : ` Made earlier, it stops ${placeWithFile(stopped, context)}, which ${stopped.operation.kind === 'drop-column' ? 'drops a column' : 'changes the type of a column'}.`
}

function stepsOfDirection({ direction, deploySteps, replayedScript }: OperationContext): readonly Step[] {
  return direction === 'down' ? replayedScript.steps : deploySteps
}
