import type { BesideLock, DialectName, Location, RunnerTransaction } from '../migration/migration.ts'
import type { EmptyScriptFailure } from './empty-scripts.ts'
import type { WrittenMigration } from './written-change.ts'

/** Where the text of one direction is. */
export interface ScriptSource {
  /** Relative to the working directory, with `/`. */
  readonly file: string
  /** The part of the file, in UTF-16 offsets [start, end); absent: all of it. Several parts are run in order. */
  readonly sections?: readonly (readonly [number, number])[]
  /** Where it is written, for what is said of a script without statements; absent: where its sections begin. */
  readonly at?: number
  /** What the runner takes out of the sections: the comment markers before each line of a rollback. */
  readonly holes?: readonly (readonly [number, number])[]
  /** What stands for something else there, such as `&lt;` in XML: what it means, in as many characters. */
  readonly replaced?: readonly (readonly [start: number, end: number, text: string])[]
  readonly transaction: RunnerTransaction
  /** On these engines the runner sends the whole text as one query and opens no transaction: there is one only where
   * the server makes one of several statements (hence `script`). */
  readonly sentAsOneQuery?: readonly DialectName[]
  /** See `Script`. */
  readonly autocommitOff?: true
  readonly isBesideLock?: BesideLock
  /** What the runner makes of a script that fails in the middle, where the engine does not roll it back; absent: it
   * records nothing. */
  readonly afterFailure?: string
  /** Of a script without statements. */
  readonly failsEmpty?: readonly EmptyScriptFailure[]
  /** The runner writes its history over another connection. */
  readonly recordsApart?: true
  /** The runner starts a client for this script alone: no setting outlives it. */
  readonly hasOwnSession?: true
  /** Settings of the session that the runner puts back after each script. */
  readonly putBack?: readonly string[]
  /** What the runner sets on its connection before the transaction: `foreign_keys`. */
  readonly session?: Readonly<Record<string, string>>
}

/** One migration as its layout sees it, not yet read. */
export interface MigrationFile {
  /** What the layout's history table stores for it. */
  readonly name: string
  readonly file: string
  readonly format:
    | 'sql'
    | 'knex'
    | 'knex-migrator'
    | 'node-pg-migrate'
    | 'db-migrate'
    | 'liquibase'
    | 'unsupported'
  readonly up: ScriptSource
  readonly down?: ScriptSource
  readonly declaredIrreversible?: { readonly reason?: string }
  readonly downExpected: boolean
  readonly withoutDown?: string
  /** Files of code that the project runs before it, by their names. */
  readonly codeBefore?: readonly string[]
  /** Files of code that it runs after it, and before no other migration. */
  readonly codeBehind?: readonly string[]
  /** For `liquibase`: what it says. */
  readonly written?: WrittenMigration
  /** For `unsupported`: which tool's code it is, for the message. */
  readonly unsupported?: string
  /** It comes from the `migrationSource` of a knexfile, which gives it by its name. */
  readonly isSourced?: true
  /** What the runner compares to tell what is pending, where that is not the order: Drizzle's `when`. */
  readonly sequence?: number
  /** The engines that it is for, where its runner passes it over on the others: Liquibase's `dbms:`. */
  readonly engines?: readonly DialectName[]
  /** The one that it is a part of, where a migration is split into files that its runner runs and records one by one. */
  readonly partOf?: string
  /** No file that runs includes it. */
  readonly isUnlisted?: true
  /** Runs again whenever it changes, so that an edit is no problem: Flyway's `R__` files. */
  readonly repeatable?: true
}

/** What a layout may look at. Core reads through this alone, so that staged content can be given in place of the disk. */
export interface ProjectFiles {
  /** Relative paths with `/`, sorted by code unit; the folder itself need not exist. With a `depth` (1: the
   * folder's own files) it may leave out what lies deeper. */
  list(folder: string, depth?: number): Promise<readonly string[]>
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
  readonly ruleId:
    | 'duplicate-version'
    | 'orphan-down'
    | 'out-of-order'
    | 'edited-applied-migration'
    | 'missing-applied-file'
    | 'unknown-statement'
  readonly file: string
  /** Absent: the file as a whole. */
  readonly location?: Location
  readonly message: string
  /** What to do here, where it is not what the rule says. */
  readonly instead?: string
  /** Where this case weighs more or less than the rule's own severity. */
  readonly severity?: 'error' | 'warning' | 'info'
}

export interface Arranged {
  /** In the order in which the layout's runner applies them. */
  readonly migrations: readonly MigrationFile[]
  /** The runner is not known, and the names say nothing of the order. */
  readonly isOrderUnknown?: true
  /** What the runner runs before the migrations, which may call what is made there: Flyway's `beforeMigrate.sql`. */
  readonly ranBefore?: readonly ScriptSource[]
  readonly problems: readonly LayoutProblem[]
}

/** One way in which teams keep migrations: which files, their order, up and down, the runner's transaction. */
export interface Layout {
  readonly name: string
  readonly title: string
  /** Where this project is laid out so, by its config files; several are several histories. Looks from the
   * working directory. */
  detect(files: ProjectFiles): Promise<readonly Detection[]>
  /** Does this list of files (a folder given on the command line) look like it? Higher wins, 0: no. */
  recognise(paths: readonly string[], files: ProjectFiles): Promise<number>
  /** `paths` are files, as for `recognise`; those that are no migrations are left out. */
  arrange(paths: readonly string[], files: ProjectFiles): Promise<Arranged>
  /** The files that a file of this layout brings into the run, when it includes others; absent: none does. */
  includedBy?(path: string, files: ProjectFiles): Promise<readonly string[]>
  /** What the runner does with a pending file that sorts before an applied one (conventions: measured). */
  readonly outOfOrder: { readonly behaviour: 'runs-late' | 'fails' | 'never-runs'; readonly message: string }
  /** What the runner does when an applied file was edited. */
  readonly editedApplied: { readonly behaviour: 'ignored' | 'fails'; readonly message: string }
  /** What the runner does when the history names a migration that has no file; absent: nothing. */
  readonly missingApplied?: { readonly behaviour: 'fails'; readonly message: string }
  /** What the history may have in place of the name. */
  otherNames?(migration: MigrationFile): readonly string[]
  /** The history holds the current version alone: all up to it are applied. */
  readonly historyHoldsLastOnly?: true
}
