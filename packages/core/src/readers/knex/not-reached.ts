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
  return [neighbours(inUp).map(unreachedNote), neighbours(inDown).map(unreachedNote)]
}

function encloses(outer: Location, inner: Location): boolean {
  return outer.line <= inner.line && outer.endLine >= inner.endLine
}

/** The arms of one `if … else if …` are told together. */
function neighbours(pieces: readonly Unreached[]): readonly (readonly [Unreached, ...Unreached[]])[] {
  const groups: [Unreached, ...Unreached[]][] = []
  for (const piece of pieces) {
    const before = groups.at(-1)
    const last = before?.at(-1)
    const gap = piece.location.line - (last?.location.endLine ?? 0)
    if (before !== undefined && last?.file === piece.file && gap >= 0 && gap <= 2) before.push(piece)
    else groups.push([piece])
  }
  return groups
}

function joined(words: readonly string[]): string {
  return [words.slice(0, -1).join(', '), ...words.slice(-1)].filter(each => each !== '').join(' and ')
}

function adviceFor(isOfRows: boolean, isAfterError: boolean): string {
  if (isAfterError) return 'Read these lines by hand, and try them where the error that they are for occurs.'
  const byHand =
    'Read these lines by hand, with what decides whether they run, which this check could not bring about.'
  return isOfRows
    ? `${byHand} UPDATE … WHERE or INSERT … SELECT, which say the condition in SQL, are checked.`
    : byHand
}

function unreachedNote(pieces: readonly [Unreached, ...Unreached[]]): ReadingNote {
  const [{ location, file, from }] = pieces
  const ranges = pieces.map(({ location: { line, endLine } }) =>
    line === endLine ? `${line}` : `${line} to ${endLine}`,
  )
  const isOneLine = pieces.length === 1 && location.line === location.endLine
  const lines = `${isOneLine ? 'ine' : 'ines'} ${joined(ranges)} ${isOneLine ? 'was' : 'were'}`
  const place = file === undefined ? `L${lines}` : `In ${file}, l${lines}`
  const changes = pieces.flatMap(each => each.changes)
  const words = [...new Set(changes.map(each => each.words))]
  const isOfRows = changes.length > 0 && changes.every(each => each.isOfRows)
  const isAfterError = pieces.every(each => each.isAfterError)
  const what =
    words.length === 0
      ? 'what the calls there do was not checked'
      : `${joined(words)} ${words.length === 1 ? 'was' : 'were'} not checked`
  return {
    kind: 'not-reached',
    message: `${place} not reached in any run${isAfterError ? ', being there for an error' : ''}: ${what}.`,
    instead: adviceFor(isOfRows, isAfterError),
    ...((isOfRows || isAfterError) && { severity: 'info' }),
    ...(file === undefined ? { location } : from !== undefined && { location: from }),
  }
}
