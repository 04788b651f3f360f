import type { DialectTraits } from '../dialects/dialect.ts'
import type { Statement } from '../migration/migration.ts'
import type { ObjectName } from '../operations/column.ts'

/** Rows or values that an operation takes away and that nothing brings back. */
export interface Loss {
  readonly table: ObjectName
  readonly column?: string
  /** `every row`, `every value`, `'paid' becomes '' or stops the migration`. */
  readonly what: string
  /** That takes them away, where it is known. */
  readonly statement?: Statement
}

export type TypeChangeOf = DialectTraits['typeChange']

export function lossInWords({ table, column, what }: Loss): string {
  return `${column === undefined ? table : `${table}.${column}`}: ${what}`
}
