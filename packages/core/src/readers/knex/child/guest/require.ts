/** Loads our own files and those of installed packages, each once, as CommonJS. The first file that comes in here. */
declare const callHost: (name: string, ...texts: readonly string[]) => unknown

interface LoadedModule {
  exports: unknown
  readonly id: string
  readonly filename: string
  loaded: boolean
  /** Lodash asks for it. */
  readonly require?: unknown
}

export type Require = ((specifier: string) => unknown) & { readonly resolve: (specifier: string) => string }

const modules = new Map<string, LoadedModule>()
let unreachable: ((name: string) => unknown) | undefined

/** What stands in for a built-in module of Node's that is not in here. */
export function useForUnreachable(make: (name: string) => unknown): void {
  unreachable = make
}

/** The one takes its place before the other loads. */
export function start(own: LoadedModule, ground: string, main: string): unknown {
  modules.set(own.filename, own)
  requireFile(ground)
  return requireFile(main)
}

export function requireFrom(from: string): Require {
  const require = (specifier: string): unknown => {
    const name = String(specifier)
    if (callHost('isBuiltIn', name) === true) return requireBuiltIn(name)
    return requireFile(resolveFrom(name, from))
  }
  return Object.assign(require, {
    resolve: (specifier: string) => resolveFrom(String(specifier), from),
    cache: {},
    main: undefined,
  })
}

export function requireBuiltIn(name: string): unknown {
  const file = callHost('builtInFile', name)
  if (typeof file === 'string') return Reflect.get(Object(requireFile(file)), 'default')
  return unreachable?.(name.replace(/^node:/, ''))
}

/** Of ours, which nobody else can name. */
function requireOwn(from: string): (specifier: string) => unknown {
  return specifier =>
    callHost('isBuiltIn', specifier) === true
      ? requireBuiltIn(specifier)
      : requireFile(String(callHost('resolveOwn', specifier, from)))
}

function resolveFrom(specifier: string, from: string): string {
  const file = callHost('resolveInstalled', specifier, from)
  if (typeof file === 'string') return file
  const error = new Error(`Cannot find module '${specifier}'`)
  throw Object.assign(error, { code: 'MODULE_NOT_FOUND' })
}

export function requireFile(path: string): unknown {
  const known = modules.get(path)
  if (known !== undefined) return known.exports
  const module: LoadedModule = {
    exports: {},
    id: path,
    filename: path,
    loaded: false,
    require: requireFrom(path),
  }
  modules.set(path, module)
  try {
    const made = callHost('load', path)
    if (typeof made === 'string') module.exports = JSON.parse(made)
    else if (typeof made === 'function') {
      const folder = path.replace(/[\\/][^\\/]*$/, '')
      const require = callHost('isOwn', path) === true ? requireOwn(path) : requireFrom(path)
      const importMeta = { url: `file://${path}`, filename: path, dirname: folder }
      Reflect.apply(made, module.exports, [module.exports, require, module, path, folder, importMeta])
    }
    module.loaded = true
    return module.exports
  } catch (error) {
    modules.delete(path)
    throw error
  }
}
