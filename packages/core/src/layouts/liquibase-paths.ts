import { folderOf, withFoldersAbove } from './path-names.ts'
import { resolveFolder } from './resolve-folder.ts'

/** Where what a changelog names may be, the likeliest first: beside it, or at the root of the class path above it. */
export function placesOf(path: string, isRelative: boolean, changelog: string): readonly string[] {
  const named = cleanPath(path)
  const above = withFoldersAbove(folderOf(changelog))
  return (isRelative ? above.slice(0, 1) : above).map(folder => resolveFolder(folder, named))
}

/** `db/changelog/a.xml` → `changelog/a.xml`, `a.xml`: for a class path that starts above the working directory. */
export function tailsOf(path: string, isRelative: boolean, changelog: string): readonly string[] {
  if (isRelative) return []
  const parts = cleanPath(path).split('/')
  return parts
    .map((_, index) => parts.slice(index + 1).join('/'))
    .filter(tail => tail !== '' && tail !== changelog)
}

export function cleanPath(path: string): string {
  return path
    .replace(/^classpath\*?:/, '')
    .replaceAll('\\', '/')
    .replace(/^(?:\.?\/)+/, '')
    .replace(/\/+$/, '')
}

export function isInside(path: string, folder: string): boolean {
  return folder === '.' || path.startsWith(`${folder}/`)
}
