import type { ProjectFiles } from './layout.ts'
import { folderOf, inFolder, withFoldersAbove } from './path-names.ts'
import { textIfReadable } from './read-text.ts'

/** Whether the Go module that this file belongs to requires one of these modules: its nearest go.mod says so. */
export async function isRequiredByGo(
  modules: readonly string[],
  path: string,
  files: ProjectFiles,
): Promise<boolean> {
  for (const folder of withFoldersAbove(folderOf(path))) {
    const goMod = inFolder(folder, 'go.mod')
    if (!(await files.exists(goMod))) continue
    const text = (await textIfReadable(files, goMod)) ?? ''
    return modules.some(module => text.includes(module))
  }
  return false
}
