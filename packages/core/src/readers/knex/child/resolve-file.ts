import { realpathSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, isAbsolute, join, sep } from 'node:path'
import { isInside } from './is-inside.ts'
import { isPath } from './is-path.ts'
import { pathAliases } from './path-aliases.ts'
import { workspacePackages } from './workspace-packages.ts'

export interface Resolver {
  /** A file of the project, or of a package that is there. */
  resolve(specifier: string, from: string): string | undefined
  isProjectFile(file: string): boolean
}

export interface ResolverOptions {
  readonly root: string
  /** What lies in it is no code of the project. */
  readonly ownFolder: string
  readonly knexPath: string
  readonly readText: (path: string) => string
}

const extensions = ['', '.ts', '.js', '.cjs', '.mjs', '.json', '.mts', '.cts', '.tsx']

export function createResolver({ root, ownFolder, knexPath, readText }: ResolverOptions): Resolver {
  const aliases = pathAliases(root, readText)
  const workspace = workspacePackages(root, readText)

  function existing(base: string): string | undefined {
    const bare = base.replace(/\.([mc]?)js$/, '')
    const candidates = [
      ...extensions.map(extension => base + extension),
      ...(bare === base ? [] : ['.ts', '.mts', '.cts', '.tsx'].map(extension => bare + extension)),
      ...extensions.slice(1).map(extension => join(base, `index${extension}`)),
    ]
    return candidates.map(realFile).find(file => file !== undefined && isInside(root, file))
  }

  function firstExisting(bases: readonly string[]): string | undefined {
    for (const base of bases) {
      const file = existing(base)
      if (file !== undefined) return file
    }
    return undefined
  }

  /** What the project has not installed, knex may have: lodash. */
  function installed(specifier: string, from: string): string | undefined {
    for (const base of [from, knexPath]) {
      try {
        return createRequire(base).resolve(specifier)
      } catch {}
    }
    return undefined
  }

  function find(specifier: string, from: string): string | undefined {
    if (isPath(specifier)) return existing(isAbsolute(specifier) ? specifier : join(dirname(from), specifier))
    return (
      firstExisting(aliases.targetsOf(specifier, from)) ??
      installed(specifier, from) ??
      firstExisting(workspace.entriesOf(specifier))
    )
  }

  /** Modules are loaded anew for each attempt of each direction; where they are stays. By folder, then as it is imported. */
  const found = new Map<string, Map<string, string | undefined>>()

  return {
    resolve(specifier, from) {
      const folder = dirname(from)
      const inFolder = found.get(folder) ?? new Map<string, string | undefined>()
      found.set(folder, inFolder)
      if (!inFolder.has(specifier)) inFolder.set(specifier, find(specifier, from))
      return inFolder.get(specifier)
    },
    isProjectFile: file =>
      isInside(root, file) && !isInside(ownFolder, file) && !file.includes(`${sep}node_modules${sep}`),
  }
}

function realFile(path: string): string | undefined {
  try {
    return statSync(path).isFile() ? realpathSync(path) : undefined
  } catch {
    return undefined
  }
}
