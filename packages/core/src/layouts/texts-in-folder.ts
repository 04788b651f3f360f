import type { ProjectFiles } from './layout.ts'
import { inFolder } from './path-names.ts'
import { textIfReadable } from './read-text.ts'

/** What the files of these names say, as far as a folder has them, in the order of the names. */
export async function textsInFolder(
  folder: string,
  names: readonly string[],
  files: ProjectFiles,
): Promise<readonly string[]> {
  const texts = await Promise.all(
    names.map(async name => {
      const path = inFolder(folder, name)
      return (await files.exists(path)) ? textIfReadable(files, path) : undefined
    }),
  )
  return texts.filter(text => text !== undefined)
}
