import type { Detection, ProjectFiles } from './layout.ts'
import { isChangelog, isFormattedSql, mayBeChangelog } from './liquibase-changelogs.ts'
import { folderOf, isSql, withFoldersAbove } from './path-names.ts'
import { textIfReadable } from './read-text.ts'

/** More files than this are no project's own changelogs. */
const mostLookedAt = 500

/** The folders of the project that hold changelogs, by words in their names and then by what the files say. */
export async function detectChangelogs(files: ProjectFiles): Promise<readonly Detection[]> {
  const named = (await files.list('.')).filter(isNamedLikeChangelog).slice(0, mostLookedAt)
  const changelogs = await Promise.all(named.map(async path => ((await lists(path, files)) ? [path] : [])))
  return topFolders(changelogs.flat())
}

function isNamedLikeChangelog(path: string): boolean {
  const isBuilt = /(?:^|\/)(?:target|build|out|bin|dist|tests?)(?:\/|$)/.test(folderOf(path))
  return !isBuilt && /change-?log|liquibase/i.test(path) && (isSql(path) || mayBeChangelog(path))
}

async function lists(path: string, files: ProjectFiles): Promise<boolean> {
  if (!isSql(path)) return isChangelog(path, files)
  return isFormattedSql((await textIfReadable(files, path)) ?? '')
}

/** The folders that hold changelogs; a folder inside another one belongs to it. */
function topFolders(changelogs: readonly string[]): readonly Detection[] {
  const folders = new Set(changelogs.map(folderOf))
  const top = [...folders].filter(
    folder =>
      !withFoldersAbove(folder)
        .slice(1)
        .some(above => folders.has(above)),
  )
  return top.map(folder => ({
    paths: [folder],
    evidence: changelogs.find(path => folderOf(path) === folder) ?? folder,
  }))
}
