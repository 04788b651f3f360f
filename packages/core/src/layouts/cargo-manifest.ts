import type { ProjectFiles } from './layout.ts'
import { folderOf, inFolder, withFoldersAbove } from './path-names.ts'
import { textIfReadable } from './read-text.ts'

/** Whether the crate that this file belongs to, or its workspace, requires another: `sqlx = …`, `sqlx.workspace`. */
export async function isRequiredByCrate(crate: string, path: string, files: ProjectFiles): Promise<boolean> {
  const required = new RegExp(`^[ \\t]*(?:\\[[\\w.-]*dependencies\\.)?${crate}\\b[ \\t]*[=.\\]]`, 'm')
  for (const folder of withFoldersAbove(folderOf(path))) {
    const manifest = inFolder(folder, 'Cargo.toml')
    if (!(await files.exists(manifest))) continue
    if (required.test((await textIfReadable(files, manifest)) ?? '')) return true
  }
  return false
}
