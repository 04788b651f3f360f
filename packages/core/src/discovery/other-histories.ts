import type { Layout, MigrationFile, ProjectFiles } from '../layouts/layout.ts'
import { baseName, folderOf } from '../layouts/path-names.ts'
import type { MissingPath } from './expand-paths.ts'
import { isPassedOver } from './migration-folders.ts'
import { rankLayouts } from './rank-layouts.ts'

/** Fewer are no history. */
const fewest = 2

/** Migrations of another tool in the folders that were given. */
export interface OtherHistory {
  readonly folder: string
  /** A clause: what it holds, and that it was not checked. */
  readonly what: string
}

/** Which of the histories is meant has not been said: the deploy does not pass. */
export function notChosen({ folder, what }: OtherHistory): MissingPath {
  return { file: folder, reason: `${what}: name the folder to check, or give --layout.` }
}

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
): Promise<readonly OtherHistory[]> {
  const scripts = new Set(migrations.flatMap(({ file, down }) => [file, ...(down ? [down.file] : [])]))
  const own = [...new Set([...scripts].map(folderOf))]
  const isOwn = (folder: string): boolean =>
    own.some(each => folder === each || folder.startsWith(`${each}/`))
  const left = unmatched.filter(
    path => !isOwn(folderOf(path)) && !isPassedOver(folderOf(path)) && !scripts.has(deployOf(path)),
  )
  if (left.length < fewest) return []
  for (const { layout: other } of await rankLayouts(left, files)) {
    const found = (await other.arrange(left, files)).migrations.filter(({ file }) => isNumbered(file))
    if (other === layout || found.length < fewest) continue
    const folder = commonFolder(found.map(({ file }) => folderOf(file)))
    return [
      {
        folder,
        what: `${folder} holds ${found.length} files that another layout (${other.name}) takes for migrations, which were not checked with those of ${layout.name}`,
      },
    ]
  }
  return []
}

/** Of sqitch, which keeps what verifies deploy/a.sql in verify/a.sql. */
function deployOf(path: string): string {
  return path.replace(/(^|\/)verify\//, '$1deploy/')
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
