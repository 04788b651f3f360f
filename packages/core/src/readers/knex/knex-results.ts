import type { ReadingNote, RunnerTransaction, Script } from '../../migration/migration.ts'
import type { DirectionReading } from './direction-reading.ts'
import type { Unreached } from './protocol.ts'
import type { KnexFile, KnexResult } from './read-knex-migrations.ts'

export interface FileReading {
  readonly file: KnexFile
  readonly source: string
  readonly up: DirectionReading
  readonly down?: DirectionReading
  readonly trusted: boolean
}

/**
 * Knex puts all pending migrations into one transaction, unless one of them asks for none: then each has its own.
 * Roll-backs have one for each file (knex 3.3.0, Migrator.js: latest, rollback, _useTransaction).
 */
export function toResults(
  readings: readonly FileReading[],
  disableTransactions: boolean,
): readonly KnexResult[] {
  const usesTransaction = ({ up }: FileReading): boolean => up.transaction ?? !disableTransactions
  const isOneBatch =
    !disableTransactions && readings.every(each => !each.file.pending || usesTransaction(each))
  return readings.map(reading => {
    const { file, source, up, down, trusted } = reading
    const [upNotes, downNotes] = unreachedNotes(up, down)
    const own: RunnerTransaction = usesTransaction(reading) ? 'script' : 'none'
    const script = (
      { statements, notes }: DirectionReading,
      transaction: RunnerTransaction,
      more: readonly ReadingNote[],
    ): Script => ({ file: file.file, source, statements, transaction, notes: [...notes, ...more] })
    return {
      file: file.file,
      up: script(up, file.pending && isOneBatch ? 'batch' : own, upNotes),
      ...(down === undefined ? {} : { down: script(down, own, downNotes) }),
      trusted,
      stubbed: [...new Set([...up.stubbed, ...(down?.stubbed ?? [])])],
    }
  })
}

/** Shared code that one of the two reaches is reached. */
function unreachedNotes(
  up: DirectionReading,
  down: DirectionReading | undefined,
): readonly [readonly ReadingNote[], readonly ReadingNote[]] {
  const own = (reading: DirectionReading | undefined): readonly Unreached[] =>
    reading?.unreached.filter(({ owner }) => owner !== 'shared') ?? []
  const shared = up.unreached.filter(
    ({ owner, location }) =>
      owner === 'shared' &&
      down?.unreached.some(
        other => other.location.line === location.line && other.location.column === location.column,
      ) === true,
  )
  return [[...own(up), ...shared].map(unreachedNote), own(down).map(unreachedNote)]
}

function unreachedNote({ location }: Unreached): ReadingNote {
  const { line, endLine } = location
  const lines = line === endLine ? `Line ${line} was` : `Lines ${line} to ${endLine} were`
  return {
    kind: 'not-reached',
    message: `${lines} not reached in any run: what the database calls there do was not checked.`,
    location,
  }
}
