import type { ColumnOperation } from './column-operation.ts'
import type { ConstraintOperation } from './constraint-operation.ts'
import type { EnumOperation } from './enum-operation.ts'
import type { IndexOperation } from './index-operation.ts'
import type { ObjectOperation } from './object-operation.ts'
import type { RowOperation } from './row-operation.ts'
import type { RunCondition } from './run-condition.ts'
import type { SessionOperation } from './session-operation.ts'
import type { TableOperation } from './table-operation.ts'

/**
 * What one statement does, whatever it was written in. Flat: `ALTER TABLE t DROP a, DROP b` is two
 * operations, so that a rule cannot miss the second. Made for the checks, not a parser's tree.
 */
export type Operation = AnyOperation & {
  /** ALTER TABLE IF EXISTS: nothing happens where the table is missing. */
  readonly ifTableExists?: boolean
  /** ALTER TABLE ONLY: partitions and inheriting tables stay as they are. */
  readonly only?: boolean
  /** Where in the statement's text it is written, in UTF-16 offsets [start, end), when that is not all of it. */
  readonly span?: readonly [number, number]
  /** All of these have to be true for it to run. */
  readonly conditions?: readonly RunCondition[]
}

type AnyOperation =
  | TableOperation
  | ColumnOperation
  | ConstraintOperation
  | IndexOperation
  | EnumOperation
  | ObjectOperation
  | RowOperation
  | SessionOperation

export type OperationKind = Operation['kind']
export type OperationOf<Kind extends OperationKind> = Extract<Operation, { readonly kind: Kind }>
