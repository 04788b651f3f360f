import type { Migration } from '../../migration/migration.ts'
import type { ObjectName } from '../../operations/column.ts'
import type { Operation } from '../../operations/operation.ts'
import { findObject, findTable } from '../../schema/lookup.ts'
import { oncePer } from '../../schema/once-per.ts'
import { referencesTo } from '../../schema/references.ts'
import type { ReplayedScript } from '../../schema/replay.ts'
import type { SchemaState } from '../../schema/schema-state.ts'
import { isMadeInDeploy } from '../deploy/made-in-deploy.ts'
import type { Category } from '../finding.ts'
import { operationTable } from '../names/operation-table.ts'
import { isEmptiedFirst } from '../rows/emptied-first.ts'
import { holdsOneRow } from '../rows/one-row.ts'
import { provenEmptyBy } from '../rows/proven-empty.ts'
import type { OperationContext, Rule } from '../rule.ts'
import { runsOnEmpty } from './runs-on-empty.ts'

/** What a new or temporary table cannot suffer: it has no rows that matter and nobody waits for it. */
const needsExistingTable: ReadonlySet<Category> = new Set([
  'data-loss',
  'locking',
  'compatibility',
  'data-dependent',
])

/** Why an operation can hurt nobody, whatever it does to its table. `filled`: the table is the deploy's own, but has
 * rows by now; `copied`: copies of others, which it takes out. `empty`: it runs only where the table has no row. `emptied`: this script has just taken all rows out, which is told there. `vacant`: the deploy would not get here if it had rows. `one-row`: it
 * works on all rows of a table that has one. `not-run`: what it asks for,
 * `hasColumn`, is answered by the migrations before it. */
export type Harmless =
  | 'temporary'
  | 'new'
  | 'filled'
  | 'copied'
  | 'emptied'
  | 'empty'
  | 'vacant'
  | 'one-row'
  | 'not-run'

export function harmless(
  operation: Operation,
  context: OperationContext,
  temporary: ReadonlySet<string>,
): Harmless | undefined {
  const table = operationTable(operation, context.before)
  if (table === undefined) return undefined
  if (temporary.has(tableKey(table, context.before))) return 'temporary'
  if (context.isNew(table) || isMadeHere(table, context)) return 'new'
  if (context.step.runs === false) return 'not-run'
  if (context.isMade(table)) return takesCopiesOnly(operation, table, context) ? 'copied' : 'filled'
  if (runsOnEmpty(operation, table, context)) return 'empty'
  if (operation.kind !== 'drop-table' && provenEmptyBy(table, context) !== undefined) return 'vacant'
  const isPinned = context.traits.ignoresChecks !== true && holdsOneRow(table, context.before)
  if (isPinned && worksOnRows(table, context)) return 'one-row'
  // What took the rows out leaves it to the drop to tell that they are gone.
  if (operation.kind === 'drop-table' && findTable(context.replayedScript.after, table) === undefined)
    return undefined
  return isEmptiedFirst(table, context.step, context.replayedScript) ? 'emptied' : undefined
}

/** An exemption that holds for every rule, so that no rule repeats it. */
export function isExempt(
  rule: Rule,
  reason: Harmless | undefined,
  { effects, step }: Pick<OperationContext, 'effects' | 'step'>,
): boolean {
  if (reason === undefined || (reason === 'new' && rule.appliesToNewTables === true)) return false
  // A database that differs from the migrations may run it: what is lost there is lost for good.
  if (reason === 'not-run') return rule.category !== 'data-loss' && needsExistingTable.has(rule.category)
  // Rows can be lost or stand in the way; nobody waits, but where another table is locked along with it.
  if (reason === 'filled' || reason === 'copied') {
    return (
      (reason === 'copied' && rule.category === 'data-loss') ||
      (rule.category === 'compatibility' && rule.appliesToNewTables !== true) ||
      (rule.category === 'locking' && effects.length === 0)
    )
  }
  if (reason === 'one-row') return rule.category === 'locking'
  // What is advised in place of the required column lets it run with rows. Running code misses a dropped column.
  if (reason === 'vacant') return rule.category === 'data-loss' && step.operation.kind !== 'drop-column'
  // Told with less weight.
  if (reason === 'empty' && rule.category === 'data-loss') return false
  // Running code still uses it.
  if ((reason === 'emptied' || reason === 'empty') && rule.category === 'compatibility') return false
  return needsExistingTable.has(rule.category)
}

/** Of no other table: what takes long is what is done to each row. */
function worksOnRows(table: ObjectName, { effects, before }: OperationContext): boolean {
  return (
    effects.some(effect => effect.scan === true || effect.rewrite === true) &&
    effects.every(effect => tableKey(effect.table, before) === tableKey(table, before))
  )
}

const takingRows: ReadonlySet<Operation['kind']> = new Set([
  'delete-rows',
  'truncate-table',
  'drop-table',
  'drop-column',
  'update-rows',
])

/** No row of production is lost with them, unless they take along rows of a table that was there before. */
function takesCopiesOnly(
  { kind }: Operation,
  table: ObjectName,
  { before, holdsCopies, isMade }: OperationContext,
): boolean {
  return (
    takingRows.has(kind) &&
    holdsCopies(table) &&
    referencesTo(before, table).every(reference => isMade(reference.table.name))
  )
}

/** A materialized view that the same script or an earlier one of the deploy makes, which an index is then built on. */
function isMadeHere(table: string, context: OperationContext): boolean {
  const { before, replayedScript } = context
  if (findTable(before, table) !== undefined) return false
  return (
    objectsOf(replayedScript).has(tableKey(table, before)) ||
    isMadeInDeploy('materialized-view', table, context)
  )
}

/** Object keys of all that a script creates beside tables, looked up for each of its operations. */
const objectsOf = oncePer(
  ({ steps }: ReplayedScript): ReadonlySet<string> =>
    new Set(
      steps.flatMap(({ operation, before }) =>
        // IF NOT EXISTS makes nothing of what is there.
        operation.kind === 'create-object' &&
        findObject(before, operation.objectType, operation.name) === undefined
          ? [tableKey(operation.name, before)]
          : [],
      ),
    ),
)

/** Object keys of the tables that a script makes for its own session only. */
export function temporaryTables(replayed: ReplayedScript): ReadonlySet<string> {
  const keys = new Set<string>()
  for (const { operation, before } of replayed.steps) {
    if (operation.kind === 'create-table' && operation.temporary) keys.add(tableKey(operation.table, before))
    if (operation.kind === 'drop-table' && operation.temporary) keys.add(tableKey(operation.table, before))
  }
  return keys
}

function tableKey(table: string, schema: SchemaState): string {
  return schema.semantics.objectKey(table)
}

/** Nothing of a migration that its runner has applied is judged again. */
export function isJudged(migration: Migration): boolean {
  return migration.pending
}
