import { compareCodeUnits } from '../layouts/compare-names.ts'
import type { ProjectFiles } from '../layouts/layout.ts'
import { baseName, extensionOf, folderOf, inFolder } from '../layouts/path-names.ts'
import { globBase, globToRegExp, isGlob } from './glob-pattern.ts'

export interface ExpandedPaths {
  /** As the user wrote them. */
  readonly named: readonly string[]
  readonly folders: readonly string[]
  /** Named one by one, or matched by a glob. */
  readonly givenFiles: readonly string[]
  /** Named one by one. */
  readonly namedFiles: readonly string[]
  /** All files of the folders, the given files, and what lies next to those. */
  readonly files: readonly string[]
  /** Brought in by given files that include them, each with who does. */
  readonly included?: readonly { readonly by: string; readonly files: readonly string[] }[]
  /** Where all of them lie. */
  readonly places: readonly Place[]
  /** Paths that are not there, and patterns that nothing matches. */
  readonly missing: readonly MissingPath[]
}

export interface MissingPath {
  readonly file: string
  /** One sentence, with the path. */
  readonly reason: string
}

export interface Place {
  readonly folder: string
  /** How deep it was looked into; absent: all the way. */
  readonly depth?: number
}

/** Folders, files and globs to files. A path that is not there is missing, whatever is allowed. */
export async function expandPaths(
  paths: readonly string[],
  files: ProjectFiles,
  allowUnmatched: boolean,
  isElsewhere: (path: string) => Promise<boolean> = async () => false,
): Promise<ExpandedPaths> {
  const folders: string[] = []
  const namedFiles: string[] = []
  const matchedFiles: string[] = []
  const missing: MissingPath[] = []
  for (const path of paths.map(withoutTrailingSlash)) {
    switch (await kindOf(path, files)) {
      case 'folder':
        folders.push(path)
        break
      case 'file':
        namedFiles.push(path)
        break
      case 'pattern': {
        const matches = await matchesOf(path, files)
        matchedFiles.push(...matches)
        if (matches.length === 0 && !allowUnmatched)
          missing.push({ file: path, reason: `No file matches ${path}.` })
        break
      }
      case 'missing':
        if (!(await isElsewhere(path))) missing.push({ file: path, reason: `${path} does not exist.` })
        break
    }
  }
  const givenFiles = [...namedFiles, ...matchedFiles]
  const contexts = [...new Set(givenFiles.map(contextFolder))].filter(context => !folders.includes(context))
  const places = [...folders.map(folder => ({ folder })), ...contexts.map(folder => ({ folder, depth: 2 }))]
  return {
    named: paths,
    folders,
    givenFiles,
    namedFiles,
    files: [...new Set([...(await filesIn(places, files)), ...givenFiles])].toSorted(compareCodeUnits),
    places,
    missing,
  }
}

export async function filesIn(places: readonly Place[], files: ProjectFiles): Promise<readonly string[]> {
  const lists = await Promise.all(places.map(({ folder, depth }) => files.list(folder, depth)))
  return [...new Set(lists.flat())]
}

async function kindOf(path: string, files: ProjectFiles): Promise<'folder' | 'file' | 'pattern' | 'missing'> {
  if (await files.exists(path)) {
    if ((await files.list(path, 1)).length > 0 || (await files.list(path)).length > 0) return 'folder'
    return extensionOf(path) === '' ? 'folder' : 'file'
  }
  return isGlob(path) ? 'pattern' : 'missing'
}

async function matchesOf(pattern: string, files: ProjectFiles): Promise<readonly string[]> {
  const expression = globToRegExp(pattern)
  return (await files.list(globBase(pattern))).filter(path => expression.test(path))
}

const directionFolders: ReadonlySet<string> = new Set([
  'up',
  'down',
  'rollback',
  'revert',
  'undo',
  'deploy',
  'verify',
  'sqls',
])
const fixedNames: ReadonlySet<string> = new Set(['up.sql', 'down.sql', 'migration.sql'])

/** Where the rest of a given file's migration and its neighbours are. */
function contextFolder(path: string): string {
  const folder = folderOf(path)
  const isPart =
    fixedNames.has(baseName(path).toLowerCase()) || directionFolders.has(baseName(folder).toLowerCase())
  if (!isPart) return folder
  return folder === '.' ? inFolder('.', '..') : folderOf(folder)
}

function withoutTrailingSlash(path: string): string {
  const plain = path.replaceAll('\\', '/').replace(/^(?:\.\/)+(?=.)/, '')
  return plain.length > 1 && plain.endsWith('/') ? plain.replace(/\/+$/, '') : plain
}
