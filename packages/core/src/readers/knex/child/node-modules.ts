import { readFileSync } from 'node:fs'
import { createRequire, isBuiltin } from 'node:module'
import path from 'node:path'
import { compileFunction } from 'node:vm'
import type { ModuleSystem } from './module-system.ts'
import { pathOfTexts } from './path-of-texts.ts'
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

type Body = ReturnType<typeof compileFunction>

/** Files and packages as Node itself loads them. */
export function nodeModules(places: Places): ModuleSystem {
  const readText = (path: string): string => readFileSync(path, 'utf8')
  const compiled = new Map<string, { readonly code: string; readonly names: string; readonly run: Body }>()
  /** Each migration loads the files that many share anew, as it may change what they hold; their code stays the same. */
  const compile = (path: string, code: string, names: readonly string[]): Body => {
    const known = compiled.get(path)
    if (known?.code === code && known.names === names.join()) return known.run
    const run = compileFunction(code, names, { filename: path })
    compiled.set(path, { code, names: names.join(), run })
    return run
  }
  const builtIn = createRequire(places.ownPackageFile)
  return {
    files: createSourceFiles(places.ownPackageFile),
    readText,
    ...createResolver({ ...places, readText }),
    isBuiltIn: isBuiltin,
    builtIn: specifier => (/^(?:node:)?path$/.test(specifier) ? pathOfTexts(path) : builtIn(specifier)),
    installed: (file, from) => createRequire(from)(file),
    besideKnex: createRequire(places.knexPath),
    evaluate(path, code, self, values) {
      Reflect.apply(compile(path, code, [...values.keys()]), self, [...values.values()])
    },
  }
}
