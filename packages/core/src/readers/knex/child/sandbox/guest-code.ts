import { existsSync, readFileSync } from 'node:fs'
import { createRequire, isBuiltin } from 'node:module'
import { dirname, extname, join, relative } from 'node:path'
import { importMetaName } from '../import-meta.ts'
import { isInside } from '../is-inside.ts'
import { transformForSandbox } from '../transform.ts'
import type { ReadableFiles } from './readable-files.ts'

/** Text that the guest makes a function of. */
export interface GuestCode {
  readonly path: string
  /** An expression. */
  readonly code: string
  /** Of our own making: it may talk to the host. */
  readonly isOwn: boolean
}

/** The files of Node's modules that the guest has a stand-in for. */
const builtInFiles: ReadonlyMap<string, string> = new Map([
  ...[
    'assert',
    'buffer',
    'crypto',
    'events',
    'fs',
    'module',
    'os',
    'path',
    'process',
    'querystring',
    'stream',
    'timers',
    'tty',
    'url',
    'util',
  ].map((name): [string, string] => [name, name]),
  ['async_hooks', 'async-hooks'],
  ['fs/promises', 'fs-promises'],
  ['path/posix', 'path'],
  ['perf_hooks', 'perf-hooks'],
  ['string_decoder', 'string-decoder'],
  ['timers/promises', 'timers-promises'],
])

export interface GuestFiles {
  /** One of those that run in the guest. */
  guestFile(name: string): string
  isOwn(path: string): boolean
  resolveOwn(specifier: string, from: string): string
  resolveInstalled(specifier: string, from: string): string | undefined
  builtInFile(name: string): string | undefined
  /** A module as a function, or JSON as it is. */
  load(path: string): GuestCode | string
}

export interface OwnPlaces {
  /** Our own code: the guest's lies below it. */
  readonly ownFolder: string
  /** A file from which our own packages are found. */
  readonly ownPackageFile: string
}

/** Our own files and those of packages; the project's come in as `SourceFiles` makes them. */
export function guestFiles({ ownFolder, ownPackageFile }: OwnPlaces, readable: ReadableFiles): GuestFiles {
  const childFolder = join(ownFolder, 'child')
  const prepared = preparedFiles(join(childFolder, 'guest.json'))
  // Under the tests our files are TypeScript.
  const extension = existsSync(join(childFolder, 'guest/main.ts')) ? '.ts' : '.js'
  const guestFile = (name: string): string => join(childFolder, 'guest', name + extension)
  const sharedFile = join(ownFolder, '..', '..', 'operations', 'unknown-text.')
  const isOwn = (path: string): boolean =>
    dirname(path) === ownFolder || isInside(childFolder, path) || path.startsWith(sharedFile)
  return {
    guestFile,
    isOwn,
    resolveOwn: (specifier, from) => join(dirname(from), specifier),
    resolveInstalled(specifier, from) {
      try {
        const file = createRequire(from).resolve(specifier)
        return isOwn(file) || isBuiltin(file) ? undefined : file
      } catch {
        return undefined
      }
    },
    builtInFile(name) {
      const file = builtInFiles.get(name.replace(/^node:/, ''))
      return file === undefined ? undefined : guestFile(`built-ins/${file}`)
    },
    load(path) {
      const own = isOwn(path)
      if (!own && !readable.isCode(path)) throw new Error('this file is not handed into the sandbox')
      const ready = own ? prepared[relative(ownFolder, path).replaceAll('\\', '/')] : undefined
      const text = ready ?? readFileSync(path, 'utf8')
      if (extname(path) === '.json') return text
      const body = ready ?? transformForSandbox(path, text, ownPackageFile)
      const names = ['exports', 'require', 'module', '__filename', '__dirname']
      const wrapped = own
        ? asFunction(path, body, names)
        : asFunction(path, body.replaceAll('import.meta', importMetaName), [...names, importMetaName])
      return { path, code: own ? `(callHost => ${wrapped})` : wrapped, isOwn: own }
    },
  }
}

/** Our own files as the sandbox runs them, by their path: `tools/prepare-guest.mjs` writes them when we are built. */
function preparedFiles(file: string): Readonly<Record<string, string>> {
  if (!existsSync(file)) return {}
  const files: Readonly<Record<string, string>> = JSON.parse(readFileSync(file, 'utf8'))
  return files
}

/** On one line as wide as that of every other function, so that columns can be told. */
export const prefixWidth = 2000

export function asFunction(path: string, body: string, parameters: readonly string[]): string {
  const names = `const __mlFile = ${JSON.stringify(path)}; let __mlTail;`
  const prefix = `(() => { ${names} return function (${parameters.join(', ')}) {`
  const text = body.startsWith('#!') ? `//${body.slice(2)}` : body
  return `${prefix.padEnd(prefixWidth)}${text}\n} })()`
}
