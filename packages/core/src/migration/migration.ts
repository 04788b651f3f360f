import type { Operation } from '../operations/operation.ts'

export type DialectName = 'postgres' | 'mysql' | 'mariadb' | 'sqlite'
export type Direction = 'up' | 'down'

/** 1-based lines and columns, columns in UTF-16 units, the end exclusive. */
export interface Location {
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
  /** Where that is not the script's own: a file that the script runs (`\i x.sql`). */
  readonly file?: string
}

/** Another file whose statements a script runs. */
export interface IncludedFile {
  readonly file: string
  readonly source: string
}

/**
 * How well a statement was read: by the engine's own `grammar`, by our `own-parser` with every token
 * consumed, `partial`ly (verb and object only), `unknown`, or `recorded` from a migration that was run.
 */
export type Reading = 'grammar' | 'own-parser' | 'partial' | 'unknown' | 'recorded'

/**
 * `not`: only where the schema is otherwise than the rest of the script takes it to be (`hasTable('users')` is true, and
 * the script makes `users`). `perhaps`: the rows of a table or a variable of the environment decide.
 */
export type DoubtfulRun = 'not' | 'perhaps'

export interface Statement {
  /** Exactly as the database gets it, without the final delimiter; names stand in for placeholders. */
  readonly text: string
  /** The same as the file has it, where that has placeholders. */
  readonly written?: string
  /** An UPDATE or DELETE with the values that the migration's code binds to its placeholders written in. */
  readonly inlined?: string
  /** In `file` of the script: the SQL itself, or the call that makes it. */
  readonly location: Location
  readonly operations: readonly Operation[]
  readonly reading: Reading
  /** The names that stand in for placeholders, each with what is written: `__schema_`, `${schema}`. */
  readonly placeholders?: readonly (readonly [name: string, written: string])[]
  /** What has to be true for it to run, where the migration branches: `hasTable('users') is false`. */
  readonly conditions?: readonly string[]
  /** Where each operation is written, in the order of `operations`, where they are written apart: two columns that
   * two calls add and one ALTER TABLE makes. */
  readonly operationLocations?: readonly Location[]
  /** Followed in the source of a migration in code, which was not run: what is said about it is approximate. */
  readonly approximate?: true
  /** The migration catches its failure and goes on, as far as the engine lets it. */
  readonly caught?: true
  /** What its conditions amount to, where that is not that it runs. */
  readonly runs?: DoubtfulRun
  /** The tool copies this table, drops it and renames the copy (Knex on SQLite), with what DROP TABLE does to the rows
   * of tables that refer to it. */
  readonly rebuildsTable?: string
}

/** The transaction that the migration runner puts around a script; the engine may still commit on its own. */
export type RunnerTransaction =
  | 'none' // every statement commits by itself
  | 'script' // one transaction for this file
  | 'batch' // one transaction for all pending files

/** Something found while reading that is not about one statement's meaning. */
export interface ReadingNote {
  readonly kind:
    | 'damaged-text' // unterminated quote, comment, dollar quote
    | 'throws' // the function throws on every path: the script cannot finish
    | 'no-way-back' // why the tool, which makes a missing down itself, cannot make this one
    | 'way-back-unknown' // the same, of another version of the tool than the project's
    | 'not-reached' // code with database calls that no run reached
    | 'not-awaited' // a query that is built and never run
    | 'side-effect' // network, file or process use
    | 'outer-knex' // a query through another connection than the one that the migration is given
    | 'varies' // SQL that holds the time or a random number
    | 'failed' // the file could not be read at all
    | 'directive' // a marker or annotation that is wrong
  /** One sentence for the user. */
  readonly message: string
  /** What to do here, and how much it weighs, where that is not what the rule says. */
  readonly instead?: string
  readonly severity?: 'info' | 'warning' | 'error'
  readonly location?: Location
}

/** The runner holds a lock in a transaction of its own beside the script, which ends after it; `perhaps`: which version of
 * the runner it is, the project does not tell. */
export type BesideLock = 'certain' | 'perhaps'

export interface Script {
  /** Path relative to the working directory, with `/`. */
  readonly file: string
  /** The whole text of `file`, for code frames and suppressions. */
  readonly source: string
  /** The files that it runs (`\i x.sql`), as far as they were read. */
  readonly included?: readonly IncludedFile[]
  readonly statements: readonly Statement[]
  /** Where it is written, in a file that holds more, for what is said of a script without statements. */
  readonly begins?: Location
  readonly transaction: RunnerTransaction
  /** The runner makes the transaction by turning autocommit off: behind a commit there is the next one (Flyway: JDBC's
   * setAutoCommit). Absent: it sends BEGIN, and behind an implicit commit each statement commits on its own. */
  readonly autocommitOff?: true
  /** The server makes the transaction, of several statements that are sent as one query: BEGIN takes it over, and after
   * COMMIT there is another one (measured: PostgreSQL 15). */
  readonly oneQuery?: true
  /** The runner sends the text as one query: two statements would be in a transaction together. */
  readonly sentWhole?: true
  /** It would share one transaction with the other pending files, were there not one among them that runs without. */
  readonly separated?: true
  readonly isBesideLock?: BesideLock
  /** What the runner makes of a script that fails in the middle; absent: it records nothing. */
  readonly afterFailure?: string
  /** It has no statements, and the runner stops at it: what that says. */
  readonly stopsEmpty?: string
  /** The runner writes its history over another connection. */
  readonly recordsApart?: true
  /** The runner starts a client for this script alone: no setting outlives it. */
  readonly hasOwnSession?: true
  /** Settings of the session that the runner puts back after each script. */
  readonly putBack?: readonly string[]
  /** What the runner sets on its connection: `search_path`. */
  readonly session?: Readonly<Record<string, string>>
  readonly notes: readonly ReadingNote[]
}

/** Code that is not run here. */
export interface CodeFile {
  readonly file: string
  readonly source: string
  /** Its head says that it runs in this phase, and not where its name stands: `@phase worker`. */
  readonly phase?: string
}

export interface Migration {
  /** What the layout's history table stores for it. */
  readonly name: string
  readonly file: string
  readonly layout: string
  readonly dialect: DialectName
  /** Pending migrations are judged; applied ones are only replayed. */
  readonly pending: boolean
  /** It runs before those that were asked for: replayed for the schema that they meet, and not counted. */
  readonly isContext?: true
  readonly up: Script
  /** Absent when nobody wrote a way back. */
  readonly down?: Script
  /** The author says that there is no way back, and why. */
  readonly declaredIrreversible?: { readonly reason?: string }
  /** False for a migration that its layout never undoes (repeatable files, layouts without a down). */
  readonly downExpected: boolean
  /** What the runner does where there is no down, when it goes on; absent: the rollback stops there. */
  readonly withoutDown?: string
  /** Files of code that the project runs before it, by their names: no rule looks at what they do. */
  readonly codeBefore?: readonly CodeFile[]
  /** Files of code that it runs after it, and before no other migration. */
  readonly codeBehind?: readonly CodeFile[]
  /** The one that it is a part of, with those next to it: their down scripts work from the last part to the first. */
  readonly partOf?: string
}
