import type { LayoutProblem, MigrationFile } from '../layouts/layout.ts'
import type { DialectName } from '../migration/migration.ts'
import type { ExpandedPaths } from './expand-paths.ts'
import { filesOf } from './left-out.ts'

/** With folders alone all migrations, else those that a given file belongs to. */
export function selectGiven(
  migrations: readonly MigrationFile[],
  expanded: ExpandedPaths,
): readonly MigrationFile[] {
  if (expanded.givenFiles.length === 0) return migrations
  const given = new Set(expanded.givenFiles)
  return migrations.filter(migration =>
    filesOf(migration).some(path => given.has(path) || inFolders(path, expanded)),
  )
}

export function earlierThan(
  selected: readonly MigrationFile[],
  all: readonly MigrationFile[],
): readonly MigrationFile[] {
  const last = all.findLastIndex(migration => selected.includes(migration))
  return all.slice(0, Math.max(last, 0)).filter(migration => !selected.includes(migration))
}

/** Those that run where the selected ones run, if these are for some engines alone. */
export function withThem(
  before: readonly MigrationFile[],
  selected: readonly MigrationFile[],
): readonly MigrationFile[] {
  const shared = selected.reduce<readonly DialectName[] | undefined>(
    (rest, { engines }) =>
      engines === undefined ? rest : (rest ?? engines).filter(name => engines.includes(name)),
    undefined,
  )
  if (shared === undefined || shared.length === 0) return before
  return before.filter(({ engines }) => engines?.some(name => shared.includes(name)) ?? true)
}

export function isAbout(
  problem: LayoutProblem,
  expanded: ExpandedPaths,
  selected: readonly MigrationFile[],
): boolean {
  return (
    expanded.givenFiles.length === 0 ||
    expanded.givenFiles.includes(problem.file) ||
    inFolders(problem.file, expanded) ||
    selected.some(migration => filesOf(migration).includes(problem.file))
  )
}

export function inFolders(path: string, expanded: ExpandedPaths): boolean {
  return expanded.folders.some(folder => folder === '.' || path.startsWith(`${folder}/`))
}
