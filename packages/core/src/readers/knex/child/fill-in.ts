import type { Location } from '../../../migration/migration.ts'
import type { RecordedDirection, Unreached } from '../protocol.ts'
import { contains } from './decided-branches.ts'

export const readCondition = 'read without running'

/** What a run did not come to, with what its source says. What the source does not say either stays said. */
export function fillIn(
  recorded: RecordedDirection,
  read: RecordedDirection,
  condition: string,
): RecordedDirection {
  const known = new Set(recorded.statements.map(({ location, sql }) => keyOf(location, sql)))
  const missing = read.statements
    .filter(({ location, sql }) => !known.has(keyOf(location, sql)))
    .filter(
      ({ location }) =>
        recorded.outcome === 'failed' ||
        recorded.unreached.some(each => each.file === undefined && isInside(location, each.location)),
    )
    .map(statement => ({
      ...statement,
      runs: 'perhaps' as const,
      conditions: [condition, ...statement.conditions],
    }))
  const statements = [...recorded.statements]
  for (const statement of missing) {
    const next = statements.findIndex(({ location }) => isBefore(statement.location, location))
    statements.splice(next < 0 ? statements.length : next, 0, statement)
  }
  return { ...recorded, statements, unreached: stillUnreached(recorded, read, missing) }
}

/** Where the source of a piece gave statements, what is left of it is what could not be followed. */
function stillUnreached(
  recorded: RecordedDirection,
  read: RecordedDirection,
  filled: RecordedDirection['statements'],
): readonly Unreached[] {
  if (recorded.outcome === 'failed' || read.outcome !== 'finished') return recorded.unreached
  return recorded.unreached.flatMap(each => {
    const isWithin = (location: Location | undefined): boolean =>
      location !== undefined && contains(each.location, location)
    const isLost = read.notes.some(({ kind, location }) => kind === 'not-reached' && isWithin(location))
    const isRead = each.file === undefined && filled.some(({ location }) => isWithin(location))
    if (!isRead || isLost) return [each]
    const own = read.unreached.filter(({ file }) => file === undefined)
    return own.some(({ location }) => contains(location, each.location))
      ? [each]
      : own.filter(({ location }) => isWithin(location))
  })
}

function keyOf({ line, column }: Location, sql: string): string {
  return `${line}:${column} ${sql}`
}

function isInside(inner: Location, outer: Location): boolean {
  return !isBefore(inner, outer) && inner.line <= outer.endLine
}

function isBefore(first: Location, second: Location): boolean {
  return first.line < second.line || (first.line === second.line && first.column < second.column)
}
