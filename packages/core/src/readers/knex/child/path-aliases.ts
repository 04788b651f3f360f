import { dirname, join, resolve } from 'node:path'
import { parseJsonWithComments } from '../../../json-with-comments.ts'
import { isInside } from './is-inside.ts'

export interface PathAliases {
  /** Where the tsconfig.json nearest to a file says that an import may be. */
  targetsOf(specifier: string, from: string): readonly string[]
}

interface Aliases {
  readonly base: string | undefined
  readonly paths: readonly (readonly [pattern: string, targets: readonly string[]])[]
}

const deepestExtends = 5

export function pathAliases(root: string, readText: (path: string) => string): PathAliases {
  const known = new Map<string, Aliases | undefined>()

  function aliasesAt(folder: string): Aliases | undefined {
    if (!isInside(root, folder)) return undefined
    if (known.has(folder)) return known.get(folder)
    const found = read(join(folder, 'tsconfig.json'), 0) ?? aliasesAt(dirname(folder))
    known.set(folder, found)
    return found
  }

  function read(file: string, depth: number): Aliases | undefined {
    // A parent's folder is not the project's: reading it would be told as the migration's doing.
    if (depth > deepestExtends || !isInside(root, file)) return undefined
    let config: unknown
    try {
      config = parseJsonWithComments(readText(file))
    } catch {
      return undefined
    }
    const options = field(config, 'compilerOptions')
    const baseUrl = field(options, 'baseUrl')
    const base = typeof baseUrl === 'string' ? resolve(dirname(file), baseUrl) : undefined
    const paths = field(options, 'paths')
    if (typeof paths === 'object' && paths !== null) {
      const from = base ?? dirname(file)
      return {
        base,
        paths: Object.entries(paths).map(([pattern, targets]) => [
          pattern,
          texts(targets).map(each => join(from, each)),
        ]),
      }
    }
    const parent = field(config, 'extends')
    const inherited =
      typeof parent === 'string' && parent.startsWith('.')
        ? read(resolve(dirname(file), parent.endsWith('.json') ? parent : `${parent}.json`), depth + 1)
        : undefined
    return { base: base ?? inherited?.base, paths: inherited?.paths ?? [] }
  }

  return {
    targetsOf(specifier, from) {
      const aliases = aliasesAt(dirname(from))
      if (aliases === undefined) return []
      const targets = aliases.paths.flatMap(([pattern, places]) => {
        const part = partOf(specifier, pattern)
        return part === undefined ? [] : places.map(place => place.replace('*', () => part))
      })
      return aliases.base === undefined ? targets : [...targets, join(aliases.base, specifier)]
    },
  }
}

/** What stands in the place of the pattern's star. */
function partOf(specifier: string, pattern: string): string | undefined {
  const star = pattern.indexOf('*')
  if (star < 0) return specifier === pattern ? '' : undefined
  const [start, end] = [pattern.slice(0, star), pattern.slice(star + 1)]
  const fits =
    specifier.length >= start.length + end.length && specifier.startsWith(start) && specifier.endsWith(end)
  return fits ? specifier.slice(start.length, specifier.length - end.length) : undefined
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter(each => typeof each === 'string') : []
}

function field(holder: unknown, name: string): unknown {
  return typeof holder === 'object' && holder !== null ? Reflect.get(holder, name) : undefined
}
