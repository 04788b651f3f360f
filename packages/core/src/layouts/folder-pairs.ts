import type { LayoutProblem } from './layout.ts'
import { baseName, folderOf } from './path-names.ts'

/** A folder that is one migration: `2024_add_users/up.sql` and `down.sql`. */
export interface FolderPair {
  readonly folder: string
  /** The folder's own name. */
  readonly name: string
  readonly up?: string
  readonly down?: string
}

/** `upName` and `downName` are whole file names. In no defined order. */
export function folderPairs(
  paths: readonly string[],
  upName: string,
  downName: string,
): readonly FolderPair[] {
  const pairs = new Map<string, { folder: string; name: string; up?: string; down?: string }>()
  for (const path of paths) {
    const name = baseName(path).toLowerCase()
    if (name !== upName && name !== downName) continue
    const folder = folderOf(path)
    const pair = pairs.get(folder) ?? { folder, name: baseName(folder) }
    if (name === upName) pair.up = path
    else pair.down = path
    pairs.set(folder, pair)
  }
  return [...pairs.values()]
}

export function foldersWithoutUp(pairs: readonly FolderPair[], upName: string): readonly LayoutProblem[] {
  return pairs.flatMap(({ name, up, down }) =>
    up === undefined && down !== undefined
      ? [
          {
            ruleId: 'orphan-down',
            file: down,
            message: `There is no ${upName} in ${name} for this down script: it never runs.`,
          } as const,
        ]
      : [],
  )
}
