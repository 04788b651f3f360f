import type { DialectTraits } from '../dialects/dialect.ts'
import type { ReplayedMigration, Step } from '../schema/replay.ts'
import { type RowLimit, rowLimitOf } from './row-limit.ts'

/** A step of down that stops at rows which up, or the time since, may have written. */
export interface MayFail {
  readonly step: Step
  /** What down puts back: `users.email NOT NULL`, `unique (email) on users`. */
  readonly what: string
}

/**
 * What down puts back and rows may break: NOT NULL, a key, a check, a foreign key, a narrower type. Not where down
 * has corrected such rows before, or has just made the table or the column, nor for what is not checked (NOT VALID).
 */
export function downMayFailOnData(
  { down }: ReplayedMigration,
  traits: Pick<DialectTraits, 'typeChange'>,
): readonly MayFail[] {
  const steps = down?.steps ?? []
  return steps.flatMap((step, index) => {
    const limit = rowLimitOf(step, traits)
    if (limit === undefined || isSafe(limit, step, steps.slice(0, index))) return []
    return [{ step, what: limit.what }]
  })
}

function isSafe(
  { table, columns, refusesNull }: RowLimit,
  { before, newTables }: Step,
  earlier: readonly Step[],
): boolean {
  const { objectKey, columnKey } = before.semantics
  const key = objectKey(table)
  const wanted = columns.map(columnKey)
  return (
    newTables.has(key) ||
    earlier.some(({ operation }) => {
      if (!('table' in operation) || operation.table === undefined || objectKey(operation.table) !== key) {
        return false
      }
      switch (operation.kind) {
        case 'create-table':
        case 'delete-rows':
        case 'truncate-table':
          return true
        case 'update-rows':
          return operation.columns.some(column => wanted.includes(columnKey(column)))
        case 'add-column': {
          const isEmpty = operation.column.default === undefined && operation.column.generated === undefined
          return !refusesNull && isEmpty && wanted.includes(columnKey(operation.column.name))
        }
        default:
          return false
      }
    })
  )
}
