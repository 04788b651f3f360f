import type { ObjectName } from '../../operations/column.ts'
import { objectsNamed } from '../../schema/find-objects.ts'
import { isBefore, stepsOf } from '../../schema/find-steps.ts'
import type { Step } from '../../schema/replay.ts'
import type { NamedObject } from '../../schema/schema-state.ts'
import { columnsNamedIn, isView, readsTable, tablesReadBy } from '../../schema/view-reads.ts'
import { laterInDeploy } from '../deploy/later-in-deploy.ts'
import { sameColumn, sameObject } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'

/**
 * The first statement behind this one that the server refuses as long as one of the views is there: `cannot drop column
 * title of table article because other objects depend on it` (PostgreSQL 15).
 */
export function keptByView(views: readonly ObjectName[], context: OperationContext): Step | undefined {
  const { before, traits } = context
  if (traits.dropsNeedCascade !== true) return undefined
  const names = new Set(views)
  // Those that it reads are added while the loop goes on.
  for (const name of names) {
    const [view] = [before, context.replayedScript.before].flatMap(schema =>
      objectsNamed(schema, name).filter(isView),
    )
    if (view === undefined) continue
    for (const read of tablesReadBy(view)) names.add(read)
    for (const table of tablesReadBy(view)) {
      const refused = laterInDeploy(table, context, 'drop-column', 'change-column-type', 'drop-table').find(
        each =>
          !('cascade' in each.operation && each.operation.cascade) &&
          isRead(view, table, 'column' in each.operation ? each.operation.column : undefined, context) &&
          !(views.includes(name) && isDroppedBetween(view, each, context)),
      )
      if (refused !== undefined) return refused
    }
  }
  return undefined
}

/** Of a column of which the view does not say whose it is nobody can tell, where it reads several tables. */
function isRead(
  view: NamedObject,
  table: ObjectName,
  column: string | undefined,
  { before }: OperationContext,
): boolean {
  if (column === undefined || tablesReadBy(view).length === 1) return readsTable(before, view, table, column)
  return columnsNamedIn(view).some(
    ({ of, name }) =>
      of !== undefined && sameObject(before, of, table) && (name === '*' || sameColumn(before, name, column)),
  )
}

function isDroppedBetween(
  view: NamedObject,
  later: Step,
  { before, deploySteps, step }: OperationContext,
): boolean {
  return stepsOf(deploySteps, 'drop-object').some(
    each =>
      sameObject(before, each.operation.name, view.name) &&
      isBefore(deploySteps, step, each) &&
      isBefore(deploySteps, each, later),
  )
}
