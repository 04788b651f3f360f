import type { OperationOf } from '../../operations/operation.ts'
import { isSetToItself } from '../../operations/set-to-itself.ts'
import { objectsOn } from '../../schema/find-objects.ts'
import { findTable } from '../../schema/lookup.ts'
import type { OperationContext } from '../rule.ts'
import { listWords } from '../wording/list-words.ts'

/** `UPDATE t SET a = a` so that a new generated column gets its values, which it has since ADD COLUMN; a trigger that the
 * migrations make may be what it is for. */
export function computedAlready(
  update: OperationOf<'update-rows'>,
  { before, isNewColumn }: OperationContext,
): string | undefined {
  const { table, columns } = update
  if (columns.length === 0 || !columns.every(column => isSetToItself(update, column))) return undefined
  if (objectsOn(before, table).some(({ type }) => type === 'trigger')) return undefined
  const computed = [...(findTable(before, table)?.columns.values() ?? [])].filter(
    ({ name, generated }) => generated !== undefined && isNewColumn(table, name),
  )
  if (computed.length === 0) return undefined
  return `Leave the UPDATE out: ADD COLUMN has computed ${listWords(computed.map(({ name }) => name))} in every row, and no migration makes a trigger that waits for it.`
}
