import type { DataType, ObjectName } from './column.ts'

/** The columns that a query gives, as far as its text tells: their types are those of the tables that it reads. */
export interface Selection {
  readonly from: readonly SelectionSource[]
  readonly columns: readonly SelectedColumn[]
  /** UNION and the like: the types are those of several queries together. */
  readonly merged?: true
  /** `CREATE TABLE t (a, b) AS`: names that the first columns have instead. */
  readonly names?: readonly string[]
}

/** What FROM names. With neither table nor query it is something that nothing is known of. */
export interface SelectionSource {
  /** The name that columns are said with. */
  readonly as: string
  readonly table?: ObjectName
  readonly query?: Selection
  /** The far side of an outer join, which may give NULL. */
  readonly optional?: true
}

export type SelectedColumn =
  /** `*`, or `t.*`. */
  | { readonly all: true; readonly of?: string }
  | {
      readonly name: string
      /** What the value is, where that is a column, or an expression of a known type. */
      readonly column?: { readonly name: string; readonly of?: string }
      readonly type?: DataType
      /** It has none (SQLite's expressions). */
      readonly typeless?: true
    }

/** A column that a query reads; `*`: every column. Without a table it is of any that the query reads. */
export interface ReadColumn {
  readonly of?: ObjectName
  readonly name: string
}
