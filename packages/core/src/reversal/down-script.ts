import type { DialectTraits } from '../dialects/dialect.ts'
import type { WriteSql } from '../dialects/writing/sql-writer.ts'
import type { Operation } from '../operations/operation.ts'
import type { ReplayedMigration, Step } from '../schema/replay.ts'
import { inverseOf } from './inverse.ts'

/** What undoes one operation of up. */
export interface SuggestedStep {
  /** The operation of up that is undone. */
  readonly undoes: Operation
  readonly operations: readonly Operation[]
  /** Their statements, without delimiters. */
  readonly sql: readonly string[]
  /** What does not come back. */
  readonly lost?: string
  /** Why nothing undoes it; `operations` is empty. */
  readonly reason?: string
}

/** The way back from up, last operation first; operations that need none are left out. */
export function suggestedDown(
  { up }: ReplayedMigration,
  write: WriteSql,
  traits?: Pick<DialectTraits, 'typeChange' | 'restatesColumns'>,
): readonly SuggestedStep[] {
  return up.steps.toReversed().flatMap(step => suggestedStep(step, write, traits) ?? [])
}

function suggestedStep(
  { operation, before }: Step,
  write: WriteSql,
  traits: Pick<DialectTraits, 'typeChange' | 'restatesColumns'> | undefined,
): SuggestedStep | undefined {
  const inverse = inverseOf(operation, before, traits)
  if (inverse.restores === 'nothing') {
    return { undoes: operation, operations: [], sql: [], reason: inverse.reason }
  }
  if (inverse.operations.length === 0 && inverse.restores === 'everything') return undefined
  const sql = inverse.operations.map(write)
  const written = sql.filter(text => text !== undefined)
  return written.length < sql.length
    ? { undoes: operation, operations: [], sql: [], reason: 'it cannot be written as a statement' }
    : {
        undoes: operation,
        operations: inverse.operations,
        sql: written.flat(),
        ...(inverse.restores === 'structure' ? { lost: inverse.lost } : {}),
      }
}
