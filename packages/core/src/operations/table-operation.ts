import type { Column, Constraint, Index, ObjectName } from './column.ts'
import type { Selection } from './selection.ts'

/** `LIKE users INCLUDING DEFAULTS` */
export interface LikeClause {
  readonly table: ObjectName
  /** PostgreSQL's INCLUDING: what is copied besides names, types and NOT NULL. Absent: everything. */
  readonly including?: readonly LikePart[]
  /** How many of the written columns stand before it; absent: none. */
  readonly place?: number
}

export type LikePart = 'comments' | 'constraints' | 'defaults' | 'generated' | 'identity' | 'indexes'

/** What changes a table as a whole. */
export type TableOperation =
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
      /** CREATE TABLE … LIKE or (LIKE …, …): columns come from there. */
      readonly likes?: readonly LikeClause[]
      /** CREATE TABLE … AS SELECT: `columns` has those that are written besides. */
      readonly asSelect?: boolean
      /** The columns of that query; absent where they cannot be told. */
      readonly selection?: Selection
      readonly partitionOf?: ObjectName
      readonly inherits?: readonly ObjectName[]
      /** Foreign keys written with their columns (REFERENCES), which the server reads and ignores (MySQL before 9). */
      readonly ignoredReferences?: readonly Constraint[]
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
      /** Of REORGANIZE: what comes in the place of `partitions`. */
      readonly into?: readonly string[]
      /** Of PARTITION BY: `RANGE (year(at))`. */
      readonly scheme?: string
      /** Of ATTACH: `FOR VALUES FROM (1) TO (9)`, or `DEFAULT`. */
      readonly bound?: string
      readonly concurrently?: boolean
    }
