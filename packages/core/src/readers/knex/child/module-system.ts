import type { SourceFiles } from './source-facts.ts'

/** What loading a file of the project rests on: Node itself, or, in the sandbox, whoever keeps it. */
export interface ModuleSystem {
  readonly files: SourceFiles
  readText(path: string): string
  /** A file of the project, or of a package that is there. */
  resolve(specifier: string, from: string): string | undefined
  isProjectFile(file: string): boolean
  isBuiltIn(specifier: string): boolean
  builtIn(specifier: string): unknown
  /** What a file of an installed package exports. */
  installed(file: string, from: string): unknown
  /** A package that knex itself is made with. */
  besideKnex(specifier: string): unknown
  /** Runs code as the body of a function with these parameters. */
  evaluate(path: string, code: string, self: unknown, values: ReadonlyMap<string, unknown>): void
}
