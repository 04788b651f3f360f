import type { Column, Constraint, DataType, Index, ObjectName } from '../operations/column.ts'
import type { ObjectType } from '../operations/object-type.ts'
import type { ReadColumn } from '../operations/selection.ts'
import type { Parts } from './part-list.ts'

/** What differs between engines when a schema is replayed. Each dialect supplies one. */
export interface SchemaSemantics {
  /** The key under which a table, type or other object is found: folds case where the engine ignores it. */
  objectKey(name: ObjectName): string
  columnKey(name: string): string
  /** The name that the engine gives a constraint or index that has none. */
  constraintName(table: ObjectName, constraint: Constraint, taken: ReadonlySet<string>): string
  indexName(table: ObjectName, index: Index, taken: ReadonlySet<string>): string
  /** What a constraint of this name is, where the name is one that the engine gives. */
  typeOfConstraintNamed?(table: ObjectName, name: string): Constraint['type'] | undefined
  /** The name of a serial column's sequence (PostgreSQL). */
  sequenceName?(table: ObjectName, column: string, isTaken: (name: string) => boolean): string
  /** Dropping a column that an index or constraint uses: PostgreSQL drops the index whole, MySQL takes the
   * column out of it, SQLite refuses. */
  readonly droppedColumnInIndex: 'drops-index' | 'shrinks-index' | 'refuses'
  /** A foreign key makes an index of its own (MySQL). */
  readonly foreignKeyCreatesIndex: boolean
  /** Index names are unique in a schema (PostgreSQL, SQLite) or in a table (MySQL). */
  readonly indexNamesPer: 'schema' | 'table'
  /** Absent: a table has one foreign key of each name, and another table may have one too. */
  readonly foreignKeyNamesPer?: 'schema'
  /** Two keys of one CREATE TABLE on the same columns are one (PostgreSQL). */
  readonly sameKeysAreOne?: boolean
  /** PRIMARY KEY makes its columns NOT NULL (not in SQLite, but for INTEGER PRIMARY KEY). */
  readonly primaryKeyImpliesNotNull: boolean
  /** A CHECK written with a column is the column's: MODIFY that does not repeat it drops it (MariaDB). */
  readonly columnCheckGoesWithModify?: boolean
  /** ROLLBACK undoes DDL too (PostgreSQL, SQLite). */
  readonly undoesDdl?: boolean
  /** A view is bound to its tables and columns: it follows when they are renamed (PostgreSQL, SQLite). */
  readonly viewsFollowRenames?: boolean
  /** What a column of a table made by AS SELECT has of the one that it is selected from; absent: its type alone. */
  selectedColumn?(column: Column): Column
  /** What the server may be, in the numbers that code asks it for. */
  readonly serverVersions?: VersionRange
  /** A name's first part is a database, and a connection begins in one of them (MySQL). */
  readonly databasesAreSchemas?: boolean
  /** The one in which it begins, where the migrations tell. */
  readonly defaultDatabase?: string
  /** Scripts USE more than one: each is another than the others. */
  readonly usesSeveralDatabases?: boolean
  /** The type that a text column has after CONVERT TO CHARACTER SET: one that holds as many characters (MySQL). */
  typeInCharset?(type: DataType, from: string | undefined, to: string): DataType
}

/** Both ends belong to it. */
export interface VersionRange {
  readonly from: number
  readonly to: number
}

export interface Table {
  readonly name: ObjectName
  /** In order, by the dialect's column key. */
  readonly columns: ReadonlyMap<string, Column>
  /** With the names that the engine has given them. */
  readonly constraints: Parts<Constraint>
  readonly indexes: Parts<Index>
  readonly options: Readonly<Record<string, string>>
  /** False for a table first seen in the middle of its life: it may have more than is listed. */
  readonly complete: boolean
  /** A partition was taken from it, rows and all (PostgreSQL). */
  readonly partitionsWereDetached?: true
  /** The columns that it had when a FULLTEXT index was dropped: the hidden column of its numbers is still there (MySQL). */
  readonly documentIdsOf?: ReadonlyMap<string, Column>
  readonly comment?: string
  /** Where a statement has said it. Two tables are the same whoever owns them. */
  readonly owner?: string
}

export interface EnumType {
  readonly name: ObjectName
  readonly values: readonly string[]
  /** It has a comment, which is not kept. */
  readonly unkept?: true
}

/** A view, sequence, function, trigger …: its definition as written. */
export interface NamedObject {
  readonly type: ObjectType
  readonly name: ObjectName
  readonly table?: ObjectName
  readonly definition: string
  /** Of a view over several tables, of which one has had a column renamed since: the text may have the old name. */
  readonly definitionIsOld?: true
  /** Of a view, the tables and views that its query reads; absent: only the text tells. */
  readonly reads?: readonly ObjectName[]
  /** Of a view, the columns that its query reads; absent: only the text tells. */
  readonly readsColumns?: readonly ReadColumn[]
  /** What ALTER can change, as it is now; absent: not known. */
  readonly settings?: Readonly<Record<string, string>>
  /** Of a view, the columns that it was made with; absent: not known. */
  readonly columns?: readonly Column[]
  /** Of a routine, the types that tell it from others of its name (PostgreSQL). */
  readonly arguments?: string
  /** Altered since, in what the definition does not say: it cannot be written again as it is. */
  readonly unkept?: true
  /** Rights on it were granted, which are not kept. */
  readonly isGranted?: true
  /** Where a statement has said it. */
  readonly owner?: string
  /** The column that a sequence goes with: dropped and renamed together. */
  readonly ownedBy?: { readonly table: ObjectName; readonly column: string }
}

/** Immutable; `apply` makes the next one. */
export interface SchemaState {
  readonly semantics: SchemaSemantics
  readonly tables: ReadonlyMap<string, Table>
  readonly enums: ReadonlyMap<string, EnumType>
  /** By `type:name`, or `type:table.name` for what hangs on a table. */
  readonly objects: ReadonlyMap<string, NamedObject>
  /** The character set and collation that tables to come have in a database, where statements say them (MySQL); by its
   * name, empty: the one that connections begin in. */
  readonly databaseCharsets?: ReadonlyMap<string, Readonly<Record<string, string>>>
  /** Set by the script so far, names in lower case, values without quotes, switches as 1 and 0: `foreign_key_checks`
   * is `0`. */
  readonly sessionVariables?: ReadonlyMap<string, string>
  /** What they are again when the transaction ends, where SET LOCAL has changed one. */
  readonly variablesAfterTransaction?: ReadonlyMap<string, string>
  /** The tables whose names temporary ones have for now. */
  readonly shadowed?: ReadonlyMap<string, Table>
  /** What it was when the open transaction began, and at its savepoints, where DDL is undone with them. */
  readonly savepoints?: readonly Savepoint[]
  /** True when history is known from the first migration on: what is not listed does not exist. */
  readonly complete: boolean
}

export interface Savepoint {
  /** Absent: the beginning of the transaction. */
  readonly name?: string
  readonly schema: SchemaState
}
