import type { Index, ObjectName } from '../../operations/column.ts'
import { bareName } from '../../operations/names.ts'
import type { OperationOf } from '../../operations/operation.ts'
import { isBefore, type StepOf, stepsOf, stepsOn } from '../../schema/find-steps.ts'
import { findIndex, findTable, tableOfIndex } from '../../schema/lookup.ts'
import { oncePer } from '../../schema/once-per.ts'
import type { Step } from '../../schema/replay.ts'
import { lookupColumns } from '../../schema/served-indexes.ts'
import { sameColumn, sameObject } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import { lastNameOf } from './column-at-end.ts'
import { dropOfTable, laterInDeploy } from './later-in-deploy.ts'

const dropsByName = oncePer((steps: readonly Step[]) => {
  const drops = new Map<string, StepOf<'drop-index'>[]>()
  for (const step of stepsOf(steps, 'drop-index')) {
    const key = step.before.semantics.objectKey(bareName(step.operation.name))
    drops.set(key, [...(drops.get(key) ?? []), step])
  }
  return drops
})

function dropsOf(
  steps: readonly Step[],
  { before }: Step,
  name: ObjectName,
): readonly StepOf<'drop-index'>[] {
  return dropsByName(steps).get(before.semantics.objectKey(bareName(name))) ?? []
}

/** The statement behind this one in the deploy that takes the index away again: by its name, with a column or the table. */
export function goneInDeploy(index: Index, context: OperationContext): Step | undefined {
  const { deploySteps, step, direction } = context
  if (direction === 'down' || index.name === undefined) return undefined
  const drop = dropsOf(deploySteps, step, index.name).find(each => isBefore(deploySteps, step, each))
  return drop ?? takenAlong(index, context)
}

/** The statement of the deploy that has made the index, which the running code does not know, though it may know one of that
 * name, which the deploy has dropped before. */
export function madeByDeploy(
  { step, operation }: { readonly step: Step; readonly operation: OperationOf<'drop-index'> },
  { deploySteps, deployed, direction }: OperationContext,
): StepOf<'create-index'> | undefined {
  const { before } = step
  const table = tableOfIndex(before, operation.name)
  if (direction === 'down' || table === undefined) return undefined
  const made = stepsOn(deploySteps, table.name, 'create-index').findLast(
    each =>
      isBefore(deploySteps, each, step) &&
      each.operation.index.name !== undefined &&
      sameObject(before, bareName(each.operation.index.name), bareName(operation.name)),
  )
  const isKnown = [deployed, made?.before].every(
    schema => schema !== undefined && tableOfIndex(schema, operation.name) !== undefined,
  )
  return isKnown ? undefined : made
}

/** The statement behind this one in the deploy that takes a column of the index, or its table, and the index with it. */
export function takenAlong(index: Index, context: OperationContext): Step | undefined {
  const column = lookupColumns(index)
    .map(each => (each === undefined ? undefined : lastNameOf(index.table, each, context)?.gone))
    .find(gone => gone?.operation.kind === 'drop-column')
  if (column !== undefined) return column
  const drop = dropOfTable(index.table, context)
  const isOfName = laterInDeploy(index.table, context, 'drop-table').some(each => each === drop)
  // One that is renamed before it goes makes place for another one, in a rebuild.
  return isOfName || findTable(context.atEnd, index.table) === undefined ? drop : undefined
}

/** The unique index on the same that the deploy makes behind this one, on the table or on one that takes its name: the last step
 * of a rebuild may stand in a migration of its own. */
export function uniqueMadeAgain(index: Index, context: OperationContext): StepOf<'create-index'> | undefined {
  const { before, deploySteps, step, direction } = context
  if (direction === 'down') return undefined
  const isSame = ({ parts, unique, where }: Index): boolean => {
    const [now, was] = [parts, index.parts].map(list =>
      list.map(({ column, expression = '' }) =>
        column === undefined ? expression : before.semantics.columnKey(column),
      ),
    )
    return unique && where === index.where && now?.join() === was?.join()
  }
  return stepsOf(deploySteps, 'create-index').find(each => {
    const on = each.operation.index.table
    const next = laterInDeploy(on, { ...context, step: each }, 'rename-table')[0]?.operation.to
    return (
      isBefore(deploySteps, step, each) &&
      isSame(each.operation.index) &&
      [on, next].some(name => name !== undefined && sameObject(before, name, index.table))
    )
  })
}

/** The index of the same name that the script has dropped before, to make this one. */
export function droppedForIt(
  { name, table }: Index,
  { replayedScript: { steps }, step, before }: OperationContext,
): StepOf<'drop-index'> | undefined {
  if (name === undefined) return undefined
  return dropsOf(steps, step, name).find(each => {
    const of = tableOfIndex(each.before, each.operation.name)
    return isBefore(steps, each, step) && of !== undefined && sameObject(before, of.name, table)
  })
}

/** The index that the script makes in the place of this one: of the same name, or with the same first column, and of those
 * the one that begins most like it. */
export function madeForIt(
  drop: StepOf<'drop-index'>,
  { replayedScript: { steps } }: OperationContext,
):
  | {
      readonly step: StepOf<'create-index'>
      readonly name: string | undefined
      readonly isNamesake: boolean
      readonly wasUnique: boolean
      /** The statements of the script that add a column of it. */
      readonly added: readonly StepOf<'add-column'>[]
    }
  | undefined {
  const { before, operation } = drop
  const table = tableOfIndex(before, operation.name)
  const old = table && findIndex(table, operation.name, before.semantics)
  if (table === undefined || old === undefined) return undefined
  const columns = lookupColumns(old)
  const [column] = columns
  const made = stepsOn(steps, table.name, 'create-index').filter(each => !each.operation.concurrently)
  const isNamesake = ({ operation: { index } }: StepOf<'create-index'>) =>
    index.name !== undefined && sameObject(before, bareName(index.name), bareName(operation.name))
  const isAlike = ({ operation: { index } }: StepOf<'create-index'>) => {
    const [first] = lookupColumns(index)
    return first !== undefined && column !== undefined && sameColumn(before, first, column)
  }
  const namesake = made.find(isNamesake)
  const shared = ({ operation: { index } }: StepOf<'create-index'>) => sharedInOrder(columns, index, drop)
  const [first, ...others] = made.filter(isAlike)
  const alike = first && others.reduce((best, each) => (shared(each) > shared(best) ? each : best), first)
  const next = namesake ?? alike
  if (next === undefined) return undefined
  const { index } = next.operation
  const added = stepsOn(steps, table.name, 'add-column').filter(each =>
    lookupColumns(index).some(
      name => name !== undefined && sameColumn(before, name, each.operation.column.name),
    ),
  )
  return { step: next, name: index.name, isNamesake: next === namesake, wasUnique: old.unique, added }
}

function sharedInOrder(columns: readonly (string | undefined)[], index: Index, { before }: Step): number {
  let place = 0
  for (const name of lookupColumns(index)) {
    const column = columns[place]
    if (name !== undefined && column !== undefined && sameColumn(before, name, column)) place += 1
  }
  return place
}
