import { folderOf, withFoldersAbove } from './path-names.ts'

/**
 * Runners that do not look into sub-folders see only these: files with no other file of the list in a folder
 * above theirs. (`migrations/1.js` stays, `migrations/shared/columns.js` does not.)
 */
export function topmostFiles(paths: readonly string[]): readonly string[] {
  const folders = new Set(paths.map(folderOf))
  return paths.filter(
    path =>
      !withFoldersAbove(folderOf(path))
        .slice(1)
        .some(folder => folders.has(folder)),
  )
}
