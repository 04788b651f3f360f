import type { Location, ReadingNote } from '../../migration/migration.ts'
import type { DirectionReading } from './direction-reading.ts'
import type { Unreached } from './protocol.ts'

/** The same piece of code, whichever direction tells of it. */
export function branchKey({ line, column, endLine, endColumn }: Location, file: string | undefined): string {
  return `${file ?? ''}:${line}:${column}:${endLine}:${endColumn}`
}

type Reached = Pick<DirectionReading, 'unreached' | 'reached'>

/** What no run came to, for up and for down; code that serves both is reached when one of them reaches it. */
export function unreachedNotes(
  up: Reached,
  down: Reached | undefined,
): readonly [readonly ReadingNote[], readonly ReadingNote[]] {
  const reached = new Set([...up.reached, ...(down?.reached ?? [])])
  const isTold = ({ owner, location, file }: Unreached): boolean =>
    owner !== 'shared' || !reached.has(branchKey(location, file))
  const inUp = up.unreached.filter(isTold)
  const inDown = (down?.unreached ?? []).filter(
    each =>
      isTold(each) &&
      !inUp.some(other => other.file === each.file && encloses(other.location, each.location)),
  )
  return [inUp.map(unreachedNote), inDown.map(unreachedNote)]
}

function encloses(outer: Location, inner: Location): boolean {
  return outer.line <= inner.line && outer.endLine >= inner.endLine
}

function unreachedNote({ location, file, from }: Unreached): ReadingNote {
  const { line, endLine } = location
  const lines = line === endLine ? `ine ${line} was` : `ines ${line} to ${endLine} were`
  const place = file === undefined ? `L${lines}` : `In ${file}, l${lines}`
  return {
    kind: 'not-reached',
    message: `${place} not reached in any run: what the calls there do was not checked.`,
    ...(file === undefined ? { location } : from !== undefined && { location: from }),
  }
}
