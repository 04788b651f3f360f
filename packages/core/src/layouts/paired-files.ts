import { comparePathsNaturally } from './compare-names.ts'
import { baseName, folderOf, isSql } from './path-names.ts'

/** An up file and the down file that belongs to it by name; one of them may be missing. */
export interface FilePair {
  /** The shared name, without extension and without `.up` or `.down`. */
  readonly name: string
  readonly up?: string
  readonly down?: string
  /** The name says which direction it is: `x.up.sql`, `down/x.sql`. */
  readonly explicit: boolean
}

interface NamedFile {
  readonly path: string
  readonly folder: string
  readonly name: string
  readonly direction: 'up' | 'down' | undefined
}

/** Of `x.up.db.sql` too, which golang-migrate pairs with `x.down.db.sql`. */
const upSuffix = /[._-]+up(?:\.db)?$/i
const downSuffix = /[._-]+(?:down|rollback|undo|revert)(?:\.db)?$/i
const upFolders: ReadonlySet<string> = new Set(['up'])
const downFolders: ReadonlySet<string> = new Set(['down', 'rollback', 'revert', 'undo'])

/** Pairs `X.up.sql` or `X.sql` with `X.down.sql`, `X.rollback.sql`, `X_down.sql`, `down/X.sql` and the like. */
export function pairFiles(paths: readonly string[]): readonly FilePair[] {
  const named = paths.filter(isSql).map(nameFile)
  const known = new Set(named.map(keyOf))
  const pairs = new Map<string, { name: string; up?: string; down?: string; explicit: boolean }>()
  for (const file of named.map(one => withoutDoubtfulSuffix(one, known))) {
    const key = `${file.folder}\0${file.name}`
    const pair = pairs.get(key) ?? { name: file.name, explicit: false }
    if (file.direction === 'down') pair.down ??= file.path
    else pair.up = pair.up !== undefined && file.direction === undefined ? pair.up : file.path
    pair.explicit ||= file.direction !== undefined
    pairs.set(key, pair)
  }
  return [...pairs]
    .sort(([first], [second]) => comparePathsNaturally(sortKey(first), sortKey(second)))
    .map(([, pair]) => pair)
}

function sortKey(key: string): string {
  return key.replace('\0', '/')
}

function nameFile(path: string): NamedFile {
  const folder = folderOf(path)
  const stem = baseName(path).slice(0, -'.sql'.length)
  if (downSuffix.test(stem)) return { path, folder, name: stem.replace(downSuffix, ''), direction: 'down' }
  if (upSuffix.test(stem)) return { path, folder, name: stem.replace(upSuffix, ''), direction: 'up' }
  const lastFolder = baseName(folder).toLowerCase()
  if (downFolders.has(lastFolder)) return { path, folder: folderOf(folder), name: stem, direction: 'down' }
  if (upFolders.has(lastFolder)) return { path, folder: folderOf(folder), name: stem, direction: 'up' }
  return { path, folder, name: stem, direction: undefined }
}

function keyOf(file: NamedFile): string {
  return `${file.folder}\0${file.name}\0${file.direction === 'down' ? 'down' : 'up'}`
}

/** `2023_clean_up.sql` is an ordinary name, unless `2023_clean_down.sql` is there too. */
function withoutDoubtfulSuffix(file: NamedFile, known: ReadonlySet<string>): NamedFile {
  const stem = baseName(file.path).slice(0, -'.sql'.length)
  if (file.direction === undefined || stem === file.name || stem.charAt(file.name.length) === '.') return file
  const other = file.direction === 'down' ? 'up' : 'down'
  if (known.has(`${file.folder}\0${file.name}\0${other}`)) return file
  return { path: file.path, folder: folderOf(file.path), name: stem, direction: undefined }
}
