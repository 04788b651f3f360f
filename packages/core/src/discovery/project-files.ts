import { lstat, readFile, stat } from 'node:fs/promises'
import { relative, resolve, sep } from 'node:path'
import fastGlob from 'fast-glob'
import { compareCodeUnits } from '../layouts/compare-names.ts'
import type { ProjectFiles } from '../layouts/layout.ts'
import { inFolder, isSql } from '../layouts/path-names.ts'
import { UserError } from '../user-error.ts'
import { decodeText } from './decode-text.ts'

/** Deeper than any real project; it ends a loop of symbolic links. */
const maximumDepth = 16

const ignored = ['**/node_modules/**', '**/.git/**']

/** The files under `directory`, named relative to it with `/`. */
export function projectFiles(directory: string): ProjectFiles {
  return {
    async list(folder, depth = maximumDepth) {
      if (!(await isFolder(resolve(directory, folder)))) return []
      const names = await search(resolve(directory, folder), folder, depth)
      return names.map(name => inFolder(folder, name)).toSorted(compareCodeUnits)
    },
    async exists(path) {
      return (await statOf(resolve(directory, path))) !== undefined
    },
    async read(path) {
      return decodeText(await bytesOf(resolve(directory, path), path), path)
    },
  }
}

/** An absolute or relative path, as seen from `directory`, with `/`. */
export function relativePath(directory: string, path: string): string {
  const inside = relative(directory, resolve(directory, path))
  return (sep === '/' ? inside : inside.replaceAll(sep, '/')) || '.'
}

async function search(cwd: string, folder: string, deep: number): Promise<readonly string[]> {
  try {
    const found = await fastGlob.glob('**/*', {
      cwd,
      ignore: ignored,
      deep,
      onlyFiles: false,
      objectMode: true,
    })
    return found
      .filter(({ path, dirent }) => dirent.isFile() || isUnreadable(path, dirent))
      .map(({ path }) => path)
  } catch (error) {
    throw new UserError(`${folder} cannot be listed: ${reasonOf(error)}.`)
  }
}

/** A symbolic link to nothing, or a folder with a script's name: listed, so that whoever reads it says so. */
function isUnreadable(path: string, dirent: { isSymbolicLink(): boolean; isDirectory(): boolean }): boolean {
  return dirent.isSymbolicLink() || (dirent.isDirectory() && isSql(path))
}

async function bytesOf(absolute: string, path: string): Promise<Uint8Array> {
  try {
    return await readFile(absolute)
  } catch (error) {
    const reason = (await isLinkToNothing(absolute)) ? 'it is a symbolic link to nothing' : reasonOf(error)
    throw new UserError(`${path} cannot be read: ${reason}.`)
  }
}

async function isLinkToNothing(absolute: string): Promise<boolean> {
  const isLink = await lstat(absolute).then(
    found => found.isSymbolicLink(),
    () => false,
  )
  return isLink && (await statOf(absolute)) === undefined
}

async function isFolder(absolute: string): Promise<boolean> {
  return (await statOf(absolute))?.isDirectory() ?? false
}

async function statOf(absolute: string): Promise<Awaited<ReturnType<typeof stat>> | undefined> {
  try {
    return await stat(absolute)
  } catch {
    return undefined
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  switch (code) {
    case 'ENOENT':
      return 'there is no such file'
    case 'EACCES':
    case 'EPERM':
      return 'permission denied'
    case 'EISDIR':
      return 'it is a folder'
    case 'ELOOP':
      return 'its symbolic links form a loop'
    default:
      return error instanceof Error ? error.message : String(error)
  }
}
