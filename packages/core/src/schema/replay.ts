import type { Migration, Script, Statement } from '../migration/migration.ts'
import type { ObjectName } from '../operations/column.ts'
import type { Operation } from '../operations/operation.ts'
import { apply } from './apply.ts'
import type { SchemaState } from './schema-state.ts'

/** One operation with the schema around it. */
export interface Step {
  readonly statement: Statement
  readonly operation: Operation
  readonly before: SchemaState
  readonly after: SchemaState
  /** Object keys of the tables that the pending batch made before this step and has not put rows into. */
  readonly newTables: ReadonlySet<string>
}

export interface ReplayedScript {
  readonly script: Script
  readonly before: SchemaState
  readonly steps: readonly Step[]
  readonly after: SchemaState
}

export interface ReplayedMigration {
  readonly migration: Migration
  readonly up: ReplayedScript
  /** Down replayed on the schema after this migration's up. */
  readonly down?: ReplayedScript
}
