import type { Dialect } from '../../dialects/dialect.ts'
import type { Direction, ReadingNote, Statement } from '../../migration/migration.ts'
import { recogniseRebuilds } from '../sql/recognise-rebuild.ts'
import { runDefinedCode } from '../sql/run-defined-code.ts'
import type { JobResult } from './child-session.ts'
import type { RecordedDirection, Unreached } from './protocol.ts'
import { sourceLines, toStatements } from './to-statements.ts'

export interface DirectionReading {
  readonly statements: readonly Statement[]
  readonly notes: readonly ReadingNote[]
  readonly transaction?: boolean
  readonly isIrreversible?: true
  readonly unreached: readonly Unreached[]
  readonly reached: readonly string[]
  readonly absent: boolean
  readonly trusted: boolean
  readonly stubbed: readonly string[]
}

/** What one run of a direction says, in the words of the model. */
export function readingOf(
  result: JobResult,
  direction: Direction,
  source: string,
  dialect: Dialect,
): DirectionReading {
  if (result.kind !== 'recorded') return { ...failure(lossMessage(result, direction)), trusted: false }
  try {
    return understood(result.direction, source, dialect)
  } catch {
    return { ...failure(`What "${direction}" sent back makes no sense.`), trusted: false }
  }
}

function understood(recorded: RecordedDirection, source: string, dialect: Dialect): DirectionReading {
  const lines = sourceLines(source)
  const statements = runDefinedCode(
    recorded.statements.flatMap(statement => toStatements(statement, dialect, lines)),
    dialect,
  )
  return {
    statements: dialect.name === 'sqlite' ? recogniseRebuilds(statements) : statements,
    notes: [...recorded.notes, ...(recorded.tampered ? [tampered] : [])],
    ...settingsOf(recorded),
    unreached: recorded.unreached,
    reached: recorded.reached,
    absent: recorded.outcome === 'absent',
    trusted: !recorded.tampered,
    stubbed: recorded.stubbed,
  }
}

const tampered: ReadingNote = {
  kind: 'side-effect',
  message: "It changes JavaScript's built-in objects, so what was read from this file cannot be trusted.",
}

function lossMessage(result: JobResult, direction: Direction): string {
  const reason = result.kind === 'lost' ? result.reason : 'nonsense'
  switch (reason) {
    case 'too long':
      return `"${direction}" did not come to an end in the time that it was given, and was stopped.`
    case 'ended':
      return `What ran "${direction}" ended early: it needed too much memory, or was ended from within.`
    case 'nonsense':
      return `What "${direction}" sent back makes no sense, or was forged.`
    default:
      return reason satisfies never
  }
}

export function failure(message: string): DirectionReading {
  return {
    statements: [],
    notes: [{ kind: 'failed', message }],
    unreached: [],
    reached: [],
    absent: false,
    trusted: true,
    stubbed: [],
  }
}

function settingsOf({
  transaction,
  isIrreversible,
}: RecordedDirection): Pick<DirectionReading, 'transaction' | 'isIrreversible'> {
  return {
    ...(transaction === undefined ? {} : { transaction }),
    ...(isIrreversible === undefined ? {} : { isIrreversible }),
  }
}
