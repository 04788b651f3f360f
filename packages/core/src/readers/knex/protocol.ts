import type { DialectName, Direction, DoubtfulRun, Location, ReadingNote } from '../../migration/migration.ts'

/**
 * How a migration is understood: `node` runs it in a process that can reach nothing; `sandbox` runs it in an engine
 * that has nothing to reach; `never` runs no line of the project, and follows its source instead.
 */
export type KnexEngine = 'node' | 'sandbox' | 'never'

/** What a child is told once, at its start. */
export interface ChildSetup {
  readonly engine: KnexEngine
  /** Known to the parent and to the child's own code alone: a message without it was not written by us. */
  readonly key: string
  /** The `knex` package that the project itself uses, or ours. */
  readonly knexPath: string
  /** A file from which our own packages are found. */
  readonly ownPackageFile: string
  /** Our own code: no code of the project. */
  readonly ownFolder: string
  /** Project files outside of this folder are not read. */
  readonly root: string
  /** Folders of packages, ours and the project's. */
  readonly readable: readonly string[]
}

export interface KnexfileChoice {
  /** Absolute. */
  readonly path: string
  /** Default: `development`, as in knex's command line. */
  readonly environment?: string
}

/** Whose migrations they are, and what its way of running them hangs on. The same for all migrations of a child. */
export type Tool =
  | {
      readonly name: 'knex' | 'knex-migrator'
      /** Knex's name of it: `pg`, `mysql2`, `better-sqlite3`. */
      readonly client: string
      readonly knexfile?: KnexfileChoice
      /** A migration gets a transaction only where it asks for one. */
      readonly disableTransactions?: boolean
      /** Knex before 0.95. */
      readonly sendsEmptyQueries?: boolean
    }
  | {
      readonly name: 'node-pg-migrate'
      /** A file from which the package is found. */
      readonly foundFrom: string
      /** `--decamelize`. */
      readonly isDecamelized: boolean
    }
  | { readonly name: 'db-migrate'; readonly dialect: DialectName }

export interface DirectionJob {
  readonly kind: 'direction'
  readonly tool: Tool
  readonly path: string
  /** The name by which the `migrationSource` of the knexfile gives it. */
  readonly sourceName?: string
  /** Files that the tool loads before this one, and whose exports count for it. */
  readonly before?: readonly string[]
  readonly source: string
  readonly direction: Direction
  /** Follow the source, whatever the engine: running it has failed. */
  readonly isRead?: boolean
  /** Milliseconds for all paths together. */
  readonly timeout: number
}

export interface KnexfileJob extends KnexfileChoice {
  readonly kind: 'knexfile'
  /** Milliseconds. */
  readonly timeout: number
}

export type Job = DirectionJob | KnexfileJob

/** A question about the schema that a migration asks while it runs. */
export type SchemaQuestion =
  | { readonly kind: 'table'; readonly table: string }
  | { readonly kind: 'column'; readonly table: string; readonly column: string }
  | { readonly kind: 'columns'; readonly table: string }
  /** The foreign keys of other tables that point at this one. */
  | { readonly kind: 'references'; readonly table: string }

export interface ColumnFacts {
  readonly name: string
  /** `varchar`. */
  readonly type: string
  /** `varchar(20)`. */
  readonly fullType: string
  readonly maxLength: number | null
  readonly nullable: boolean
  /** The value, without quotes. */
  readonly default: string | null
}

export interface ReferenceFacts {
  readonly name: string
  readonly table: string
  readonly column: string
  readonly referencedColumn: string
  readonly onDelete: string
  readonly onUpdate: string
}

/** `unknown`: the history at hand does not say. */
export type SchemaAnswer =
  | { readonly known: 'yes' | 'no' | 'unknown' }
  /** `isComplete`: there are no others. */
  | { readonly known: 'columns'; readonly columns: readonly ColumnFacts[]; readonly isComplete: boolean }
  | { readonly known: 'references'; readonly references: readonly ReferenceFacts[] }

/**
 * What one builder call means where knex sends something else in its place: SQLite's rebuild of a table, and MySQL's
 * CHANGE, which says the whole column again to rename it.
 */
export interface EmulatedChange {
  readonly method: string
  readonly table: string
  /** As knex hands them on, names already wrapped by the project. */
  readonly args: readonly unknown[]
}

export interface RecordedStatement {
  readonly sql: string
  /** With its bindings written in, where it has any. */
  readonly inlined?: string
  readonly location: Location
  /** Where each column of a `createTable` or `alterTable` is written. */
  readonly columnLocations?: Readonly<Record<string, Location>>
  readonly change?: EmulatedChange
  readonly conditions: readonly string[]
  /** Read in the source, not recorded from a run. */
  readonly isApproximate?: boolean
  /** It is in a `try` whose `catch` does not throw again. */
  readonly isCaught?: boolean
  /** It goes over another connection than the migration's. */
  readonly isOutside?: boolean
  /** What its conditions amount to, where that is not that it runs. */
  readonly runs?: DoubtfulRun
}

export type EarlierStatement = Pick<RecordedStatement, 'sql' | 'change'>

export interface Unreached {
  readonly location: Location
  /** Where it is not the migration's own. */
  readonly file?: string
  /** Where the migration's own function is, which got there. */
  readonly from?: Location
  /** A function beside `up` and `down` may be reached from the one or the other. */
  readonly owner: Direction | 'shared'
  /** What stands there, as far as its calls show. */
  readonly changes: readonly UnreachedChange[]
  /** It deals with an error. */
  readonly isAfterError: boolean
}

export interface UnreachedChange {
  /** `the UPDATE of users`, `addIndex()`. */
  readonly words: string
  /** Rows that are written, and none that go. */
  readonly isOfRows: boolean
}

export interface RecordedDirection {
  /** `absent`: the module has no such function. `failed`: our reading, not the migration, is at fault. */
  readonly outcome: 'finished' | 'throws' | 'absent' | 'failed'
  readonly statements: readonly RecordedStatement[]
  readonly notes: readonly ReadingNote[]
  /** What the migration says of its transaction: Knex's `config.transaction`, `pgm.noTransaction()`. */
  readonly transaction?: boolean
  /** The author says that there is no way back. */
  readonly isIrreversible?: true
  /** Code with database calls that no run came to. */
  readonly unreached: readonly Unreached[]
  /** Code for both directions that a run did come to. */
  readonly reached: readonly string[]
  /** Packages and files that were replaced by an empty stand-in. */
  readonly stubbed: readonly string[]
  readonly runs: number
  /** The child's built-ins were changed; what follows in it cannot be trusted. */
  readonly tampered: boolean
}

export interface KnexfileFacts {
  readonly client?: string
  readonly version?: string
  readonly directories: readonly string[]
  readonly loadExtensions?: readonly string[]
  readonly sortDirsSeparately: boolean
  readonly tableName?: string
  readonly schemaName?: string
  readonly searchPath?: readonly string[]
  readonly disableTransactions: boolean
  readonly environments: readonly string[]
  /** Its own way of finding migrations, where it has one. */
  readonly source?: SourceFacts
  readonly warnings: readonly string[]
}

export type SourceFacts =
  /** `path`: of the file that exports it, where one does. */
  | {
      readonly kind: 'listed'
      readonly migrations: readonly { readonly name: string; readonly path?: string }[]
    }
  | { readonly kind: 'failed'; readonly message: string }

export type ToChild =
  | { readonly kind: 'setup'; readonly setup: ChildSetup }
  | { readonly kind: 'job'; readonly id: number; readonly job: Job }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: SchemaAnswer }

export type FromChild =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'question'
      readonly id: number
      readonly question: SchemaQuestion
      /** Everything that this run has sent so far. */
      readonly before: readonly EarlierStatement[]
    }
  | { readonly kind: 'recorded'; readonly id: number; readonly direction: RecordedDirection }
  | { readonly kind: 'knexfile'; readonly id: number; readonly facts: KnexfileFacts }
  /** The sandbox stopped the job. */
  | { readonly kind: 'lost'; readonly id: number; readonly reason: 'too long' | 'ended' }
