import { readFileSync } from 'node:fs'
import { createRequire, isBuiltin } from 'node:module'
import { compileFunction } from 'node:vm'
import type { ModuleSystem } from './module-system.ts'
import { createResolver } from './resolve-file.ts'
import { createSourceFiles } from './source-files.ts'

export interface Places {
  /** Absolute; files of the project outside of it are not read. */
  readonly root: string
  /** A file from which our own packages are found. */
  readonly ownPackageFile: string
  /** What lies in it is no code of the project. */
  readonly ownFolder: string
  readonly knexPath: string
}

/** Files and packages as Node itself loads them. */
export function nodeModules(places: Places): ModuleSystem {
  const readText = (path: string): string => readFileSync(path, 'utf8')
  return {
    files: createSourceFiles(places.ownPackageFile),
    readText,
    ...createResolver({ ...places, readText }),
    isBuiltIn: isBuiltin,
    builtIn: createRequire(places.ownPackageFile),
    installed: (file, from) => createRequire(from)(file),
    besideKnex: createRequire(places.knexPath),
    evaluate(path, code, self, values) {
      const run = compileFunction(code, [...values.keys()], { filename: path })
      Reflect.apply(run, self, [...values.values()])
    },
  }
}
