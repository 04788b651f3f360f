import { hasEffect } from '../../operations/classes.ts'
import type { OperationOf } from '../../operations/operation.ts'
import { objectsOn } from '../../schema/find-objects.ts'
import type { ReplayedMigration, Step } from '../../schema/replay.ts'
import type { SchemaState } from '../../schema/schema-state.ts'
import { columnIn, sameColumn, sameObject } from '../names/known-columns.ts'

interface GivenAlready {
  readonly step: Step
  readonly maker: ReplayedMigration
  readonly column: string
}

/** `SET a = b`, where an earlier migration of the deploy has set b = a in every row, and nothing has written either since:
 * no row changes. */
export function givenAlready(
  replayed: ReplayedMigration,
  pending: readonly ReplayedMigration[],
): GivenAlready | undefined {
  const { before } = replayed.up
  const [update, ...others] = replayed.up.steps.filter(({ operation }) => hasEffect(operation))
  const back = update?.operation
  if (back?.kind !== 'update-rows' || others.length > 0) return undefined
  const pair = copiedColumn(back, before)
  if (pair === undefined || objectsOn(before, back.table).some(({ type }) => type === 'trigger'))
    return undefined
  const earlier = pending
    .slice(0, pending.indexOf(replayed))
    .flatMap(maker =>
      maker.up.steps
        .filter(step => mayWrite(step, back.table, [pair.to, pair.from], before))
        .map(step => ({ maker, step })),
    )
  const last = earlier.at(-1)
  if (last === undefined || last.step.runs !== true || last.step.operation.kind !== 'update-rows')
    return undefined
  const forth = copiedColumn(last.step.operation, last.step.before)
  const isBoth =
    forth !== undefined &&
    last.step.operation.filter === 'absent' &&
    !/\b(?:from|join|limit)\b/i.test(last.step.statement.text) &&
    sameColumn(before, forth.to, pair.from) &&
    sameColumn(before, forth.from, pair.to)
  return isBoth ? { ...last, column: `${back.table}.${pair.from}` } : undefined
}

interface CopiedColumn {
  readonly to: string
  readonly from: string
}

/** The whole of what it assigns; of one type, so that no value is another one in the copy. */
function copiedColumn(
  { table, columns, assignments = {} }: OperationOf<'update-rows'>,
  schema: SchemaState,
): CopiedColumn | undefined {
  const [[to, text] = ['', ''], ...others] = Object.entries(assignments)
  if (others.length > 0 || columns.length !== 1) return undefined
  const from = /^\s*["`]?(\w+)["`]?\s*$/.exec(text)?.[1] ?? ''
  const [into, read] = [columnIn(schema, table, to), columnIn(schema, table, from)]
  const isSame =
    into?.type !== undefined &&
    read?.type !== undefined &&
    JSON.stringify(into.type) === JSON.stringify(read.type)
  return isSame && into.generated === undefined && read.generated === undefined ? { to, from } : undefined
}

/** Code and what could not be read may write anything. */
function mayWrite(
  { operation }: Step,
  table: string,
  columns: readonly string[],
  schema: SchemaState,
): boolean {
  if (operation.kind === 'run-code' || operation.kind === 'unreadable') return true
  if (!('table' in operation) || operation.table === undefined) return false
  if (!sameObject(schema, operation.table, table)) return false
  switch (operation.kind) {
    case 'update-rows':
      return (
        operation.columns.length === 0 ||
        operation.columns.some(each => columns.some(column => sameColumn(schema, each, column)))
      )
    case 'insert-rows':
    case 'rename-column':
    case 'change-column':
    case 'change-column-type':
      return true
    default:
      return false
  }
}
