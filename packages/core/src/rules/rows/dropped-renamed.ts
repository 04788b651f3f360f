import type { DialectTraits } from '../../dialects/dialect.ts'
import type { Operation, OperationOf } from '../../operations/operation.ts'
import { columnKeyOf } from '../../schema/column-key.ts'
import { renamesTo, type StepOf, stepsOf, stepsOn } from '../../schema/find-steps.ts'
import { oncePer } from '../../schema/once-per.ts'
import type { ReplayedMigration, Step } from '../../schema/replay.ts'

/** Up gives a column or a table another name, and down drops it under that one. */
export interface DroppedRenamed {
  /** Of down, that drops it. */
  readonly step: Step
  readonly from: string
  /** `ALTER TABLE users RENAME COLUMN mail TO email` */
  readonly sql: string | undefined
}

export function droppedRenamed(
  object: string,
  { up, down }: ReplayedMigration,
  traits: Pick<DialectTraits, 'write'>,
): DroppedRenamed | undefined {
  if (down === undefined) return undefined
  const dot = Math.max(object.lastIndexOf('.'), 0)
  const key = columnKeyOf(object.slice(0, dot), object.slice(dot + 1), up.before.semantics)
  const [dropped, renamed] = [drops(down.steps).get(key), renames(up.steps).get(key)]
  if (dropped !== undefined && renamed !== undefined) {
    const { operation } = renamed
    return found(dropped, operation.column, traits, {
      kind: 'rename-column',
      table: operation.table,
      column: nameGiven(operation),
      to: operation.column,
    })
  }
  const [drop] = stepsOn(down.steps, object, 'drop-table')
  const [naming] = renamesTo(up.steps, object)
  return drop === undefined || naming === undefined || naming.operation.completesRebuild === true
    ? undefined
    : found(drop, naming.operation.table, traits, {
        kind: 'rename-table',
        table: object,
        to: naming.operation.table,
      })
}

const drops = oncePer(
  (steps: readonly Step[]): ReadonlyMap<string, Step> =>
    new Map(
      stepsOf(steps, 'drop-column').map(step => [
        columnKeyOf(step.operation.table, step.operation.column, step.before.semantics),
        step,
      ]),
    ),
)

/** By the new name. */
const renames = oncePer(
  (steps: readonly Step[]): ReadonlyMap<string, StepOf<'rename-column' | 'change-column'>> =>
    new Map(
      stepsOf(steps, 'rename-column', 'change-column').flatMap(step => {
        const { operation, before } = step
        const [from, to] = [operation.column, nameGiven(operation)].map(name =>
          columnKeyOf(operation.table, name, before.semantics),
        )
        return to === undefined || from === to ? [] : [[to, step] as const]
      }),
    ),
)

function nameGiven(operation: OperationOf<'rename-column' | 'change-column'>): string {
  return operation.kind === 'rename-column' ? operation.to : operation.to.name
}

function found(
  step: Step,
  from: string,
  traits: Pick<DialectTraits, 'write'>,
  back: Operation,
): DroppedRenamed {
  return { step, from, sql: traits.write(back)?.join('; ') }
}
