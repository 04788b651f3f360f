import type { Location, Migration, Script, Statement } from '../migration/migration.ts'
import type { Operation } from '../operations/operation.ts'
import { apply } from './apply.ts'
import { type Answers, decider } from './decide.ts'
import { either } from './either.ts'
import { emptySchema } from './empty-schema.ts'
import { newTablesAfter } from './new-tables.ts'
import { resolveNames } from './resolve-names.ts'
import type { SchemaSemantics, SchemaState } from './schema-state.ts'
import { endSession } from './session.ts'
import { withoutTemporaryTables } from './temporary-tables.ts'

/** One operation with the schema around it. */
export interface Step {
  readonly statement: Statement
  /** Of the operation, where the statement's code tells it. */
  readonly location: Location
  /** One of the statement's, its names read under the script's search_path. */
  readonly operation: Operation
  /** Whether it runs, as far as its conditions tell; undefined: nobody can tell. */
  readonly runs: boolean | undefined
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
  /** Down replayed on the schema after this migration's up; of a part, on what the downs of the later parts leave. */
  readonly down?: ReplayedScript
  /** The parts of one migration that run together, in order; this one is among them. */
  readonly parts?: readonly ReplayedMigration[]
  /** All parts of one migration together, of which there are so many. */
  readonly joins?: number
}

/**
 * Every migration on the schema that the ones before it leave: applied ones first, then pending ones, each group
 * in the given order. `complete` says that the history is whole: a table that it does not make does not exist.
 * `baseline` is the schema that the applied migrations have left (`baselineState`): pending ones start from it.
 */
export function replay(
  migrations: readonly Migration[],
  semantics: SchemaSemantics,
  { complete = false, baseline }: { readonly complete?: boolean; readonly baseline?: SchemaState } = {},
): readonly ReplayedMigration[] {
  const replayed: ReplayedMigration[] = []
  let schema = baseline ?? emptySchema(semantics, { complete })
  let newTables: ReadonlySet<string> = new Set()
  for (const together of inParts([...migrations.filter(isApplied), ...migrations.filter(isPending)])) {
    const ups: ReplayedUp[] = []
    for (const migration of together) {
      const up = replayScript(migration.up, schema, newTables, migration)
      ups.push({ migration, up })
      if (baseline !== undefined && isApplied(migration)) continue
      schema = up.after
      newTables = up.newTables
    }
    replayed.push(...withDowns(ups))
  }
  return replayed
}

type ReplayedUp = Pick<ReplayedMigration, 'migration' | 'up'>

/** Parts of one migration that stand next to each other are taken back together. */
function inParts(migrations: readonly Migration[]): readonly (readonly Migration[])[] {
  const found: Migration[][] = []
  for (const migration of migrations) {
    const last = found.at(-1)
    const [first] = last ?? []
    const isNext =
      migration.partOf !== undefined &&
      first?.partOf === migration.partOf &&
      first.pending === migration.pending &&
      first.isContext === migration.isContext
    if (last !== undefined && isNext) last.push(migration)
    else found.push([migration])
  }
  return found
}

/** From the last to the first: the down of an earlier part finds what those of the later ones leave. */
function withDowns(ups: readonly ReplayedUp[]): readonly ReplayedMigration[] {
  const parts: ReplayedMigration[] = []
  let schema = ups.at(-1)?.up.after
  let newTables: ReadonlySet<string> = new Set()
  for (const { migration, up } of ups.toReversed()) {
    const down = migration.down && replayScript(migration.down, schema ?? up.after, newTables, migration)
    schema = down?.after ?? schema
    newTables = down?.newTables ?? newTables
    parts.unshift({ migration, up, ...(down && { down }), ...(ups.length > 1 && { parts }) })
  }
  return parts
}

/** The way back runs on tables that have been in use: none is new but what it makes itself. */
export function replayScript(
  script: Script,
  before: SchemaState,
  newBefore: ReadonlySet<string>,
  { pending }: Pick<Migration, 'pending'>,
): ReplayedScript & { readonly newTables: ReadonlySet<string> } {
  const steps: Step[] = []
  let schema = inTransaction(script, onConnection(script, before))
  let newTables = newBefore
  const askedFirst: Answers = new Map()
  for (const statement of script.statements) {
    const decide = decider(askedFirst)
    for (const [index, written] of statement.operations.entries()) {
      const operation = resolveNames(written, schema)
      const after = apply(schema, operation)
      const runs = whetherItRuns(statement, () => decide(schema, operation.conditions ?? []))
      const location = statement.operationLocations?.[index] ?? statement.location
      steps.push({ statement, location, operation, runs, before: schema, after, newTables })
      if (runs === false) continue
      if (pending) newTables = newTablesAfter(newTables, operation, schema)
      schema = runs === undefined ? either(schema, after) : after
    }
  }
  return { script, before, steps, after: endSession(withoutTemporaryTables(schema)), newTables }
}

/** What stands in a branch of a migration in code, and then in one of the statement itself. */
function whetherItRuns({ runs }: Statement, insideOf: () => boolean | undefined): boolean | undefined {
  if (runs === 'not') return false
  const inside = insideOf()
  return runs === 'perhaps' && inside === true ? undefined : inside
}

/** With what the runner has set before the script begins. */
function onConnection({ session }: Script, before: SchemaState): SchemaState {
  if (session === undefined) return before
  return { ...before, sessionVariables: new Map(Object.entries(session)) }
}

/** The runner's, which ROLLBACK ends as well. */
function inTransaction({ transaction }: Script, schema: SchemaState): SchemaState {
  const { undoesDdl } = schema.semantics
  return transaction === 'none' || undoesDdl !== true ? schema : { ...schema, savepoints: [{ schema }] }
}

function isPending(migration: Migration): boolean {
  return migration.pending
}

function isApplied(migration: Migration): boolean {
  return !migration.pending
}
