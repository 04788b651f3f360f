import type { Column, ColumnPosition, Constraint, DataType, Index, ObjectName } from './column.ts'
import type { ObjectType } from './object-type.ts'
import type { RunCondition } from './run-condition.ts'
import type { ReadColumn, Selection } from './selection.ts'

/** What a WHERE clause limits: nothing at all, nothing because it is always true, or something. */
export type RowFilter = 'absent' | 'always-true' | 'present'

export type TransactionAction = 'begin' | 'commit' | 'rollback' | 'savepoint' | 'release' | 'rollback-to'

/**
 * What one statement does, whatever it was written in. Flat: `ALTER TABLE t DROP a, DROP b` is two
 * operations, so that a rule cannot miss the second. Made for the checks, not a parser's tree.
 */
export type Operation = AnyOperation & {
  /** ALTER TABLE IF EXISTS: nothing happens where the table is missing. */
  readonly ifTableExists?: boolean
  /** Where in the statement's text it is written, in UTF-16 offsets [start, end), when that is not all of it. */
  readonly span?: readonly [number, number]
  /** All of these have to be true for it to run. */
  readonly conditions?: readonly RunCondition[]
}

type AnyOperation =
  // Tables
  | {
      readonly kind: 'create-table'
      readonly table: ObjectName
      readonly columns: readonly Column[]
      /** Column-level constraints too, with their column named. */
      readonly constraints: readonly Constraint[]
      readonly indexes: readonly Index[]
      readonly ifNotExists: boolean
      /** MariaDB's CREATE OR REPLACE TABLE: an existing table and its rows go. */
      readonly orReplace: boolean
      readonly temporary: boolean
      /** Lower-case names: engine, charset, collate, row_format, strict, without rowid, unlogged, partition by, … */
      readonly options: Readonly<Record<string, string>>
      /** CREATE TABLE … LIKE or (LIKE …): columns come from there. */
      readonly like?: ObjectName
      /** PostgreSQL's LIKE … INCLUDING: what is copied besides names, types and NOT NULL. Absent: everything. */
      readonly likeIncluding?: readonly (
        | 'comments'
        | 'constraints'
        | 'defaults'
        | 'generated'
        | 'identity'
        | 'indexes'
      )[]
      /** CREATE TABLE … AS SELECT: `columns` has those that are written besides. */
      readonly asSelect?: boolean
      /** The columns of that query; absent where they cannot be told. */
      readonly selection?: Selection
      readonly partitionOf?: ObjectName
      readonly inherits?: readonly ObjectName[]
      /** Columns whose inline REFERENCES the server reads and ignores (MySQL before 9). */
      readonly ignoredReferences?: readonly string[]
    }
  | {
      readonly kind: 'drop-table'
      readonly table: ObjectName
      readonly ifExists: boolean
      readonly cascade: boolean
      readonly temporary: boolean
      /** Set by the recogniser of SQLite's rebuild (create new, copy, drop old, rename new): the new table that
       * takes this one's name in the same script. */
      readonly replacedBy?: ObjectName
    }
  | {
      readonly kind: 'rename-table'
      readonly table: ObjectName
      readonly to: ObjectName
      /** The last step of a rebuild: `table` takes the place of a table dropped in the same script. */
      readonly completesRebuild?: boolean
    }
  | {
      readonly kind: 'truncate-table'
      readonly table: ObjectName
      readonly cascade: boolean
      readonly restartIdentity: boolean
    }
  | {
      /** ENGINE=, COMMENT=, SET LOGGED, ENABLE ROW LEVEL SECURITY, OWNER TO, SET SCHEMA, AUTO_INCREMENT=, … */
      readonly kind: 'set-table-option'
      readonly table: ObjectName
      /** Lower case: `engine`, `row_format`, `logged`, `tablespace`, `owner`, `schema`, `force`, `storage-parameter`, … */
      readonly option: string
      readonly value: string
    }
  | {
      readonly kind: 'convert-charset'
      readonly table: ObjectName
      readonly charset: string
      readonly collation?: string
    }
  | {
      readonly kind: 'change-partitions'
      readonly table: ObjectName
      /** Lower case: add, drop, truncate, coalesce, reorganize, exchange, remove, attach, detach, partition-by, … */
      readonly action: string
      readonly partitions: readonly string[]
      /** Of ATTACH: `FOR VALUES FROM (1) TO (9)`, or `DEFAULT`. */
      readonly bound?: string
      readonly concurrently?: boolean
    }
  // Columns
  | {
      readonly kind: 'add-column'
      readonly table: ObjectName
      readonly column: Column
      /** Written with the column: UNIQUE, PRIMARY KEY, REFERENCES, CHECK; each names its columns. */
      readonly constraints: readonly Constraint[]
      readonly position?: ColumnPosition
      readonly ifNotExists: boolean
      /** Its inline REFERENCES is read and ignored by the server (MySQL before 9). */
      readonly ignoredReferences?: readonly string[]
    }
  | {
      readonly kind: 'drop-column'
      readonly table: ObjectName
      readonly column: string
      readonly ifExists: boolean
      readonly cascade: boolean
    }
  | {
      readonly kind: 'rename-column'
      readonly table: ObjectName
      readonly column: string
      readonly to: string
    }
  | {
      /** MySQL's MODIFY and CHANGE: the whole column is said again; what is not repeated is gone. */
      readonly kind: 'change-column'
      readonly table: ObjectName
      readonly column: string
      /** Its name differs from `column` where CHANGE renames. */
      readonly to: Column
      readonly constraints: readonly Constraint[]
      readonly position?: ColumnPosition
      readonly ifExists: boolean
      /** ALTER IGNORE: values that do not fit are changed, without an error. */
      readonly ignoresErrors?: boolean
    }
  | {
      /** PostgreSQL's ALTER COLUMN … TYPE: only the type (and collation) changes. */
      readonly kind: 'change-column-type'
      readonly table: ObjectName
      readonly column: string
      readonly type: DataType
      readonly using?: string
    }
  | { readonly kind: 'set-not-null'; readonly table: ObjectName; readonly column: string }
  | { readonly kind: 'drop-not-null'; readonly table: ObjectName; readonly column: string }
  | {
      readonly kind: 'set-default'
      readonly table: ObjectName
      readonly column: string
      readonly default: string
    }
  | { readonly kind: 'drop-default'; readonly table: ObjectName; readonly column: string }
  | {
      /** ADD/SET/DROP IDENTITY, DROP EXPRESSION, SET STORAGE, SET STATISTICS, SET COMPRESSION, VISIBLE, … */
      readonly kind: 'set-column-option'
      readonly table: ObjectName
      readonly column: string
      /** Lower case: `identity`, `expression`, `storage`, `statistics`, `visibility`, … */
      readonly option: string
      /** Empty where the option is dropped. */
      readonly value: string
    }
  // Constraints
  | {
      readonly kind: 'add-constraint'
      readonly table: ObjectName
      readonly constraint: Constraint
      /** ADD CONSTRAINT … USING INDEX name. */
      readonly usingIndex?: string
      readonly ifNotExists?: boolean
      /** ALTER IGNORE: rows that break the key are deleted, without an error. */
      readonly ignoresErrors?: boolean
    }
  | {
      readonly kind: 'drop-constraint'
      readonly table: ObjectName
      /** Absent for MySQL's DROP PRIMARY KEY. */
      readonly name?: string
      /** Known where the syntax says it (DROP FOREIGN KEY, DROP PRIMARY KEY, DROP CHECK). */
      readonly type?: Constraint['type']
      readonly ifExists: boolean
      readonly cascade: boolean
    }
  | { readonly kind: 'validate-constraint'; readonly table: ObjectName; readonly name: string }
  | {
      readonly kind: 'rename-constraint'
      readonly table: ObjectName
      readonly name: string
      readonly to: string
    }
  // Indexes
  | {
      readonly kind: 'create-index'
      readonly index: Index
      readonly concurrently: boolean
      readonly ifNotExists: boolean
      /** MariaDB's CREATE OR REPLACE INDEX. */
      readonly orReplace: boolean
      /** PostgreSQL's ON ONLY: a partitioned parent's stub. */
      readonly only: boolean
      /** ALTER IGNORE … ADD UNIQUE: duplicate rows are deleted, without an error. */
      readonly ignoresErrors?: boolean
    }
  | {
      readonly kind: 'drop-index'
      readonly name: string
      /** MySQL names the table; PostgreSQL and SQLite do not. */
      readonly table?: ObjectName
      readonly concurrently: boolean
      readonly ifExists: boolean
      readonly cascade: boolean
    }
  | {
      readonly kind: 'rename-index'
      readonly name: string
      readonly to: string
      readonly table?: ObjectName
    }
  | {
      readonly kind: 'reindex'
      readonly target: 'index' | 'table' | 'schema' | 'database' | 'system'
      readonly name: string
      readonly concurrently: boolean
    }
  // Enumerated types (PostgreSQL)
  | { readonly kind: 'create-enum'; readonly type: ObjectName; readonly values: readonly string[] }
  | {
      readonly kind: 'add-enum-value'
      readonly type: ObjectName
      readonly value: string
      readonly neighbour?: { readonly side: 'before' | 'after'; readonly value: string }
      readonly ifNotExists: boolean
    }
  | {
      readonly kind: 'rename-enum-value'
      readonly type: ObjectName
      readonly value: string
      readonly to: string
    }
  // Everything else that has a name
  | {
      readonly kind: 'create-object'
      readonly objectType: ObjectType
      readonly name: ObjectName
      readonly orReplace: boolean
      readonly ifNotExists: boolean
      /** The table that it hangs on (triggers, policies, rules). */
      readonly table?: ObjectName
      /** The whole statement; replay keeps it, so that a drop can be taken back. */
      readonly definition: string
      /** Of a view, the tables and views that its query reads; absent: only the text tells. */
      readonly reads?: readonly ObjectName[]
      /** Of a view, the columns that its query reads; absent: only the text tells. */
      readonly readsColumns?: readonly ReadColumn[]
      /** Of a view, the columns that it has. */
      readonly selection?: Selection
      /** What ALTER can change, defaults too (sequences, routines, policies, domains of PostgreSQL). */
      readonly settings?: Readonly<Record<string, string>>
      /** Of a routine, the types that tell it from others of its name (PostgreSQL): `text, boolean`. */
      readonly arguments?: string
    }
  | {
      readonly kind: 'drop-object'
      readonly objectType: ObjectType
      readonly name: ObjectName
      /** As in `create-object`; absent where they are left out. */
      readonly arguments?: string
      readonly table?: ObjectName
      readonly ifExists: boolean
      readonly cascade: boolean
    }
  | {
      readonly kind: 'rename-object'
      readonly objectType: ObjectType
      readonly name: ObjectName
      readonly to: ObjectName
      readonly table?: ObjectName
    }
  | {
      readonly kind: 'alter-object'
      readonly objectType: ObjectType
      readonly name: ObjectName
      readonly table?: ObjectName
      /** What changes, in a few lower-case words: `owner to app`, `restart with 1`. */
      readonly change: string
      /** Settings that have these values from now on, an empty one none; absent: not told. */
      readonly settings?: Readonly<Record<string, string>>
    }
  // Rows
  | {
      readonly kind: 'insert-rows'
      readonly table: ObjectName
      readonly columns: readonly string[]
      /** REPLACE INTO, INSERT OR REPLACE: rows in the way are deleted. */
      readonly replace: boolean
      /** INSERT IGNORE, INSERT OR IGNORE: rows that break a key or rule are left out. */
      readonly ignoresErrors?: boolean
      /** INSERT … SELECT from one table: for each target column the source's text, for the rebuild recogniser. */
      readonly copiesFrom?: {
        readonly table: ObjectName
        readonly expressions: readonly string[]
        /** WHERE, LIMIT, DISTINCT, GROUP BY or an inner join: not every row is copied. */
        readonly filtered?: boolean
      }
    }
  | {
      readonly kind: 'update-rows'
      readonly table: ObjectName
      readonly columns: readonly string[]
      readonly filter: RowFilter
      /** The WHERE clause's text. */
      readonly where?: string
      /** SET texts by column, as written. */
      readonly assignments?: Readonly<Record<string, string>>
      /** SQLite's UPDATE OR REPLACE: rows in the way of a unique value are deleted. */
      readonly replace?: boolean
    }
  | {
      readonly kind: 'delete-rows'
      readonly table: ObjectName
      readonly filter: RowFilter
      readonly where?: string
    }
  | {
      readonly kind: 'read-rows'
      readonly tables: readonly ObjectName[]
      /** FOR UPDATE, FOR SHARE and their weaker forms: the rows are locked. */
      readonly locking?: boolean
    }
  // Session, transaction, maintenance, code
  | { readonly kind: 'control-transaction'; readonly action: TransactionAction; readonly name?: string }
  | {
      /** SET, PRAGMA, RESET. */
      readonly kind: 'set-variable'
      /** Lower case: `lock_timeout`, `foreign_key_checks`, `sql_mode`, `foreign_keys`, `search_path`. */
      readonly name: string
      /** As written; absent for RESET. */
      readonly value?: string
      readonly scope: 'session' | 'transaction' | 'global'
    }
  | { readonly kind: 'lock-table'; readonly table: ObjectName; readonly mode: string }
  | {
      readonly kind: 'change-privileges'
      readonly action: 'grant' | 'revoke' | 'default'
      /** Default privileges that are taken away. */
      readonly revokes?: true
      readonly privileges: readonly string[]
      readonly on: string
      readonly roles: readonly string[]
    }
  | {
      /** VACUUM, ANALYZE, CLUSTER, OPTIMIZE, REFRESH MATERIALIZED VIEW, CHECKPOINT, FLUSH, … */
      readonly kind: 'maintain'
      /** Lower case: `vacuum`, `vacuum full`, `analyze`, `cluster`, `optimize`, `refresh`. */
      readonly action: string
      readonly table?: ObjectName
      readonly concurrently?: boolean
    }
  | {
      /** DO blocks and CALL. The statements inside that can be read stand beside it as operations of their own. */
      readonly kind: 'run-code'
      readonly language: string
      /** Builds SQL at run time (EXECUTE, PREPARE), or runs a routine whose body is not known: what it does cannot be seen. */
      readonly dynamic: boolean
      /** The routine that is called: its body is not in this statement. */
      readonly routine?: ObjectName
      /** What EXECUTE runs: a prepared statement by its name, or the text that an expression gives (MySQL). */
      readonly prepared?: { readonly name: string } | { readonly text: string }
    }
  | {
      readonly kind: 'set-comment'
      readonly objectType: ObjectType | 'table' | 'column' | 'index' | 'constraint'
      readonly name: string
      readonly comment?: string
    }
  | {
      /** Read whole and known to change neither schema nor rows (SELECT set_config, LISTEN, EXPLAIN, USE, …). */
      readonly kind: 'no-effect'
      readonly what: string
      /** PREPARE: the statement that a later EXECUTE runs, as an expression. */
      readonly prepares?: { readonly name: string; readonly text: string }
    }
  | {
      readonly kind: 'unreadable'
      /** `partial`: verb and object are known; `unknown`: not even those; `damaged`: lexically broken. */
      readonly level: 'partial' | 'unknown' | 'damaged'
      /** One clause for the user: `near "FOO"`, `the quote opened here is never closed`. */
      readonly reason: string
      /** Upper case, where known: `ALTER TABLE`. */
      readonly verb?: string
      readonly object?: ObjectName
      /** Where reading stopped, in UTF-16 units from the statement's first. */
      readonly offset?: number
    }

export type OperationKind = Operation['kind']
export type OperationOf<Kind extends OperationKind> = Extract<Operation, { readonly kind: Kind }>
