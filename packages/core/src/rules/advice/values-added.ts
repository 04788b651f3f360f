import type { OperationOf } from '../../operations/operation.ts'
import { isBefore, stepsOf } from '../../schema/find-steps.ts'
import type { SchemaState } from '../../schema/schema-state.ts'
import { columnIn, sameObject } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import { addedValues, enumTypeChange, quotedValues, removedValues } from '../types/enum-change.ts'
import { sqlName } from '../wording/sql-name.ts'

type ChangeType = OperationOf<'change-column-type'>

/** For an enum that is built anew under its name, with all that it had and more: ADD VALUE writes no row. */
export function valuesAddedInstead(
  changes: readonly ChangeType[],
  asBefore: SchemaState,
  context: OperationContext,
): string | undefined {
  const [change] = changes
  const old = change && columnIn(asBefore, change.table, change.column)?.type?.name
  if (change === undefined || old === undefined || changes.some(each => each.type.name !== change.type.name))
    return undefined
  const values = enumTypeChange(change, { ...context, before: asBefore })
  const type = keptName(old, change.type.name, context)
  if (values?.from === undefined || type === undefined || removedValues(values).length > 0) return undefined
  const { from, to } = values
  const isInOrder = to.filter(each => from.includes(each)).join() === from.join()
  const added = addedValues(values)
  if (!isInOrder || added.length === 0) return undefined
  const statements = added.map(each => {
    const at = to.indexOf(each)
    const [value = '', previous, next] = quotedValues([each, to[at - 1] ?? '', from[0] ?? ''])
    const isLast = to.slice(at).every(other => added.includes(other))
    const place = isLast ? '' : at === 0 ? ` BEFORE ${next}` : ` AFTER ${previous}`
    return `ALTER TYPE ${sqlName(type, context.traits)} ADD VALUE ${value}${place}`
  })
  return `Add what is new in a migration before this one, which writes no row: ${statements.join('; ')}. The statements that rename, make and drop a type for it here are not needed then.`
}

/** The name that the type has before and behind the script: it is renamed to the old one's, or the old one made way for it. */
function keptName(
  old: string,
  made: string,
  { before, step, replayedScript: { steps } }: OperationContext,
): string | undefined {
  const renames = stepsOf(steps, 'rename-object')
  const isRename = (from: string, to: string, isEarlier: boolean): boolean =>
    renames.some(
      each =>
        sameObject(before, each.operation.name, from) &&
        sameObject(before, each.operation.to, to) &&
        isBefore(steps, each, step) === isEarlier,
    )
  if (isRename(made, old, true)) return made
  return isRename(made, old, false) ? old : undefined
}
