import type { lintProject } from '@migration-lint/core'

export interface Output {
  write(text: string): unknown
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
}

/** All that the program touches of the machine; tests hand in their own. */
export interface Io {
  readonly stdout: Output
  readonly stderr: Output
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readStdin(): Promise<string>
  /** Absolute; undefined where it cannot be read. */
  readFile(path: string): string | undefined
  /** Relative to `cwd`; makes the folders that are missing. */
  writeFile(path: string, text: string): Promise<void>
  exists(path: string): boolean
  now(): Date
  /** The branch that is checked out, if git knows one. */
  gitBranch(): Promise<string | undefined>
  userName(): string | undefined
  readonly lintProject: typeof lintProject
}
