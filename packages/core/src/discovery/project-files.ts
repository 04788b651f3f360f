import { lstatSync, readFileSync, type Stats, statSync } from 'node:fs'
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

/**
 * The files under `directory`, named relative to it with `/`. It waits for the disk: a thousand migrations are read in
 * 15 ms so, and in 90 ms by promises.
 */
export function projectFiles(directory: string): ProjectFiles {
  return {
    async list(folder, depth = maximumDepth) {
      if (!isFolder(resolve(directory, folder))) return []
      const names = search(resolve(directory, folder), folder, depth)
      return names.map(name => inFolder(folder, name)).toSorted(compareCodeUnits)
    },
    async exists(path) {
      return statOf(resolve(directory, path)) !== undefined
    },
    async read(path) {
      return decodeText(bytesOf(resolve(directory, path), path), path)
    },
  }
}

/** An absolute or relative path, as seen from `directory`, with `/`. */
export function relativePath(directory: string, path: string): string {
  const inside = relative(directory, resolve(directory, path))
  return (sep === '/' ? inside : inside.replaceAll(sep, '/')) || '.'
}

function search(cwd: string, folder: string, deep: number): readonly string[] {
  try {
    const found = fastGlob.globSync('**/*', {
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

function bytesOf(absolute: string, path: string): Uint8Array {
  try {
    return readFileSync(absolute)
  } catch (error) {
    const reason = isLinkToNothing(absolute) ? 'it is a symbolic link to nothing' : reasonOf(error)
    throw new UserError(`${path} cannot be read: ${reason}.`)
  }
}

function isLinkToNothing(absolute: string): boolean {
  const isLink = lstatSync(absolute, { throwIfNoEntry: false })?.isSymbolicLink() ?? false
  return isLink && statOf(absolute) === undefined
}

function isFolder(absolute: string): boolean {
  return statOf(absolute)?.isDirectory() ?? false
}

function statOf(absolute: string): Stats | undefined {
  try {
    return statSync(absolute, { throwIfNoEntry: false })
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
