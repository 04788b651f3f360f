import type { DialectTraits, Effect } from '../dialects/dialect.ts'
import type {
  DialectName,
  Direction,
  Migration,
  ReadingNote,
  RunnerTransaction,
  Script,
  Statement,
} from '../migration/migration.ts'
import type { ObjectName } from '../operations/column.ts'
import type { Operation, OperationKind, OperationOf } from '../operations/operation.ts'
import type { RoundTrip } from '../reversal/round-trip.ts'
import type { ReplayedMigration, ReplayedScript, Step } from '../schema/replay.ts'
import type { SchemaState, Table } from '../schema/schema-state.ts'
import type { FilledRows } from './deploy/batch-columns.ts'
import type { BatchLock } from './deploy/batch-locks.ts'
import type { Category, Problem, Severity } from './finding.ts'

type NonEmpty<Item> = readonly [Item, ...Item[]]

/** A migration that is advised; a string is its up script. */
export type AdvisedMigration =
  | string
  | { readonly up: string; readonly down?: string; readonly transaction?: RunnerTransaction }

/** What to write in place of a flagged example: its up script, several migrations that are deployed one after the
 * other, or a migration for Knex; or why there is nothing to write. */
export type Advice =
  | AdvisedMigration
  | readonly [AdvisedMigration, ...AdvisedMigration[]]
  | { readonly knex: string }
  | { readonly noSql: string }

/** Shown on the rule's page and run as a test. SQL is in the example's dialect. */
export interface Example {
  readonly title: string
  /** Default: postgres. */
  readonly dialect?: DialectName
  /** The schema before: earlier, applied migrations. */
  readonly given?: string
  readonly up: string
  readonly down?: string
  /** A pending migration that comes before this one; for rules about the whole deploy. */
  readonly after?: { readonly up: string; readonly down?: string; readonly transaction?: RunnerTransaction }
  /** Default: `script`. */
  readonly transaction?: RunnerTransaction
  readonly dbVersion?: string
  /** This rule's options in the example. */
  readonly options?: Readonly<Record<string, unknown>>
  /** What reading the up script (or, with `direction`, the other one) noted; for rules about reading. */
  readonly notes?: readonly (ReadingNote & { readonly direction?: Direction })[]
  readonly declaredIrreversible?: { readonly reason?: string }
  /** Of a flagged example whose findings carry no suggestion. */
  readonly instead?: Advice
}

export type Problems = Problem | readonly Problem[] | undefined

interface SharedContext {
  readonly traits: DialectTraits
  /** This rule's options, its defaults filled in. */
  readonly options: Readonly<Record<string, unknown>>
}

export interface MigrationContext extends SharedContext {
  readonly migration: Migration
  readonly replayed: ReplayedMigration
  /** Up then down on the replayed schema. Absent without a down script. */
  readonly roundTrip: RoundTrip | undefined
  /** The schema that the deploy starts from. */
  readonly deployed: SchemaState
  /** All that is pending, in order; this one too. */
  readonly pending: readonly ReplayedMigration[]
  /** What is there already, in order. */
  readonly applied: readonly ReplayedMigration[]
}

export interface OperationContext extends SharedContext {
  readonly migration: Migration
  readonly script: Script
  readonly replayedScript: ReplayedScript
  readonly direction: Direction
  readonly statement: Statement
  readonly step: Step
  readonly before: SchemaState
  readonly after: SchemaState
  /** Of a down script, the schema before up, to which it is to go back. */
  readonly goal?: SchemaState
  /** The table as the schema before this operation has it. */
  tableBefore(table: ObjectName): Table | undefined
  tableAfter(table: ObjectName): Table | undefined
  /** Made by an earlier statement of the pending batch, and no rows were put into it since: no lock on it
   * hurts anyone and no row of it can be lost. */
  isNew(table: ObjectName): boolean
  /** Made by an earlier statement of the pending batch, with or without rows: no running code waits for it. */
  isMade(table: ObjectName): boolean
  /** Such a table, whose rows are elsewhere as well: nothing was taken out of the tables from before since it was made. */
  holdsCopies(table: ObjectName): boolean
  /** Added by an earlier statement of the pending batch: what was in the table before the deploy is not in it. */
  isNewColumn(table: ObjectName, column: string): boolean
  /** The migration that added such a column. */
  addedBy(table: ObjectName, column: string): Migration | undefined
  /** The statement of an earlier pending migration that keeps everybody from the table where this script begins, as they
   * share a transaction. */
  heldAtStart(table: ObjectName): BatchLock | undefined
  /** In how many rows such a column has a value by now. */
  filledRows(table: ObjectName, column: string): FilledRows
  /** What this UPDATE writes over in the column was written by an earlier statement of the pending batch. */
  isOwnValue(update: OperationOf<'update-rows'>, column: string, at?: Step): boolean
  /** What is there already, in order. */
  readonly applied: readonly ReplayedMigration[]
  /** The schema that the deploy starts from: what the running code works with. */
  readonly deployed: SchemaState
  /** The schema when all pending up scripts have run. */
  readonly atEnd: SchemaState
  /** All pending up scripts, in order. */
  readonly deployScripts: readonly ReplayedScript[]
  /** Their steps. */
  readonly deploySteps: readonly Step[]
  /** What this operation does to tables that are in use before it. */
  readonly effects: readonly Effect[]
}

export interface DeployContext extends SharedContext {
  /** What is there already, in order. */
  readonly applied: readonly ReplayedMigration[]
  /** The pending ones, in order. */
  readonly migrations: readonly MigrationContext[]
}

export interface Rule {
  /** The thing that it flags, in kebab case; also the file's name and the page's. */
  readonly id: string
  readonly category: Category
  readonly severity: Severity
  /** One sentence. */
  readonly title: string
  /** What goes wrong in production. */
  readonly why: string
  /** What to do. */
  readonly instead: string
  /** Why no SQL takes the hazard away, where that is so for every example: one phrase. */
  readonly noSql?: string
  /** Off unless the config turns it on (presets). */
  readonly optIn?: boolean
  /** Also speaks of tables that are new in the pending batch, where the hazard does not need rows that matter.
   * Default: `data-loss`, `locking`, `compatibility` and `data-dependent` do not. */
  readonly appliesToNewTables?: boolean
  /** Of a migration in parts it sees all of them as the one that they are, as a rollback takes them back together. */
  readonly seesParts?: 'as-one'
  /** Found by another stage, which makes the finding itself; the rule says what it means. */
  readonly foundBy?: 'layout' | 'suppressions'
  /** Which scripts it looks at; default: up only. */
  readonly directions?: readonly Direction[]
  readonly defaultOptions?: Readonly<Record<string, unknown>>
  /** Sources of the facts: manual sections, measured cases. */
  readonly sources?: readonly string[]
  readonly examples: { readonly flagged: NonEmpty<Example>; readonly allowed: NonEmpty<Example> }
  readonly checkOperation?: {
    readonly [Kind in OperationKind]?: (operation: OperationOf<Kind>, context: OperationContext) => Problems
  }
  /** For rules that look at any operation alike. */
  readonly checkAnyOperation?: (operation: Operation, context: OperationContext) => Problems
  readonly checkMigration?: (context: MigrationContext) => Problems
  readonly checkDeploy?: (context: DeployContext) => Problems
}

export type RuleSetting = Severity | 'off' | readonly [Severity | 'off', Readonly<Record<string, unknown>>]
