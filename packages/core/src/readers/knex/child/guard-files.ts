import fs from 'node:fs'
import { resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readingFileFunctions } from './file-functions.ts'
import { createStub } from './stub.ts'
import { writesFiles } from './writes-log.ts'

export type Forbid = (holder: object, name: string, what: string) => void

const harmless = new Set([
  'read',
  'readSync',
  'close',
  'closeSync',
  'fstat',
  'fstatSync',
  'Stats',
  'Dirent',
  'Dir',
  'FileReadStream',
  'ReadStream',
  '_toUnixTimestamp',
  'F_OK',
])

/** Reading inside of the given folders is left; everything else is forbidden. */
export function guardFiles(
  readable: readonly string[],
  forbid: Forbid,
  onSideEffect: (message: string) => void,
): void {
  const { realpathSync } = fs
  const mayRead = (path: unknown): boolean => {
    const full = realPath(path instanceof URL ? fileURLToPath(path) : String(path), realpathSync)
    return readable.some(root => full === root || full.startsWith(root.endsWith(sep) ? root : root + sep))
  }
  for (const holder of [fs, fs.promises]) {
    for (const name of Object.keys(holder)) {
      const original: unknown = Reflect.get(holder, name)
      if (typeof original !== 'function' || harmless.has(name)) continue
      if (!readingFileFunctions.has(name)) {
        forbid(holder, name, writesFiles)
        continue
      }
      const guarded = function guarded(this: unknown, ...args: unknown[]): unknown {
        if (name.startsWith('open') && name !== 'opendir' && typeof args[1] === 'string' && args[1] !== 'r') {
          onSideEffect(writesFiles)
          return createStub(name, () => undefined)
        }
        if (mayRead(args[0])) return Reflect.apply(original, this, args)
        if (name.startsWith('exists')) return false
        onSideEffect('It reads a file outside of the project.')
        throw Object.assign(new Error('migration-lint lets migrations read files of the project only'), {
          code: 'EACCES',
        })
      }
      define(holder, name, Object.assign(guarded, propertiesOf(original)))
    }
  }
}

/** A link inside of the project may lead out of it. */
function realPath(path: string, realpath: (path: string) => string): string {
  try {
    return realpath(path)
  } catch {
    return resolve(path)
  }
}

/** `fs.realpathSync.native` and the like would lead round the guard. */
function propertiesOf(original: object): Record<string, unknown> {
  return 'native' in original
    ? {
        native: () => {
          throw new Error('not available')
        },
      }
    : {}
}

export function define(holder: object, name: string, value: unknown): void {
  try {
    Object.defineProperty(holder, name, { configurable: false, writable: false, enumerable: true, value })
  } catch {
    Reflect.set(holder, name, value)
  }
}
