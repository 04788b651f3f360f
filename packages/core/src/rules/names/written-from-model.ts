import type { Migration } from '../../migration/migration.ts'

const layouts: ReadonlySet<string> = new Set(['prisma', 'drizzle'])

/** A tool that compares two models has written the script and says whole columns again: that one may be NULL is what the
 * model says, and nobody forgot it. */
export function isWrittenFromModel({ layout }: Migration): boolean {
  return layouts.has(layout)
}
