import type { Direction, Migration, Statement } from '../../migration/migration.ts'
import type { Place } from '../finding.ts'

/** Where a finding about a whole script stands: at its first statement that is more than BEGIN; without one, at the file's first line. */
export function startOf(migration: Migration, direction: Direction): Place {
  const script = direction === 'down' ? migration.down : migration.up
  if (script === undefined) return { direction: 'up' }
  const { statements } = script
  const isFrame = ({ operations }: Statement): boolean =>
    operations.length > 0 && operations.every(({ kind }) => kind === 'control-transaction')
  const first = statements.find(each => !isFrame(each)) ?? statements[0]
  if (first !== undefined) return { direction, location: first.location, statement: first.text }
  if (script.begins !== undefined) return { direction, location: script.begins }
  // Both directions in one file: its first line would point at the other one.
  if (script.file === migration.up.file && direction === 'down') return { direction }
  return { direction, location: { line: 1, column: 1, endLine: 1, endColumn: 1 } }
}

export function placeOfStatement(direction: Direction, { location, text }: Statement): Place {
  return { direction, location, statement: text }
}

export function placeOfThrow(migration: Migration): Place {
  const location = migration.down?.notes.find(({ kind }) => kind === 'throws')?.location
  return location === undefined ? startOf(migration, 'down') : { direction: 'down', location }
}
