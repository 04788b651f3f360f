import type { ObjectName } from './column.ts'

/** What a WHERE clause limits: nothing at all, nothing because it is always true, or something. */
export type RowFilter = 'absent' | 'always-true' | 'present'

/** What reads or changes rows. */
export type RowOperation =
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
