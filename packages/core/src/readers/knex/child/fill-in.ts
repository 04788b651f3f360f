import type { Location } from '../../../migration/migration.ts'
import type { RecordedDirection } from '../protocol.ts'

export const readCondition = 'read without running'

/** What a run did not come to, with what its source says; that it was not reached stays said. */
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
  return { ...recorded, statements }
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
