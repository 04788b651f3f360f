import type { ObjectName } from '../../operations/column.ts'
import type { OperationOf } from '../../operations/operation.ts'
import { isBefore, type StepOf, stepsOn } from '../../schema/find-steps.ts'
import type { Step } from '../../schema/replay.ts'
import { sourcesOf } from '../deploy/copy-sources.ts'

type Emptying = StepOf<'delete-rows' | 'truncate-table'>

/** Each INSERT into the table stands behind a statement that takes out all of its rows. */
export function isEmptiedBeforeInsert(table: ObjectName, steps: readonly Step[]): boolean {
  const inserts = stepsOn(steps, table, 'insert-rows')
  return inserts.length > 0 && inserts.every(insert => emptiedBefore(insert, steps) !== undefined)
}

/** What is inserted are the table's own rows, which a copy has kept since before they were taken out: none is new. */
export function isRefilledFromItself(table: ObjectName, steps: readonly Step[]): boolean {
  const inserts = stepsOn(steps, table, 'insert-rows')
  return inserts.length > 0 && inserts.every(insert => isOfOwnRows(insert, table, steps))
}

function isOfOwnRows(insert: StepOf<'insert-rows'>, table: ObjectName, steps: readonly Step[]): boolean {
  const emptied = emptiedBefore(insert, steps)
  const copy = onlySource(insert, insert.operation.table)
  if (emptied === undefined || copy === undefined) return false
  const fills = [
    ...stepsOn(steps, copy, 'create-table').filter(({ operation }) => operation.asSelect === true),
    ...stepsOn(steps, copy, 'insert-rows'),
  ]
  const { objectKey } = insert.before.semantics
  return (
    fills.length > 0 &&
    fills.every(fill => isBefore(steps, fill, emptied) && onlySource(fill, copy) === objectKey(table))
  )
}

function emptiedBefore(insert: StepOf<'insert-rows'>, steps: readonly Step[]): Emptying | undefined {
  return stepsOn(steps, insert.operation.table, 'delete-rows', 'truncate-table').find(
    each => isBefore(steps, each, insert) && isWhole(each.operation),
  )
}

function isWhole(operation: OperationOf<'delete-rows' | 'truncate-table'>): boolean {
  return operation.kind === 'truncate-table' || operation.filter === 'absent'
}

/** The one other table that the rows are selected from, by its key. */
function onlySource(step: Step, into: ObjectName): string | undefined {
  const sources = sourcesOf(step)
  if (sources === 'unknown') return undefined
  const [source, ...more] = [...sources].filter(each => each !== step.before.semantics.objectKey(into))
  return more.length === 0 ? source : undefined
}
