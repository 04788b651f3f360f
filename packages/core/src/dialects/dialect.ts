import type { LexicalRules } from '../lexer/lexical-rules.ts'
import type { DialectName, Reading } from '../migration/migration.ts'
import type { Column, DataType, Index, ObjectName } from '../operations/column.ts'
import type { Operation, OperationOf } from '../operations/operation.ts'
import type { Dependent } from '../schema/dependents.ts'
import type { SchemaSemantics, SchemaState, Table, VersionRange } from '../schema/schema-state.ts'
import type { WriteSql } from './writing/sql-writer.ts'

export interface ParsedStatement {
  readonly operations: readonly Operation[]
  readonly reading: Exclude<Reading, 'recorded'>
}

/** What an operation does to a table while it runs. null: not known. */
export interface Effect {
  readonly table: ObjectName
  /** The engine's own word: `ACCESS EXCLUSIVE`, `SHARE`; MySQL: the metadata lock that it ends with. */
  readonly lock: string | null
  readonly blocksReads: boolean | null
  readonly blocksWrites: boolean | null
  /** Every row is written again. */
  readonly rewrite: boolean | null
  /** Every row is read. */
  readonly scan: boolean | null
  /** MySQL and MariaDB only. */
  readonly algorithm?: 'INSTANT' | 'NOCOPY' | 'INPLACE' | 'COPY' | null
  /** MySQL and MariaDB only: the weakest LOCK clause that the server accepts. */
  readonly lockClause?: 'NONE' | 'SHARED' | 'EXCLUSIVE' | null
}

/** A variable of the session, with a value to suggest. */
export interface Setting {
  readonly name: string
  readonly value: string
}

export interface TypeChange {
  /** `nothing`: every old value fits. `can-fail`: the statement stops at a value that does not fit.
   * `silent`: values are changed or cut without an error. */
  readonly loses: 'nothing' | 'can-fail' | 'silent' | 'unknown'
  /** `can-fail` under strict mode becomes `silent` without it (MySQL). */
  readonly silentWithoutStrictMode?: boolean
  readonly cost: 'none' | 'scan' | 'rewrite' | 'unknown'
  /** Values at the edge of the type alone are concerned: negative counts, numbers of more than 24 bits. */
  readonly atEdge?: true
  /** The type beside the new one that takes every old value as it is. */
  readonly holdsAll?: string
  /** The server does not even try: there is no such cast, whatever the rows hold. */
  readonly refused?: boolean
  /** Each value is read or written as the local time of the session, whatever it was before. */
  readonly bySessionZone?: true
  /** What fails with the new type, behind `code that`: `compares it with a number`. */
  readonly codeFails?: string
  /** One clause for the message: `values longer than 20 characters do not fit`. */
  readonly why?: string
}

/** What a statement needs and the server that is deployed to does not have. */
export interface MissingFeature {
  /** As in a sentence: `ALTER TABLE DROP COLUMN`. */
  readonly feature: string
  /** Goes on the sentence: `needs SQLite 3.35 or later`. */
  readonly why: string
  /** The server reads over it, without an error. */
  readonly ignored?: true
  /** It stops the statement in strict mode alone. */
  readonly strictAlone?: true
  /** How the server takes it, as advice. */
  readonly form?: string
  /** The engine that takes the same drivers has it: `MariaDB`. */
  readonly siblingHas?: string
}

/** What happens to an operation on its way to a replica. */
export interface ReplicaHazard {
  /** `ddl`: sent as a statement in every format of the log; `statement`, `row`: in that one. */
  readonly logged: 'ddl' | 'statement' | 'row'
  /** One clause for the message. */
  readonly why: string
}

export interface SizeRefusal {
  readonly reason: string
  /** It is so in this character set, which nothing that was read says. */
  readonly ifCharset?: string
}

/** Facts that rules may ask about an engine, instead of asking for its name. Every fact's comment cites its source. */
export interface DialectTraits {
  /** What the server may be, in the numbers that code asks it for (PostgreSQL's server_version_num). */
  readonly serverVersions?: VersionRange
  /** Nobody said which version it is: the facts are those of the oldest that is still maintained. */
  readonly versionIsAssumed?: boolean
  /** The first version in which ADD COLUMN writes no row, wherever the column stands: `MySQL 8.0.29`. */
  readonly addsInstantlySince?: string
  /** DDL takes part in a transaction and can be rolled back. */
  readonly transactionalDdl: boolean
  /** What BEGIN does inside a transaction. PostgreSQL manual, BEGIN; MySQL 8.0 manual, 15.3.3; SQLite, BEGIN TRANSACTION. */
  readonly nestedBegin: 'ignored' | 'commits' | 'refused'
  /** Several statements sent as one query share a transaction. PostgreSQL manual, 55.2.2.1; MySQL 8.0 manual, 15.3.1;
   * SQLite, sqlite3_exec: each statement commits alone. */
  readonly queryIsTransaction: boolean
  /** Indexes can be built while writes go on, by a keyword (PostgreSQL's CONCURRENTLY). */
  readonly concurrentIndexes: boolean
  /** Such a build may leave rows out; the first version in which it does not. */
  readonly concurrentIndexesLoseRows?: string
  /** The statement that hides an index from the optimizer and keeps it up to date; absent: there is none. */
  readonly hideIndex?: (table: string, index: string) => string
  /** INSERT … ON DUPLICATE KEY UPDATE, where the others have ON CONFLICT. */
  readonly updatesOnDuplicateKey?: boolean
  /** UPDATE writes no row whose values stay the same. It locks each row that it reads, also those that WHERE leaves out
   * (MySQL 8.4 manual, UPDATE Statement; Locks Set by Different SQL Statements in InnoDB. Measured: MariaDB 10.11). */
  readonly leavesEqualRows?: boolean
  /** `a || b` is a OR b, unless the session says PIPES_AS_CONCAT (MySQL manual, Logical Operators). */
  readonly pipesAreOr?: boolean
  /** COMMENT ON TABLE and COMMENT ON COLUMN. */
  readonly hasCommentStatement?: boolean
  /** A constraint can be added without looking at the rows, and be validated later (PostgreSQL's NOT VALID). */
  readonly laterValidation?: boolean
  /** An UPDATE that sets one column twice is refused (PostgreSQL); the others take the last value. */
  readonly refusesSecondAssignment?: boolean
  /** REFERENCES written with a column is read and makes no foreign key (MySQL before 9). */
  readonly ignoresInlineReferences?: boolean
  /** MODIFY/CHANGE restates the whole column. */
  readonly restatesColumns: boolean
  /** ALTER TABLE can do little: for the rest a table is created anew, filled, and takes the old one's name (SQLite). */
  readonly altersByRebuild?: boolean
  /** A table made anew beside the old one, filled from it, and in its place; undefined where it cannot be written. */
  readonly writeRebuild?: (from: Table, to: Table, beside: ObjectName) => readonly string[] | undefined
  /** A renamed table takes the foreign keys of others along: also those that are not enforced, or those alone that are. */
  readonly foreignKeysFollowRenames?: 'always' | 'where-enforced'
  /** DROP TABLE of one that another table's foreign key refers to: refused, or only while rows refer to it and foreign
   * keys are enforced. */
  readonly dropReferencedTable?: 'fails' | 'fails-with-rows'
  /** What else keeps a column from being dropped, beside what goes along with it. */
  readonly columnDropRefusedBy?: readonly Dependent['kind'][]
  /** What a foreign key may refer to: a unique key alone, or any index that begins with the columns. */
  readonly referencedKey?: 'unique' | 'index'
  /** Where it is a unique key: who of the engine takes an index as well. */
  readonly indexServes?: string
  /** What the body of a trigger names is renamed in it too (SQLite). */
  readonly triggersFollowRenames?: boolean
  /** DROP without CASCADE is refused while another object needs the one that it names. */
  readonly dropsAreRestricted?: boolean
  /** What something else needs, a view's table or a column's type, is not dropped without CASCADE (PostgreSQL). */
  readonly dropsNeedCascade?: boolean
  /** What the statement needs and this server does not have; absent: nothing is known to be missing. */
  missingFeature(
    operations: readonly Operation[],
    text: string,
    before: SchemaState,
  ): MissingFeature | undefined
  /** Types beside those of the standard that a column could have instead: `jsonb`, `timestamptz`. */
  readonly ownTypes?: readonly string[]
  /** Whose names differ when their letters' case does, as they are written: those of `all` kinds, or of some. */
  readonly caseCounts?: 'all' | readonly string[]
  /** A longer name is cut off, or refused. */
  readonly longestName?: {
    readonly limit: number
    readonly unit: 'bytes' | 'characters'
    readonly outcome: 'cut' | 'refused'
  }
  /** TIMESTAMP counts seconds in 32 bits. */
  readonly timestampEndsIn2038?: boolean
  /** A value stands at a multiple of its size in the row: the order of columns leaves gaps. */
  readonly alignedRows?: boolean
  /** Objects whose names begin so are the engine's own (SQLite). */
  readonly internalPrefix?: string
  /** Nothing told this engine from the other one that takes the same drivers. */
  readonly mayBeSibling?: boolean
  /** It runs in the application's process: there is no server, no role and no privilege. */
  readonly embedded?: boolean
  /** A text without a length costs no more than a varchar. */
  readonly textCostsNothing?: boolean
  /** ADD COLUMN with a CHECK looks whether the rows that are there meet it. */
  readonly testsAddedChecks: boolean
  /** A CHECK is read and not kept (MySQL before 8.0.16, manual 15.1.20.6). */
  readonly ignoresChecks?: boolean
  /** What ADD COLUMN refuses with rows, it refuses on an empty table too (SQLite before 3.32). */
  readonly addsAsIfFilled?: boolean
  /** ADD COLUMN … NOT NULL without a default on a table with rows: an error, or an implicit value. */
  addRequiredColumn(column: Column): 'fails' | 'implicit-value' | 'allowed'
  /** A column of this type takes no constant as its DEFAULT: an expression alone, for which ADD COLUMN writes the rows
   * again, or nothing (MySQL). */
  refusedDefault?(type: DataType): 'constant' | 'any' | undefined
  typeChange(from: DataType, to: DataType, using?: string): TypeChange
  /** Which types a column can have so that a change to this one writes no row again, in words; absent: not told. */
  keptTypes?(to: DataType, using?: string): string | undefined
  /** What has every row read again for a type that writes none again: indexes and CHECKs by name (PostgreSQL). */
  readAgain?(
    operation: OperationOf<'change-column-type'>,
    before: SchemaState,
  ): { readonly indexes: readonly string[]; readonly checks: readonly string[] }
  /** Why a foreign key from a column of the one type to a column of the other is refused; absent: not known to be. */
  refusedForeignKey?(from: DataType, to: DataType): string | undefined
  /** The collation of the two under which a foreign key takes different values for equal, and under the other not. */
  disagreeingCollation?(from: DataType, to: DataType, schema: SchemaState): string | undefined
  /** Why an index or key over these parts is refused; absent: not known to be. */
  refusedIndex?(
    index: Pick<Index, 'parts' | 'unique'>,
    table: Table,
    isPrimary: boolean,
  ): SizeRefusal | undefined
  /** Why a table of these columns is refused; absent: not known to be. */
  refusedRow?(columns: readonly Column[], charset: string | undefined): SizeRefusal | undefined
  /** What the operation does to tables that exist before it; [] when it touches none. */
  effectsOf(operation: Operation, before: SchemaState): readonly Effect[]
  /** What the operations of one statement do together, where that is more than the sum: a clause of ALTER TABLE
   * that is instant alone may rebuild the table beside another (MySQL, MariaDB). */
  combinedEffects?(operations: readonly Operation[], before: SchemaState): readonly Effect[]
  /** What limits the wait for a lock, and the time that a statement takes with its locks held. */
  readonly limits?: { readonly wait: Setting; readonly statement?: Setting }
  /** Every character of the one character set has a place in the other (MySQL, MariaDB). */
  charsetHolds?(to: string, from: string): boolean
  /** Values that differ may be equal under this collation. */
  collationMakesEqual?(collation: string, before: SchemaState): boolean
  /** ILIKE and regular expressions are refused where the collation makes different values equal, and LIKE too, or not any
   * more (PostgreSQL). */
  readonly patternsNeedDeterministic?: 'all' | 'all-but-like'
  /** How many changes of columns a table takes instantly before it has to be written again (MySQL). */
  readonly rowVersions?: number
  /** Why a replica may end up with other rows or fall behind; absent: nothing is known (MySQL, MariaDB). */
  replicaHazard?(operation: Operation, text: string, before: SchemaState): ReplicaHazard | undefined
  /** This operation commits the open transaction on its own (MySQL's implicit commit). */
  commitsImplicitly(operation: Operation): boolean
  /** How a column says the spatial reference system of its values: `SRID 4326`. */
  referenceSystem?(srid: number): string
  /** An identifier quoted for SQL that we suggest; left bare where that is safe. */
  quote(name: string): string
  /** A column as CREATE TABLE has it, every attribute said. */
  columnDefinition(column: Column): string
  /** For SQL that we suggest. */
  readonly write: WriteSql
}

/** Code that a statement only defines: a routine, a trigger, a rule. */
export interface DefinedCode {
  readonly name: ObjectName
  /** What it does when it runs. */
  readonly operations: readonly Operation[]
  /** Triggers and rules: the changes of rows that run it. */
  readonly runsOn?: {
    readonly table: ObjectName
    readonly events: readonly ('insert' | 'update' | 'delete')[]
  }
}

export interface Dialect {
  readonly name: DialectName
  readonly title: string
  readonly lexical: LexicalRules
  readonly semantics: SchemaSemantics
  /** Loads what parsing needs (WebAssembly, generated parsers); idempotent. Call it before `parse`. */
  load(): Promise<void>
  /** Less than `load`, and enough for nearly every text: where `missesRest` says so, `load` and parse again. */
  loadFirst?(): Promise<void>
  /** Whether what was parsed since the last call wanted more than `loadFirst` loads. */
  missesRest?(): boolean
  /** One statement, without its delimiter, to operations. Never throws and never returns nothing: what cannot
   * be read is an `unreadable` operation. */
  parse(text: string): ParsedStatement
  /** What the statement defines to be run later; absent for one that defines no code that can be read. */
  definedCode?(text: string): DefinedCode | undefined
  /** For one script: what its statements do, given in order, with what a text does that one of them puts together and
   * another executes. */
  followTexts?(): (operations: readonly Operation[]) => readonly Operation[]
  /** Facts about a server version such as `15.4`; absent: the oldest version still maintained. */
  traits(version?: string): DialectTraits
}
