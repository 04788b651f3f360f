import type { Layout, MigrationFile, ProjectFiles } from '../layouts/layout.ts'
import { baseName, folderOf } from '../layouts/path-names.ts'
import type { MissingPath } from './expand-paths.ts'
import { isPassedOver } from './migration-folders.ts'
import { rankLayouts } from './rank-layouts.ts'

/** Fewer are no history. */
const fewest = 2

/**
 * Folders, of those given, that hold the migrations of another tool: they are not checked with these, and nobody should
 * take them for checked. Files in or below the folders of the read ones belong to these (SQL that a migration in code
 * loads).
 */
export async function otherHistories(
  unmatched: readonly string[],
  layout: Layout,
  migrations: readonly MigrationFile[],
  files: ProjectFiles,
): Promise<readonly MissingPath[]> {
  const own = [...new Set(migrations.map(({ file }) => folderOf(file)))]
  const isOwn = (folder: string): boolean =>
    own.some(each => folder === each || folder.startsWith(`${each}/`))
  const left = unmatched.filter(path => !isOwn(folderOf(path)) && !isPassedOver(folderOf(path)))
  if (left.length < fewest) return []
  for (const { layout: other } of await rankLayouts(left, files)) {
    const found = (await other.arrange(left, files)).migrations.filter(({ file }) => isNumbered(file))
    if (other === layout || found.length < fewest) continue
    const folder = commonFolder(found.map(({ file }) => folderOf(file)))
    return [
      {
        file: folder,
        reason: `${folder} holds ${found.length} migrations of another layout (${other.name}), which were not checked with those of ${layout.name}: name the folder to check, or give --layout.`,
      },
    ]
  }
  return []
}

/** `2024_a.sql`, `V1__a.sql`, `1_a/up.sql`. */
function isNumbered(path: string): boolean {
  return /^V?\d/.test(baseName(path)) || /^\d/.test(baseName(folderOf(path)))
}

function commonFolder(folders: readonly string[]): string {
  const [first = '.', ...others] = folders.map(folder => folder.split('/'))
  const parts = typeof first === 'string' ? [first] : first
  const shared = parts.findIndex((part, index) => others.some(other => other[index] !== part))
  return (shared === -1 ? parts : parts.slice(0, shared)).join('/') || '.'
}
