/** A table's, type's or other object's name as the schema knows it: parts joined by dots, the default
 * schema left out (`users`, `audit.events`), case folded as the engine folds it. A part that itself holds a
 * dot keeps its double quotes. */
export type ObjectName = string

/** A column's type, the way the engine understands it: aliases resolved (`int8` is `bigint`). */
export interface DataType {
  /** Lower case, without arguments: `varchar`, `decimal`, `timestamptz`, `enum`; a user-defined type's name. */
  readonly name: string
  /** Length, precision, scale: `varchar(20)` has [20], `decimal(10,2)` has [10, 2]. */
  readonly args: readonly number[]
  readonly unsigned?: boolean
  readonly zerofill?: boolean
  /** The members of an inline ENUM or SET, unquoted, in order. */
  readonly values?: readonly string[]
  /** Number of array dimensions; absent for a scalar. */
  readonly arrayDimensions?: number
  readonly charset?: string
  readonly collation?: string
  /** MySQL's attribute BINARY: the `_bin` collation of the character set, wherever that is said. */
  readonly binaryCollation?: true
  /** The spatial reference system of a spatial column (MySQL's SRID, MariaDB's REF_SYSTEM_ID). */
  readonly srid?: number
  /** As written, for messages and for writing it back. */
  readonly text: string
}

export interface GeneratedColumn {
  readonly expression: string
  readonly storage: 'stored' | 'virtual'
}

export interface Column {
  readonly name: string
  /** Absent where the type is not known (a table first seen in the middle of its life, SQLite's typeless columns). */
  readonly type?: DataType
  readonly nullable: boolean
  /** Of an INTEGER, NOT NULL is written, which it is without that too where it is the rowid (SQLite). */
  readonly saysNotNull?: true
  /** The default's SQL text as written, without DEFAULT: `'pending'`, `now()`, `0`. Absent: none. */
  readonly default?: string
  readonly generated?: GeneratedColumn
  /** AUTO_INCREMENT, AUTOINCREMENT, serial or GENERATED … AS IDENTITY. */
  readonly autoIncrement?: 'auto-increment' | 'serial' | 'identity-always' | 'identity-by-default'
  /** MySQL's ON UPDATE CURRENT_TIMESTAMP expression. */
  readonly onUpdate?: string
  readonly comment?: string
  readonly invisible?: boolean
  /** It has more than is kept here, so that it cannot be written again as it was. */
  readonly unkept?: true
  /** Only its name and what is set here are known: the table was first seen in the middle of its life. */
  readonly partial?: true
}

/** Where MySQL puts a column: `FIRST`, `AFTER c`. Absent: at the end. */
export type ColumnPosition = 'first' | { readonly after: string }

export type ReferentialAction = 'no action' | 'restrict' | 'cascade' | 'set null' | 'set default'

/** Of the indexes and keys of partitioned tables and their partitions (PostgreSQL). */
interface PartitionedIndex {
  /** Made ON ONLY the parent: the partitions of then that have no valid index attached yet. While it is here, even
   * empty, the index is not valid. */
  readonly unattached?: readonly ObjectName[]
  /** The parent's index that it is attached to, without the schema: dropped with that one. */
  readonly attachedTo?: string
}

interface NamedConstraint {
  /** Absent where the statement gives none; replay then fills in the name that the engine chooses. */
  readonly name?: string
  /** The engine chose the name; nobody wrote it. */
  readonly implicitName?: boolean
  /** It has more than is kept here, so that it cannot be written again as it was. */
  readonly unkept?: true
  readonly deferrable?: 'immediate' | 'deferred'
}

export type Constraint =
  | (NamedConstraint &
      PartitionedIndex & {
        readonly type: 'primary-key'
        readonly columns: readonly string[]
      })
  | (NamedConstraint &
      PartitionedIndex & {
        readonly type: 'unique'
        readonly columns: readonly string[]
        readonly nullsNotDistinct?: boolean
      })
  | (NamedConstraint & {
      readonly type: 'foreign-key'
      readonly columns: readonly string[]
      readonly references: { readonly table: ObjectName; readonly columns: readonly string[] }
      readonly onDelete?: ReferentialAction
      readonly onUpdate?: ReferentialAction
      /** Not checked against existing rows (NOT VALID). */
      readonly notValid?: boolean
      /** Written with its column: SQLite drops the two together. */
      readonly withColumn?: boolean
    })
  | (NamedConstraint & {
      readonly type: 'check'
      readonly expression: string
      /** The column that it was written with; MariaDB drops it when MODIFY does not repeat it. */
      readonly column?: string
      readonly notValid?: boolean
      readonly notEnforced?: boolean
      /** Of this table alone, not of those that inherit from it (PostgreSQL's NO INHERIT). */
      readonly noInherit?: true
    })
  | (NamedConstraint & { readonly type: 'exclusion'; readonly definition: string })
  | (NamedConstraint & {
      /** PostgreSQL 18: ADD CONSTRAINT c NOT NULL col. */
      readonly type: 'not-null'
      readonly columns: readonly string[]
      readonly notValid?: boolean
    })

export interface IndexPart {
  /** The column, or the text of an expression. */
  readonly column?: string
  readonly expression?: string
  readonly descending?: boolean
  /** Where it is not what the order gives: descending has them first (PostgreSQL, SQLite's ascending too). */
  readonly nulls?: 'first' | 'last'
  /** MySQL prefix length in characters (bytes for binary types). */
  readonly length?: number
  readonly collation?: string
  readonly operatorClass?: string
}

export interface Index extends PartitionedIndex {
  /** Absent where the statement gives none; replay then fills in the name that the engine chooses. */
  readonly name?: string
  /** The engine chose the name; nobody wrote it. */
  readonly implicitName?: boolean
  readonly table: ObjectName
  readonly parts: readonly IndexPart[]
  readonly unique: boolean
  /** btree, hash, gin, gist, …; absent: the engine's default. */
  readonly method?: string
  readonly variant?: 'fulltext' | 'spatial'
  /** The partial index's predicate, as written. */
  readonly where?: string
  readonly include?: readonly string[]
  readonly nullsNotDistinct?: boolean
  readonly invisible?: boolean
  /** MySQL and MariaDB keep one with the index's definition. */
  readonly comment?: string
  /** It has more than is kept here, so that it cannot be written again as it was. */
  readonly unkept?: true
  /** Made by the engine for a foreign key, and given up for an explicit index that serves as well (MySQL). */
  readonly implicit?: true
}
