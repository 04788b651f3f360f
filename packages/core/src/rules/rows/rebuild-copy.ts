import type { Statement } from '../../migration/migration.ts'
import type { Column } from '../../operations/column.ts'
import type { OperationOf } from '../../operations/operation.ts'
import type { Table } from '../../schema/schema-state.ts'
import { sameObject } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'

/** OR IGNORE passes over a row that breaks a rule of the new table. */
export function leavesOutRows({ text }: Statement): boolean {
  return /^\s*insert\s+or\s+ignore\b/i.test(text)
}

/** The old table of a rebuild, if this INSERT copies all of its rows into the new one. */
export function copiedTable(
  { table, copiesFrom }: OperationOf<'insert-rows'>,
  { before, tableBefore, isMade, replayedScript, statement, traits }: OperationContext,
): Table | undefined {
  if (traits.altersByRebuild !== true || copiesFrom === undefined) return undefined
  if (copiesFrom.filtered === true && !leavesOutRows(statement)) return undefined
  if (isMade(copiesFrom.table)) return undefined
  // A copy that leaves rows out is no rebuild to `replacedBy`; the new table takes the old name all the same.
  const isRebuild = replayedScript.steps.some(
    ({ operation }) =>
      operation.kind === 'rename-table' &&
      sameObject(before, operation.table, table) &&
      sameObject(before, operation.to, copiesFrom.table),
  )
  return isRebuild ? tableBefore(copiesFrom.table) : undefined
}

/** Each column that is filled, with the text that fills it. */
export function copiedColumns(
  { columns, copiesFrom }: OperationOf<'insert-rows'>,
  target: Table,
): readonly (readonly [Column, string])[] {
  const expressions = copiesFrom?.expressions ?? []
  const all = [...target.columns.values()]
  const names = columns.length > 0 ? columns : all.map(({ name }) => name)
  const isStar = expressions.length === 1 && expressions[0]?.trim() === '*'
  return names.flatMap((name, position) => {
    const column = all.find(each => each.name.toLowerCase() === name.toLowerCase())
    const expression = isStar ? name : expressions[position]
    return column === undefined || expression === undefined ? [] : [[column, expression] as const]
  })
}
