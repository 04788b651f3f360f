import type { Step } from '../../schema/replay.ts'
import type { OperationContext } from '../rule.ts'

export interface Copy {
  /** A table, or `table.column` in the same table. */
  readonly into: string
  readonly line: number
  readonly step: Step
  /** `line 7`, or `line 7 of 003_teams.sql` where another migration of the deploy does it. */
  readonly at: string
  /** A WHERE clause leaves rows out that may hold a value. */
  readonly partly: boolean
  /** Columns of the table that the statement does not name. */
  readonly without?: readonly string[]
  /** There is a row where the flag is set, and none where it is not. */
  readonly asRow?: true
  /** What was filled does not tell the value it was computed from. */
  readonly isComputed?: true
  /** Lines of other statements that copy some rows into the same table. */
  readonly others?: readonly number[]
  /** INSERTs that copy some rows into other tables. */
  readonly besides?: readonly Copy[]
}

export type CopyPlace = Pick<
  OperationContext,
  'before' | 'replayedScript' | 'step' | 'deployScripts' | 'deploySteps'
>

/** Without its place, which is that of the step. */
export type FoundCopy = Omit<Copy, 'line' | 'at' | 'step'>
