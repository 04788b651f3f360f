import type { MigrationFile } from '../../layouts/layout.ts'
import { markedLines } from '../../layouts/marked-lines.ts'
import { positionsIn } from '../../lexer/positions.ts'
import type { Location, ReadingNote, Script } from '../../migration/migration.ts'

/** Tools that stop at a file without it: goose 3.27 ("unexpected state 0"), dbmate 2.36 ("requires each migration to
 * define an up block"), sql-migrate ("no Up/Down annotations found"). */
const needed: Readonly<Record<string, string>> = {
  goose: '-- +goose Up',
  dbmate: '-- migrate:up',
  'sql-migrate': '-- +migrate Up',
}

/** Where the way back begins in files of goose, sql-migrate, micrate, dbmate, MyBatis Migrations and node-pg-migrate, also
 * where it is mistyped. */
const begins =
  /^[ \t]*--[ \t]*((?:\/\/[ \t]*)?@undo\b|\+[ \t]*(?:goose|migrate|micrate)\b.*|migrate[ \t]*:[ \t]*(?:do?w?n|dwon|donw|undo|rollback)\b.*|[-\s]*down[ \t]+migration[ \t]*$)/i

/** What else these tools know. */
const other = /statement\s*(?:begin|end)|no\s*transaction|envsub|\bup\b/i

/** Whose marker it is. */
const owners: readonly (readonly [RegExp, string])[] = [
  [/^--\s*\+\s*goose\b/i, 'goose'],
  [/^--\s*\+\s*migrate\b/i, 'sql-migrate'],
  [/^--\s*migrate\s*:/i, 'dbmate'],
  [/^--\s*(?:\/\/\s*)?@undo\b/i, 'mybatis'],
  [/^--[-\s]*down\s+migration$/i, 'node-pg-migrate'],
]

/** Markers in an up script that the tool does not take for what they say: it goes on as if they were comments. */
export function markerNotes(
  layout: string,
  { up, down }: MigrationFile,
  script: Script,
): readonly ReadingNote[] {
  const marker = needed[layout]
  const isMissing = up.sections === undefined || (up.sections.length === 0 && layout !== 'sql-migrate')
  if (marker !== undefined && isMissing && script.source.trim() !== '') {
    return [{ kind: 'directive', message: `${layout} stops here: no line of the file is "${marker}".` }]
  }
  const [upStart, downStart] = [up.sections?.[0]?.[0], down?.sections?.[0]?.[0]]
  if (layout === 'goose' && upStart !== undefined && downStart !== undefined && downStart < upStart) {
    return [{ kind: 'directive', message: `goose stops here: "${marker}" has to be the first marker.` }]
  }
  return unknownMarkers(layout, up.sections ?? [[0, script.source.length]], script)
}

function unknownMarkers(
  layout: string,
  sections: readonly (readonly [number, number])[],
  { source, statements }: Script,
): readonly ReadingNote[] {
  const positions = positionsIn(source)
  const found = markedLines(source, line => {
    const text = begins.exec(line)?.[0].trim()
    return text === undefined || other.test(text) ? undefined : text
  }).filter(({ start }) => sections.some(([from, to]) => start >= from && start < to))
  return found.flatMap(({ marker, start }): readonly ReadingNote[] => {
    const { line, column } = positions.at(start)
    const isLast = !statements.some(({ location }) => location.line > line)
    if (isLast) return []
    const location: Location = { line, column, endLine: line, endColumn: column + marker.length }
    const message = `"${marker}" is a comment to ${layout}: what stands below it runs with what stands above.${otherTool(marker, layout)}`
    return [{ kind: 'directive', message, location }]
  })
}

/** The layout may be a guess: a file of another tool's is read wrongly then. */
function otherTool(marker: string, layout: string): string {
  const owner = owners.find(([pattern]) => pattern.test(marker))?.[1]
  return owner === undefined || owner === layout ? '' : ` If ${owner} runs this file, give --layout ${owner}.`
}
