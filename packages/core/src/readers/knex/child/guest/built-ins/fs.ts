import { readingFileFunctions } from '../../file-functions.ts'
import { writesFiles } from '../../writes-log.ts'
import { askHostMaybe } from '../host.ts'
import { forbidden, noteSideEffect } from '../side-effects.ts'
import { Buffer } from './buffer.ts'

type Act = (...args: unknown[]) => unknown

/** Of the project's files a migration gets to see code, JSON and SQL, which some read their statements from. */
function readFileSync(path: unknown, options: unknown): unknown {
  const text = askHostMaybe('readFile', String(path))
  if (text === undefined) return refuse()
  const encoding: unknown =
    typeof options === 'object' && options !== null ? Reflect.get(options, 'encoding') : options
  return typeof encoding === 'string' ? text : Buffer.from(text)
}

function readdirSync(path: unknown): unknown {
  const names = askHostMaybe('listFolder', String(path))
  return names === undefined ? refuse() : JSON.parse(names)
}

function existsSync(path: unknown): boolean {
  return (
    askHostMaybe('readFile', String(path)) !== undefined ||
    askHostMaybe('listFolder', String(path)) !== undefined
  )
}

function statSync(path: unknown): unknown {
  const isFile = askHostMaybe('readFile', String(path)) !== undefined
  if (!isFile && askHostMaybe('listFolder', String(path)) === undefined) return refuse()
  return { isFile: () => isFile, isDirectory: () => !isFile, isSymbolicLink: () => false, size: 0 }
}

function refuse(): never {
  noteSideEffect('It reads a file that is outside of the project, or is neither code nor SQL.')
  throw Object.assign(new Error('the sandbox hands out code, JSON and SQL of the project only'), {
    code: 'EACCES',
  })
}

const answered: Record<string, Act> = {
  readFileSync,
  readdirSync,
  existsSync,
  statSync,
  lstatSync: statSync,
  accessSync: path => void statSync(path),
  realpathSync: path => path,
}

function withCallback(act: Act): Act {
  return (...args) => {
    const callback = args.at(-1)
    if (typeof callback !== 'function') return undefined
    try {
      const value = act(...args.slice(0, -1))
      queueMicrotask(() => callback(null, value))
    } catch (error) {
      queueMicrotask(() => callback(error))
    }
    return undefined
  }
}

function member(name: string): unknown {
  const own = answered[name]
  if (own !== undefined) return own
  const synchronous = answered[`${name}Sync`]
  if (synchronous !== undefined) return withCallback(synchronous)
  if (readingFileFunctions.has(name)) return refuse
  return name === 'constants' ? { F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1 } : forbidden(name, writesFiles)
}

function provide(make: (name: string) => unknown): object {
  const members = new Map<string, unknown>()
  const target: object = {}
  const made = new Proxy(target, {
    get(_target, key) {
      if (typeof key === 'symbol' || key === 'then' || key === '__esModule') return undefined
      const known = members.get(key) ?? make(key)
      members.set(key, known)
      return known
    },
    set(_target, key, value) {
      if (typeof key === 'string') members.set(key, value)
      return true
    },
  })
  members.set('default', made)
  return made
}

export const promises: object = provide(name => {
  const act = answered[`${name}Sync`]
  if (act !== undefined) return async (...args: unknown[]) => act(...args)
  return readingFileFunctions.has(name) ? async () => refuse() : forbidden(name, writesFiles)
})

const builtIn: object = provide(name => (name === 'promises' ? promises : member(name)))

export default builtIn
