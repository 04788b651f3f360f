import type { DialectName, RunnerTransaction } from '../migration/migration.ts'

/** Where the text of one direction is. */
export interface ScriptSource {
  /** Relative to the working directory, with `/`. */
  readonly file: string
  /** The part of the file, in UTF-16 offsets [start, end); absent: all of it. Several parts are run in order. */
  readonly sections?: readonly (readonly [number, number])[]
  readonly transaction: RunnerTransaction
}

/** One migration as its layout sees it, not yet read. */
export interface MigrationFile {
  /** What the layout's history table stores for it. */
  readonly name: string
  readonly file: string
  readonly format: 'sql' | 'knex' | 'unsupported'
  readonly up: ScriptSource
  readonly down?: ScriptSource
  readonly declaredIrreversible?: { readonly reason?: string }
  readonly downExpected: boolean
  /** For `unsupported`: which tool's code it is, for the message. */
  readonly unsupported?: string
}

/** What a layout may look at. Core reads through this alone, so that staged content can be given in place of the disk. */
export interface ProjectFiles {
  /** Relative paths with `/`, sorted by code unit; the folder itself need not exist. */
  list(folder: string): Promise<readonly string[]>
  exists(path: string): Promise<boolean>
  /** Decoded UTF-8 (a BOM is kept: offsets count it). Throws a UserError for what cannot be read. */
  read(path: string): Promise<string>
}

export interface Detection {
  /** Folders (or files) that hold the migrations. */
  readonly paths: readonly string[]
  /** The file that gave it away: `knexfile.js`, `prisma/migrations/migration_lock.toml`. */
  readonly evidence: string
  readonly dialect?: { readonly name: DialectName; readonly evidence: string }
}

/** A problem with the files themselves, told as a finding: a duplicate version, a down without an up. */
export interface LayoutProblem {
  readonly ruleId: 'duplicate-version' | 'orphan-down' | 'out-of-order' | 'unknown-statement'
  readonly file: string
  readonly message: string
}

export interface Arranged {
  /** In the order in which the layout's runner applies them. */
  readonly migrations: readonly MigrationFile[]
  readonly problems: readonly LayoutProblem[]
}

/** One way in which teams keep migrations: which files, their order, up and down, the runner's transaction. */
export interface Layout {
  readonly name: string
  readonly title: string
  /** Is this project laid out so? Looks from the working directory. */
  detect(files: ProjectFiles): Promise<Detection | undefined>
  /** Does this list of files (a folder given on the command line) look like it? Higher wins, 0: no. */
  recognise(paths: readonly string[], files: ProjectFiles): Promise<number>
  arrange(paths: readonly string[], files: ProjectFiles): Promise<Arranged>
  /** What the runner does with a pending file that sorts before an applied one (conventions: measured). */
  readonly outOfOrder: { readonly behaviour: 'runs-late' | 'fails' | 'never-runs'; readonly message: string }
  /** What the runner does when an applied file was edited. */
  readonly editedApplied: { readonly behaviour: 'ignored' | 'fails'; readonly message: string }
}
