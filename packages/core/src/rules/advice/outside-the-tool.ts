import type { Migration } from '../../migration/migration.ts'
import type { Problem } from '../finding.ts'

/** The tools that put every migration into a transaction, with no word to leave it out: gobuffalo/pop, migrator.go;
 * drizzle-orm, PgDialect.migrate (github.com/drizzle-team/drizzle-orm/issues/860); db-migrate 0.11.14, migrator.js, and
 * db-migrate-pg 1.5.2, startMigration. */
const alwaysInTransaction: ReadonlyMap<string, string> = new Map([
  ['pop', 'pop puts every file into a transaction (popx: but for those named .autocommit.up.sql)'],
  [
    'db-migrate',
    'db-migrate puts every migration into a transaction, unless the whole run is --non-transactional',
  ],
  ['drizzle', 'Drizzle puts all pending files into one transaction'],
])

/** What takes the place of an advised migration outside a transaction, where the tool has none. */
export function outsideTheTool(
  { layout, up }: Migration,
  { suggestion }: Problem,
  instead: string,
): string | undefined {
  const why = alwaysInTransaction.get(layout)
  if (why === undefined || up.transaction === 'none') return undefined
  const advised = suggestion === undefined ? [] : [suggestion, ...(suggestion.later ?? [])]
  const outside = advised.filter(each => each.outsideTransaction === true).map(({ sql }) => sql)
  const isIndex = [instead, ...outside].some(text => /\bindex\b[^;.]*\bconcurrently\b/i.test(text))
  if (outside.length === 0 && !isIndex) return undefined
  if (!isIndex) return `${why}: run what has to be outside of one by hand, before the deploy that needs it.`
  return `${why}: ${byHand(instead, outside)}, for the databases that are new.`
}

/** What is run by hand, and how the migration says the same where it was not: DROP INDEX takes IF EXISTS alone. */
function byHand(instead: string, outside: readonly string[]): string {
  const creates = /\b(?:create\s+(?:unique\s+)?index\s+|build\b[^.;]*\s)concurrently\b/i.test(
    [instead, ...outside].join('\n'),
  )
  const drops = /\bdrop\s+index\s+concurrently\b/i.test(instead)
  if (!creates || !drops) {
    const condition = creates
      ? 'look that the index is valid, and let the migration say the same with IF NOT EXISTS'
      : 'and let the migration say the same with IF EXISTS'
    return `run the statement with CONCURRENTLY by hand, ${condition} and without CONCURRENTLY`
  }
  const both = 'without CONCURRENTLY, with IF NOT EXISTS behind CREATE INDEX and IF EXISTS behind DROP INDEX'
  // By the same name, the DROP INDEX of the migration would find the new one.
  return /\bgive the new one its name\b/.test(instead)
    ? `run both statements with CONCURRENTLY by hand, look that the index is valid, and leave the new one the name that it was built under: the migration says the same with that name, ${both}`
    : `run both statements with CONCURRENTLY by hand, look that the index is valid, and let the migration say the same ${both}`
}
