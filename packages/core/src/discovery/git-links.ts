import { posix } from 'node:path'
import type { Repository } from './git.ts'
import type { StoredFile } from './git-output.ts'

/** A link to a link to a link: more is a loop. */
const mostLinks = 4

/** What a symbolic link leads to stands under the link's name too, as on disk; a link to nothing stays. */
export async function followLinks(
  repository: Repository,
  stored: readonly StoredFile[],
): Promise<readonly StoredFile[]> {
  const links = stored.filter(({ isLink }) => isLink)
  if (links.length === 0) return stored
  const targets = await repository.contents(links.map(({ blob }) => blob))
  let files: readonly StoredFile[] = stored
  for (let round = 0; round < mostLinks && files.some(({ isLink }) => isLink); round++) {
    files = files.flatMap(file => {
      const target = file.isLink ? targets.get(file.blob) : undefined
      if (target === undefined) return [file]
      const found = behind(file.path, new TextDecoder().decode(target), stored)
      return found.length === 0 ? [{ ...file, isLink: false }] : found
    })
  }
  return files
}

function behind(link: string, target: string, stored: readonly StoredFile[]): readonly StoredFile[] {
  const place = posix.normalize(posix.join(posix.dirname(link), target)).replace(/\/$/, '')
  return stored
    .filter(({ path }) => path === place || path.startsWith(`${place}/`))
    .map(file => ({ ...file, path: link + file.path.slice(place.length) }))
}
