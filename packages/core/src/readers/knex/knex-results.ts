import type { Direction, ReadingNote, Script } from '../../migration/migration.ts'
import type { CodeFile, CodeResult } from './code-file.ts'
import type { DirectionReading } from './direction-reading.ts'
import { unreachedNotes } from './not-reached.ts'
import { placeOfDown } from './place-of-down.ts'

export interface FileReading {
  readonly file: CodeFile
  readonly source: string
  readonly up: DirectionReading
  readonly down?: DirectionReading
  readonly trusted: boolean
}

/** The transaction that the tool puts around one direction of a file, and what it sets on the connection. */
export type TransactionOf = (
  reading: FileReading,
  direction: Direction,
) => Pick<Script, 'transaction' | 'separated' | 'session' | 'autocommitOff'>

export function toResults(
  readings: readonly FileReading[],
  transactionOf: TransactionOf,
): readonly CodeResult[] {
  return readings.map(reading => {
    const { file, source, up, trusted } = reading
    const down = reading.down?.absent === false ? reading.down : undefined
    const noWayBack = reading.down?.notes.filter(({ kind }) => kind === 'no-way-back') ?? []
    const [upNotes, downNotes] = unreachedNotes(up, down)
    const script = (
      direction: Direction,
      { statements, notes }: DirectionReading,
      more: readonly ReadingNote[],
    ): Script => ({
      file: file.file,
      source,
      statements,
      ...(direction === 'down' && statements.length === 0 && placeInFile(source)),
      ...transactionOf(reading, direction),
      notes: [...notes, ...more],
    })
    return {
      file: file.file,
      up: script('up', up, [...upNotes, ...noWayBack]),
      ...(down === undefined ? {} : { down: script('down', down, downNotes) }),
      ...(reading.down?.isIrreversible === true ? { declaredIrreversible: {} } : {}),
      trusted,
      stubbed: [...new Set([...up.stubbed, ...(down?.stubbed ?? [])])],
    }
  })
}

function placeInFile(source: string): Pick<Script, 'begins'> {
  const begins = placeOfDown(source)
  return begins === undefined ? {} : { begins }
}

/**
 * Knex puts all pending migrations into one transaction, unless one of them asks for none: then each has its own.
 * Roll-backs have one for each file, and with disableTransactions so does each file that asks for one (knex 3.3.0,
 * Migrator.js: latest, rollback, _useTransaction; measured on PostgreSQL 15).
 */
export function knexTransactions(
  readings: readonly FileReading[],
  disableTransactions: boolean,
): TransactionOf {
  const usesTransaction = ({ up }: FileReading): boolean => up.transaction ?? !disableTransactions
  const isOneBatch =
    !disableTransactions && readings.every(each => !each.file.pending || usesTransaction(each))
  return (reading, direction) => {
    if (!usesTransaction(reading)) return { transaction: 'none' }
    if (disableTransactions || direction === 'down' || !reading.file.pending) return { transaction: 'script' }
    return isOneBatch ? { transaction: 'batch' } : { transaction: 'script', separated: true }
  }
}
