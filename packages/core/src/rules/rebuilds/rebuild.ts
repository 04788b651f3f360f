import type { ObjectName } from '../../operations/column.ts'
import type { OperationOf } from '../../operations/operation.ts'
import { earlierSteps, isBefore, renamesTo } from '../../schema/find-steps.ts'
import { findTable } from '../../schema/lookup.ts'
import type { Table } from '../../schema/schema-state.ts'
import { sameObject } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'

/** SQLite's way to change a table: make a new one, copy the rows, drop the old one, rename the new one. */
export interface Rebuild {
  readonly old: Table
  readonly new: Table
  /** Each copying INSERT's target columns with the text that fills them. */
  readonly copies: readonly (readonly { readonly column: string; readonly expression: string }[])[]
}

/** The rebuild whose old table this operation drops. */
export function rebuildAt(
  { table, replacedBy }: Pick<OperationOf<'drop-table'>, 'table' | 'replacedBy'>,
  context: OperationContext,
): Rebuild | undefined {
  if (replacedBy === undefined) return undefined
  const old = context.tableBefore(table)
  const replacement = context.tableBefore(replacedBy)
  if (old === undefined || replacement === undefined) return undefined
  const inserts = copyingInserts(replacedBy, table, context)
  return {
    old,
    new: replacement,
    copies: inserts.map(insert => assignments(insert, replacement)),
  }
}

type CopyingInsert = OperationOf<'insert-rows'> & {
  readonly copiesFrom: NonNullable<OperationOf<'insert-rows'>['copiesFrom']>
}

function copyingInserts(
  target: ObjectName,
  source: ObjectName,
  { before, step, replayedScript: { steps } }: OperationContext,
): readonly CopyingInsert[] {
  // A rebuild before this one may have made a table of the same name.
  const made = earlierSteps(steps, step, target, 'create-table').at(-1)
  return earlierSteps(steps, step, target, 'insert-rows').flatMap(each => {
    const { copiesFrom } = each.operation
    if (copiesFrom === undefined || (made !== undefined && isBefore(steps, each, made))) return []
    return sameObject(before, copiesFrom.table, source) ? [{ ...each.operation, copiesFrom }] : []
  })
}

function assignments({ columns, copiesFrom }: CopyingInsert, target: Table): Rebuild['copies'][number] {
  const names = columns.length > 0 ? columns : [...target.columns.values()].map(({ name }) => name)
  const { expressions } = copiesFrom
  if (expressions.length === 1 && expressions[0]?.trim() === '*') {
    return names.map(column => ({ column, expression: column }))
  }
  return names.map((column, position) => ({ column, expression: expressions[position] ?? 'NULL' }))
}

/** The name that code knows: the old table may have been renamed first, to make room. */
export function nameInUse(
  table: ObjectName,
  { replayedScript: { steps, before }, step }: OperationContext,
): ObjectName {
  const renaming = renamesTo(steps, table).findLast(each => isBefore(steps, each, step))
  const from = renaming?.operation.table
  // The new table of an earlier rebuild has taken the name: it is the one that code knows.
  return from === undefined || findTable(before, from) === undefined ? table : from
}
