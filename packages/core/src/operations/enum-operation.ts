import type { ObjectName } from './column.ts'

/** What changes an enumerated type of PostgreSQL. */
export type EnumOperation =
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
