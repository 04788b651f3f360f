import type { ProjectFiles } from '../layouts/layout.ts'
import { folderOf, inFolder } from '../layouts/path-names.ts'

/** In the order in which knex's command line looks for them, and .cjs, which it takes by --knexfile. */
const names = ['js', 'mjs', 'cjs', 'ts', 'mts', 'cts'].map(extension => `knexfile.${extension}`)

/** The nearest knexfile, from the folder of a migration up to the working directory. */
export async function findKnexfile(migration: string, files: ProjectFiles): Promise<string | undefined> {
  for (let folder = folderOf(migration); ; folder = folderOf(folder)) {
    for (const name of names) {
      const path = inFolder(folder, name)
      if (await files.exists(path)) return path
    }
    if (folder === '.' || folder.startsWith('..')) return undefined
  }
}
