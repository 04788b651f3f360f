import { compareCodeUnits } from '../layouts/compare-names.ts'
import type { ProjectFiles } from '../layouts/layout.ts'
import { folderOf } from '../layouts/path-names.ts'
import { UserError } from '../user-error.ts'
import { decodeText } from './decode-text.ts'
import type { Repository } from './git.ts'
import { followLinks } from './git-links.ts'
import type { StoredFile } from './git-output.ts'
import { isUnder } from './is-under.ts'

/** What is staged, in place of the disk. */
export async function gitIndexFiles(repository: Repository): Promise<ProjectFiles> {
  return storedFiles(repository, await followLinks(repository, await repository.filesInIndex()))
}

/** The project as it was at a commit. */
export async function gitCommitFiles(repository: Repository, commit: string): Promise<ProjectFiles> {
  return storedFiles(repository, await followLinks(repository, await repository.filesAt(commit)))
}

function storedFiles(repository: Repository, stored: readonly StoredFile[]): ProjectFiles {
  const blobs = new Map(stored.map(file => [file.path, file.blob]))
  const paths = [...blobs.keys()].filter(path => !path.includes('node_modules/')).toSorted(compareCodeUnits)
  const folders = new Map<string, Promise<ReadonlyMap<string, Uint8Array>>>()
  return {
    async list(folder, depth) {
      return paths.filter(path => isUnder(path, folder, depth))
    },
    async exists(path) {
      return path === '.' || blobs.has(path) || paths.some(one => one.startsWith(`${path}/`))
    },
    async read(path) {
      const blob = blobs.get(path)
      if (blob === undefined) throw new UserError(`${path} cannot be read: it is not in git.`)
      const contents = await contentsOfFolder(folderOf(path))
      const bytes = contents.get(blob)
      if (bytes === undefined) throw new UserError(`${path} cannot be read: git has no content for it.`)
      return decodeText(bytes, path)
    },
  }

  /** Neighbours are read next: one git process for a whole folder. */
  function contentsOfFolder(folder: string): Promise<ReadonlyMap<string, Uint8Array>> {
    const known = folders.get(folder)
    if (known !== undefined) return known
    const inFolder = paths.filter(path => folderOf(path) === folder).map(path => blobs.get(path) ?? '')
    const read = repository.contents([...new Set(inFolder)])
    folders.set(folder, read)
    return read
  }
}
