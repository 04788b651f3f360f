import { readdirSync } from 'node:fs'
import { join } from 'node:path'

export interface WorkspacePackages {
  /** Where a package of the same repository may begin that is not linked, or not built. */
  entriesOf(specifier: string): readonly string[]
}

export function workspacePackages(root: string, readText: (path: string) => string): WorkspacePackages {
  let folders: ReadonlyMap<string, PackageFolder> | undefined
  const readJson = (file: string): unknown => {
    try {
      return JSON.parse(readText(file))
    } catch {
      return undefined
    }
  }
  return {
    entriesOf(specifier) {
      folders ??= findPackages(root, readText, readJson)
      const name = specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/')
      const found = folders.get(name)
      if (found === undefined) return []
      const inside = specifier.slice(name.length + 1)
      return inside === ''
        ? [...found.entries, 'src/index', 'index'].map(entry => join(found.folder, entry))
        : [join(found.folder, inside), join(found.folder, 'src', inside)]
    },
  }
}

interface PackageFolder {
  readonly folder: string
  readonly entries: readonly string[]
}

function findPackages(
  root: string,
  readText: (path: string) => string,
  readJson: (file: string) => unknown,
): ReadonlyMap<string, PackageFolder> {
  const found = new Map<string, PackageFolder>()
  for (const folder of patternsOf(root, readText, readJson).flatMap(each => foldersOf(root, each))) {
    const manifest = readJson(join(folder, 'package.json'))
    const name = field(manifest, 'name')
    if (typeof name !== 'string') continue
    const entries = ['source', 'main']
      .map(key => field(manifest, key))
      .filter(each => typeof each === 'string')
    found.set(name, { folder, entries })
  }
  return found
}

function patternsOf(
  root: string,
  readText: (path: string) => string,
  readJson: (file: string) => unknown,
): readonly string[] {
  const workspaces = field(readJson(join(root, 'package.json')), 'workspaces')
  const listed = Array.isArray(workspaces) ? workspaces : field(workspaces, 'packages')
  if (Array.isArray(listed)) return listed.filter(each => typeof each === 'string')
  try {
    const lines = readText(join(root, 'pnpm-workspace.yaml')).split('\n')
    return lines.flatMap(line => /^\s{0,8}-\s{1,8}['"]?([^'"#\s]{1,200})/.exec(line)?.[1] ?? [])
  } catch {
    return []
  }
}

/** `packages/db`, `packages/*`. */
function foldersOf(root: string, pattern: string): readonly string[] {
  const star = pattern.indexOf('*')
  if (star < 0) return [join(root, pattern)]
  const parent = join(root, pattern.slice(0, star))
  try {
    return readdirSync(parent, { withFileTypes: true })
      .filter(each => each.isDirectory() && each.name !== 'node_modules')
      .map(each => join(parent, each.name))
  } catch {
    return []
  }
}

function field(holder: unknown, name: string): unknown {
  return typeof holder === 'object' && holder !== null ? Reflect.get(holder, name) : undefined
}
