import type { Constraint, ObjectName } from './column.ts'

/** What changes a constraint of a table. */
export type ConstraintOperation =
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
      /** In the place of a name: every foreign key that has one of them (Knex on SQLite). */
      readonly columns?: readonly string[]
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
