import type { Index, ObjectName } from './column.ts'

/** What changes an index. */
export type IndexOperation =
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
      /** PostgreSQL's ALTER INDEX … ATTACH PARTITION. */
      readonly kind: 'attach-index'
      readonly name: string
      /** The index of the partition. */
      readonly partition: string
    }
  | {
      readonly kind: 'reindex'
      readonly target: 'index' | 'table' | 'schema' | 'database' | 'system'
      readonly name: string
      readonly concurrently: boolean
    }
