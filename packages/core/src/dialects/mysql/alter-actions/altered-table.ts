import type { ObjectName } from '../../../operations/column.ts'
import type { Engine } from '../grammar.ts'

/** What every action of one ALTER TABLE shares. */
export interface AlteredTable {
  readonly table: ObjectName
  readonly engine: Engine
  /** ALTER IGNORE. */
  readonly ignoresErrors: boolean
}
