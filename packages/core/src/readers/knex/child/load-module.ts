import { dirname, extname } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Location } from '../../../migration/migration.ts'
import { type BranchPoint, counterName } from './branch-points.ts'
import type { Frame } from './call-site.ts'
import type { ComparedValues } from './compared-values.ts'
import type { ConstantArguments } from './deciding-names.ts'
import type { DroppedCall } from './dropped-call.ts'
import type { EnvironmentReads } from './environment-reads.ts'
import { importMetaName } from './import-meta.ts'
import type { ImportedCall } from './imported-calls.ts'
import { isPath } from './is-path.ts'
import type { ModuleSystem } from './module-system.ts'
import type { Extent, RunnableSource } from './source-facts.ts'
import { type Answer, createStub, type Setting } from './stub.ts'
import type { Position, SyntaxNode } from './syntax-tree.ts'

export interface ModuleLoader {
  /** The exports of a project file; `source` stands in for what the disk holds. */
  load(path: string, source?: string): unknown
  /** Forgets what is loaded. A forgiving loader puts a stand-in where a file of the project throws when imported. */
  reset(options: { readonly isForgiving: boolean }): void
  /** Files of the project that threw when they were imported, since the reset. */
  readonly brokenImports: number
  isProjectFile(file: string): boolean
  /** The call at a frame, as a place in the file that the user wrote. */
  locate(frame: Frame, extent: Extent): Location
  /** Where the promise of the call at a frame is let go of, if that is in the function of the frame. */
  dropped(frame: Frame): DroppedCall | undefined
  exportedAt(path: string, name: string): Location | undefined
  /** Where a file calls what it imports from another one. */
  callsOf(imported: string, path: string): readonly ImportedCall[]
  environmentReads(path: string): EnvironmentReads
  /** Of all files that have been loaded since the reset. */
  allEnvironmentReads(): EnvironmentReads
  comparedValues(path: string): ComparedValues
  guardedThrows(path: string): readonly Location[]
  caughtPlaces(path: string): readonly Location[]
  /** Of each file that has been loaded since the reset. */
  allConstantArguments(): readonly ConstantArguments[]
  /** What has database code and has not run since the reset. */
  unreached(path: string): readonly BranchPoint[]
  branches(path: string): readonly BranchPoint[]
  /** The project's files beside this one of which something has run that is about the database. */
  otherFiles(path: string): readonly string[]
  /** For reading without running: the file's tree; calls in it are located like those of a loaded file. */
  parse(path: string, source?: string): SyntaxNode
  /** Of a migration that has been loaded, be it a whole module or its default export. */
  fileThatExports(migration: unknown): string | undefined
  /** What a package's name gives where the project has none of it. */
  provide(specifier: string, load: () => unknown): void
  /** A package that knex itself is made with. */
  loadOwn(specifier: string): unknown
  resolveProjectFile(specifier: string, from: string): string | undefined
  readProjectText(path: string): string
  isBranch(path: string, start: Position): boolean
  reach(path: string, start: Position): void
  /** What had to be replaced by a stand-in. */
  readonly stubbed: Set<string>
}

export interface LoaderOptions {
  readonly modules: ModuleSystem
  /** What `require('knex')` gives. */
  readonly knex: () => unknown
  readonly onStubUse: () => void
  readonly stubAnswer: Answer
  readonly stubSetting: Setting
}

export function createModuleLoader(options: LoaderOptions): ModuleLoader {
  const { modules } = options
  const { files, readText, resolve, isProjectFile } = modules
  const loaded = new Map<string, { exports: unknown }>()
  const stubbed = new Set<string>()
  const provided = new Map<string, () => unknown>()
  const reached = new Map<string, Set<number>>()
  let isForgiving = false
  let brokenImports = 0

  function load(path: string, source?: string): unknown {
    const known = loaded.get(path)
    if (known !== undefined) return known.exports
    const text = stripPreamble(source ?? readText(path))
    if (extname(path) === '.json') return JSON.parse(text)
    const module: { exports: unknown; id: string; filename: string } = {
      exports: {},
      id: path,
      filename: path,
    }
    loaded.set(path, module)
    try {
      evaluate(path, files.toRun(path, text), module)
    } catch (error) {
      loaded.delete(path)
      throw error
    }
    return module.exports
  }

  function evaluate(path: string, made: RunnableSource, module: { exports: unknown }): void {
    const require = requireFrom(path)
    const wrapper = new Map<string, unknown>([
      ['exports', module.exports],
      ['require', require],
      ['module', module],
      ['__filename', path],
      ['__dirname', dirname(path)],
      [counterName, (point: number) => reachedIn(path).add(point)],
      ...made.globals.filter(name => !(name in globalThis)).map(name => [name, standIn(name)] as const),
      [importMetaName, { url: pathToFileURL(path).href, filename: path, dirname: dirname(path) }],
    ])
    for (const name of made.topNames) if (name !== 'require') wrapper.delete(name)
    modules.evaluate(path, made.code, module.exports, wrapper)
  }

  function reachedIn(path: string): Set<number> {
    const known = reached.get(path) ?? new Set()
    reached.set(path, known)
    return known
  }

  function branches(path: string): readonly BranchPoint[] {
    return files.facts(path)?.branches ?? []
  }

  function allEnvironmentReads(): EnvironmentReads {
    const all = [...loaded.keys()].flatMap(path => [...(files.facts(path)?.environmentReads ?? [])])
    const valuesOf = (name: string): readonly string[] =>
      all.flatMap(([other, values]) => (other === name ? values : []))
    return new Map(all.map(([name]) => [name, valuesOf(name)]))
  }

  function requireFrom(path: string): (specifier: unknown) => unknown {
    const require = (specifier: unknown): unknown => requireModule(String(specifier), path)
    return Object.assign(require, {
      resolve: (specifier: unknown) => resolve(String(specifier), path) ?? String(specifier),
      cache: {},
      main: undefined,
    })
  }

  function requireModule(specifier: string, from: string): unknown {
    if (specifier === 'knex') return options.knex()
    if (specifier === 'module' || specifier === 'node:module') {
      return { createRequire: () => requireFrom(from), isBuiltin: modules.isBuiltIn, builtinModules: [] }
    }
    if (modules.isBuiltIn(specifier)) return modules.builtIn(specifier)
    const isRelative = isPath(specifier)
    const file = resolve(specifier, from)
    if (file === undefined) return provided.get(specifier)?.() ?? standIn(specifier)
    try {
      return isProjectFile(file) ? load(file) : modules.installed(file, from)
    } catch (error) {
      if (isRelative) brokenImports++
      if (isRelative && !isForgiving) throw error
      return standIn(specifier)
    }
  }

  function standIn(specifier: string): unknown {
    stubbed.add(specifier)
    return createStub(specifier, options.onStubUse, options.stubAnswer, options.stubSetting)
  }

  function readProjectText(path: string): string {
    if (!isProjectFile(path)) throw new Error('this file is not in the project')
    return readText(path)
  }

  return {
    load,
    reset(options) {
      isForgiving = options.isForgiving
      brokenImports = 0
      loaded.clear()
      stubbed.clear()
      reached.clear()
    },
    get brokenImports() {
      return brokenImports
    },
    isProjectFile,
    stubbed,
    locate: files.locate,
    dropped: files.dropped,
    unreached(path) {
      const done = reachedIn(path)
      return branches(path).filter((_point, index) => !done.has(index))
    },
    branches,
    otherFiles: path =>
      [...reached].flatMap(([each, points]) => (each === path || points.size === 0 ? [] : [each])),
    parse: (path, source) => files.toRead(path, stripPreamble(source ?? readProjectText(path))),
    fileThatExports(migration) {
      const up: unknown = Reflect.get(Object(migration), 'up')
      const isIts = ({ exports }: { readonly exports: unknown }): boolean =>
        [exports, Reflect.get(Object(exports), 'default')].some(
          each => each === migration || (up !== undefined && Reflect.get(Object(each), 'up') === up),
        )
      return [...loaded].find(([, module]) => isIts(module))?.[0]
    },
    provide(specifier, load) {
      provided.set(specifier, load)
    },
    loadOwn(specifier) {
      try {
        return modules.besideKnex(specifier)
      } catch {
        return undefined
      }
    },
    resolveProjectFile(specifier, from) {
      const file = resolve(specifier, from)
      return file !== undefined && isProjectFile(file) ? file : undefined
    },
    readProjectText,
    isBranch: (path, start) => files.branchesAt(path, start).length > 0,
    reach(path, start) {
      for (const index of files.branchesAt(path, start)) reachedIn(path).add(index)
    },
    environmentReads: path => files.facts(path)?.environmentReads ?? new Map(),
    allEnvironmentReads,
    comparedValues: path => files.facts(path)?.comparedValues ?? new Map(),
    guardedThrows: path => files.facts(path)?.guardedThrows ?? [],
    caughtPlaces: path => files.facts(path)?.caughtPlaces ?? [],
    allConstantArguments: () =>
      [...loaded.keys()].flatMap(path => files.facts(path)?.constantArguments ?? []),
    callsOf: (imported, path) =>
      [...(files.facts(path)?.importedCalls ?? [])].flatMap(([specifier, calls]) =>
        resolve(specifier, path) === imported ? calls : [],
      ),
    exportedAt: (path, name) => files.facts(path)?.exported.get(name),
  }
}

function stripPreamble(text: string): string {
  const withoutMark = text.charCodeAt(0) === 0xfe_ff ? ` ${text.slice(1)}` : text
  return withoutMark.startsWith('#!') ? `//${withoutMark.slice(2)}` : withoutMark
}
