import type { Column, Constraint } from '../../../operations/column.ts'

/** What the attributes of one column add up to while they are read. */
export interface ColumnDraft {
  nullable?: boolean
  default?: string
  defaultsToNull?: true
  generated?: Column['generated']
  autoIncrement?: boolean
  onUpdate?: string
  comment?: string
  invisible?: boolean
  collation?: string
  srid?: number
  /** How it is stored, or versioned. */
  hasOthers?: boolean
  primaryKey?: boolean
  unique?: boolean
  references?: Constraint
  readonly checks: Constraint[]
}
