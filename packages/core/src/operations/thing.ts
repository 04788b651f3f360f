import type { ObjectName } from './column.ts'
import type { ObjectType } from './object-type.ts'

/** What can be there or not. */
export type Thing =
  | { readonly what: 'table'; readonly name: ObjectName }
  | { readonly what: 'column' | 'constraint'; readonly table: ObjectName; readonly name: string }
  /** PostgreSQL and SQLite do not say which table an index is on. */
  | { readonly what: 'index'; readonly table?: ObjectName; readonly name: string }
  /** Whatever its name is. */
  | { readonly what: 'primary-key'; readonly table: ObjectName; readonly name: 'PRIMARY' }
  | { readonly what: 'enum-value'; readonly type: ObjectName; readonly name: string }
  | {
      readonly what: 'object'
      readonly type: ObjectType
      readonly name: ObjectName
      readonly table?: ObjectName
    }
