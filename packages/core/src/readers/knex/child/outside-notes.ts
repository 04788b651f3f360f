import type { ReadingNote } from '../../../migration/migration.ts'
import type { DirectionJob } from '../protocol.ts'
import type { ExploredRun } from './explore.ts'
import type { ModuleLoader } from './load-module.ts'
import { incidentPlace } from './place.ts'
import { placeKey } from './place-key.ts'
import type { Run } from './run.ts'

/** What went over a connection of the application: each call of the migration, and once for each place in a file that it calls. */
export function outsideNotes(
  runs: readonly Pick<ExploredRun, 'run' | 'wrapped'>[],
  job: DirectionJob,
  loader: ModuleLoader,
): readonly ReadingNote[] {
  const notes = new Map<string, ReadingNote>()
  const calls = new Map<string, Map<string, string>>()
  for (const { run, wrapped } of runs) {
    for (const { origin, isRead, isOfConnection } of run.outside) {
      const { location, inside } = incidentPlace(origin, job, loader)
      const call = location === undefined ? '' : placeKey(location.line, location.column)
      // Off, on, and whether it is: one setting of one file.
      const key = isOfConnection ? `foreign_keys ${inside?.replace(/, line \d+$/, '')}` : (inside ?? call)
      const known = calls.get(key) ?? new Map<string, string>()
      if (!known.has(call)) known.set(call, inside ?? '')
      calls.set(key, known)
      if (notes.has(key)) continue
      if (isOfConnection) {
        notes.set(key, {
          ...ofAnotherConnection(inside, wrapped || beginsTransaction(run)),
          ...(location !== undefined && { location }),
        })
        continue
      }
      const place = inside === undefined ? 'This goes' : `${inside}: this goes`
      const consequence = wrapped ? 'outside of its transaction' : 'on another connection'
      notes.set(key, {
        kind: 'outer-knex',
        message: `${place} through a Knex instance of the project, not through the one that the migration is given: it is ${consequence}.`,
        ...(isRead && { severity: 'warning' }),
        ...(location !== undefined && { location }),
      })
    }
  }
  return [...notes].map(([key, note]) => ({
    ...note,
    message: note.message + others([...(calls.get(key)?.values() ?? [])]),
  }))
}

function ofAnotherConnection(
  inside: string | undefined,
  isInTransaction: boolean,
): Omit<ReadingNote, 'location'> {
  const what = `${inside === undefined ? 'This' : `${inside}: this`} sends PRAGMA foreign_keys through a Knex instance of the project: it is of another connection, and has no effect on the one of the migration.`
  // knex 3.3.0, dialects/sqlite3/schema/ddl.js, alter
  if (!isInTransaction) {
    return {
      kind: 'outer-knex',
      message: `${what} Outside a transaction, as here, Knex switches foreign keys off itself around a table that it builds anew.`,
      instead:
        "Leave it out. Where SQL of the migration's own builds a table anew, send it on the migration's own connection.",
      severity: 'info',
    }
  }
  return {
    kind: 'outer-knex',
    message: `${what} If foreign keys are enforced there, a table that is built anew takes rows that refer to it along, or the migration fails at them; if not, nothing is needed.`,
    instead:
      "See which it is: PRAGMA foreign_keys on the migration's own connection. If they are enforced, switch them off there, in a migration without a transaction: inside one SQLite ignores it.",
    severity: 'info',
  }
}

function beginsTransaction({ sent }: Run): boolean {
  return sent.some(({ sql }) => /^\s*begin\b/i.test(sql))
}

/** `first`: where the call that is told leads to; a setting of one file is sent in several of its lines. */
function others([first = '', ...rest]: readonly string[]): string {
  const same = rest.filter(inside => inside === first).length
  const elsewhere = rest.filter(inside => inside !== first)
  const told = same === 0 ? '' : ` ${ofCalls(same)} to it.`
  if (elsewhere.length === 0) return told
  const lines = [...new Set(elsewhere.map(inside => /\d+$/.exec(inside)?.[0] ?? ''))]
  const where = `line${lines.length === 1 ? '' : 's'} ${lines.join(', ')} there, which ${lines.length === 1 ? 'does' : 'do'} the same`
  return `${told} ${ofCalls(elsewhere.length)} to ${where}.`
}

function ofCalls(count: number): string {
  return count === 1 ? 'One more call here leads' : `${count} more calls here lead`
}
