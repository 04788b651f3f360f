import type { DialectTraits } from '../../dialects/dialect.ts'
import { describeType } from '../../operations/describe-parts.ts'
import type { ReplayedMigration, Step } from '../../schema/replay.ts'
import { columnIn } from '../names/known-columns.ts'

export interface CutByDown {
  readonly object: string
  /** `users.name varchar(10)` */
  readonly what: string
  /** `the explicit cast to varchar(10) cuts longer values` */
  readonly why: string
  readonly step: Step
  /** The cast that the statement writes cuts it: without USING the server stops at such a value. */
  readonly byCast: boolean
}

/** Columns of before whose type down makes narrower without an error: what was written into the wider one is cut. */
export function cutByDown({ up, down }: ReplayedMigration, traits: DialectTraits): readonly CutByDown[] {
  return (down?.steps ?? []).flatMap(step => {
    const { operation, before } = step
    if (operation.kind !== 'change-column-type' && operation.kind !== 'change-column') return []
    const { table, column } = operation
    if (columnIn(up.before, table, column) === undefined) return []
    const from = columnIn(before, table, column)?.type
    const to = operation.kind === 'change-column' ? operation.to.type : operation.type
    const using = operation.kind === 'change-column-type' ? operation.using : undefined
    if (from === undefined || to === undefined) return []
    const change = traits.typeChange(from, to, using)
    // A fraction of a second that no row had before is missed by nobody.
    if (change.loses !== 'silent' || (from.name === to.name && /^(?:date)?time/.test(to.name))) return []
    return [
      {
        object: `${table}.${column}`,
        what: `${table}.${column} ${describeType(to)}`,
        why: change.why ?? `values that do not fit ${describeType(to)}`,
        step,
        byCast: using !== undefined && traits.typeChange(from, to).loses === 'can-fail',
      },
    ]
  })
}
