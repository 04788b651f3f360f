import type { ProjectFiles } from './layout.ts'
import { baseName } from './path-names.ts'
import { textIfReadable } from './read-text.ts'

/** A file of the code beside the resources that hold the migrations, as far as it is called after what it sets up. */
export async function codeWhere(
  path: string,
  { named, says }: { readonly named: RegExp; readonly says: (text: string) => boolean },
  files: ProjectFiles,
): Promise<string | undefined> {
  const [main] = /^(?:.*\/)?src\/main(?=\/resources\/)/.exec(path) ?? []
  if (main === undefined) return undefined
  for (const file of await files.list(main))
    if (
      named.test(baseName(file)) &&
      says(((await textIfReadable(files, file)) ?? '').replace(commentLines, ''))
    )
      return file
  return undefined
}

export const commentLines: RegExp = /^[ \t]*(?:#|\/\/|\*|\/\*).*$/gm
