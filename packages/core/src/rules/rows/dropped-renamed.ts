import type { DialectTraits } from '../../dialects/dialect.ts'
import type { Operation, OperationOf } from '../../operations/operation.ts'
import { stepsOf, stepsOn } from '../../schema/find-steps.ts'
import type { ReplayedMigration, Step } from '../../schema/replay.ts'
import { sameColumn, sameObject } from '../names/known-columns.ts'

/** Up gives a column or a table another name, and down drops it under that one. */
export interface DroppedRenamed {
  /** Of down, that drops it. */
  readonly step: Step
  readonly from: string
  /** `ALTER TABLE users RENAME COLUMN mail TO email;` */
  readonly sql: string | undefined
}

export function droppedRenamed(
  object: string,
  { up, down }: ReplayedMigration,
  traits: Pick<DialectTraits, 'write'>,
): DroppedRenamed | undefined {
  const dot = Math.max(object.lastIndexOf('.'), 0)
  const [table, column] = [object.slice(0, dot), object.slice(dot + 1)]
  const isIt = ({ before }: Step, name: string): boolean => sameColumn(before, name, column)
  const dropped = stepsOn(down?.steps ?? [], table, 'drop-column').find(step =>
    isIt(step, step.operation.column),
  )
  const renamed = stepsOf(up.steps, 'rename-column', 'change-column').find(step => {
    const to = nameGiven(step.operation)
    return (
      isIt(step, to) &&
      !isIt(step, step.operation.column) &&
      sameObject(step.before, step.operation.table, table)
    )
  })
  if (dropped !== undefined && renamed !== undefined)
    return found(dropped, renamed.operation.column, traits, {
      kind: 'rename-column',
      table,
      column: nameGiven(renamed.operation),
      to: renamed.operation.column,
    })
  const [drop] = stepsOn(down?.steps ?? [], object, 'drop-table')
  const naming = stepsOf(up.steps, 'rename-table').find(({ operation, before }) =>
    sameObject(before, operation.to, object),
  )
  return drop === undefined || naming === undefined || naming.operation.completesRebuild === true
    ? undefined
    : found(drop, naming.operation.table, traits, {
        kind: 'rename-table',
        table: object,
        to: naming.operation.table,
      })
}

function nameGiven(operation: OperationOf<'rename-column' | 'change-column'>): string {
  return operation.kind === 'rename-column' ? operation.to : operation.to.name
}

function found(
  step: Step,
  from: string,
  traits: Pick<DialectTraits, 'write'>,
  back: Operation,
): DroppedRenamed {
  return { step, from, sql: traits.write(back)?.join(' ') }
}
