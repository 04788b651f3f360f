import type { ObjectName } from '../operations/column.ts'
import type { Operation } from '../operations/operation.ts'
import type { SchemaState } from '../schema/schema-state.ts'
import { lossInWords, type TypeChangeOf } from './loss.ts'
import { lossesOf } from './losses-of.ts'

/** What an operation destroys that nothing brings back, in words: `orders: every row`. */
export function lostData(
  operation: Operation,
  before: SchemaState,
  isNew: (table: ObjectName) => boolean,
  typeChange?: TypeChangeOf,
): string | undefined {
  const losses = lossesOf(operation, before, typeChange).filter(({ table }) => !isNew(table))
  return losses.length === 0 ? undefined : losses.map(lossInWords).join('; ')
}
