import type { Column, ColumnPosition, Constraint, DataType, ObjectName } from './column.ts'

/** What changes a column. */
export type ColumnOperation =
  | {
      readonly kind: 'add-column'
      readonly table: ObjectName
      readonly column: Column
      /** Written with the column: UNIQUE, PRIMARY KEY, REFERENCES, CHECK; each names its columns. */
      readonly constraints: readonly Constraint[]
      readonly position?: ColumnPosition
      readonly ifNotExists: boolean
      /** Foreign keys written with their columns (REFERENCES), which the server reads and ignores (MySQL before 9). */
      readonly ignoredReferences?: readonly Constraint[]
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
      /** The column that has the new name gets this one's in the same statement (MySQL). */
      readonly exchanges?: true
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
      /** NULL is written, and not left to be what a column is that says nothing. */
      readonly saysNull?: true
      readonly saysDefaultNull?: true
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
