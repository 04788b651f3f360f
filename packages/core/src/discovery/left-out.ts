import { isNumberedCode } from '../layouts/code-beside.ts'
import { isCode } from '../layouts/code-migration-tool.ts'
import type { Layout, MigrationFile } from '../layouts/layout.ts'
import { baseName, folderOf, isSql } from '../layouts/path-names.ts'
import type { ExpandedPaths, MissingPath } from './expand-paths.ts'

export const noProject =
  'No migrations found: looked for the config file of a migration tool (knexfile, prisma, drizzle, sqitch, flyway, …) and for folders called migrations, migration or migrate; name the folder, as in: migration-lint db/migrations.'

export function reasonForNone({ named, files }: ExpandedPaths): string {
  const why = files.some(path => isSql(path) || isCode(path))
    ? 'no layout that is known here fits its files'
    : 'there is no SQL and no code in it'
  return `No migrations found in ${named.join(', ')}: ${why}.`
}

/** Named one by one, and no migrations. */
export function strayFiles(
  expanded: ExpandedPaths,
  migrations: readonly MigrationFile[],
  layout: Layout,
): readonly MissingPath[] {
  const taken = new Set(migrations.flatMap(filesOf))
  return expanded.namedFiles
    .filter(path => !taken.has(path))
    .map(file => ({
      file,
      reason: `${file} is no migration of the layout ${layout.name}: leave it out, or give --layout or --no-error-on-unmatched-pattern.`,
    }))
}

const mostNames = 3

/** Told briefly: a folder that holds other files too says nothing new with the fourth of them. */
export function notMigrations(paths: readonly string[]): readonly string[] {
  if (paths.length === 0) return []
  const names = paths.slice(0, mostNames).map(baseName)
  const more = paths.length > mostNames ? ', …' : ''
  return [
    `not migrations: ${paths.length} ${paths.length === 1 ? 'file' : 'files'} (${names.join(', ')}${more})`,
  ]
}

/** Migrations that their runner passes over on this engine. */
export function notFor(engine: string, count: number): readonly string[] {
  return count === 0 ? [] : [`not for ${engine}: ${count} ${count === 1 ? 'migration' : 'migrations'}`]
}

/** Files that are named for another engine than this. */
export function filesNotFor(engine: string, paths: readonly string[]): readonly string[] {
  if (paths.length === 0) return []
  const folders = [...new Set(paths.map(folderOf))]
  const more = folders.length > mostNames ? ', …' : ''
  return [
    `not for ${engine}: ${paths.length} ${paths.length === 1 ? 'file' : 'files'} (${folders.slice(0, mostNames).join(', ')}${more})`,
  ]
}

export function looksLikeMigration(path: string): boolean {
  return isSql(path) || isNumberedCode(path)
}

export function filesOf(migration: MigrationFile): readonly string[] {
  const { file, up, down, written } = migration
  return [file, up.file, ...(down === undefined ? [] : [down.file]), ...(written?.files.values() ?? [])]
}
