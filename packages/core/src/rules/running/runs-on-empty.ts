import type { ObjectName } from '../../operations/column.ts'
import type { Operation } from '../../operations/operation.ts'
import { findColumn, findTable } from '../../schema/lookup.ts'
import { oncePer } from '../../schema/once-per.ts'
import type { ReplayedScript } from '../../schema/replay.ts'
import { operationTable } from '../names/operation-table.ts'
import type { OperationContext, Problems } from '../rule.ts'

const takingValues: ReadonlySet<Operation['kind']> = new Set([
  'drop-column',
  'drop-table',
  'truncate-table',
  'delete-rows',
  'change-column',
  'change-column-type',
])

/** A condition of it asks whether the table, or one that each of its rows has to refer to, has no row, and the script has
 * put none in since. */
export function runsOnEmpty(operation: Operation, table: ObjectName, context: OperationContext): boolean {
  const { step, replayedScript } = context
  if (!takingValues.has(operation.kind) || takesOthersAlong(operation)) return false
  const asked = emptyTables(operation)
  if (asked.length === 0) return false
  const { steps } = replayedScript
  const filled = firstFilling(replayedScript)
  if (filled !== -1 && filled < steps.indexOf(step)) return false
  return asked.some(empty => isSame(empty, table, context) || mustReferTo(table, empty, context))
}

/** What a rule tells of values that are lost, where there are none. */
export function whereEmpty(problems: Problems, operation: Operation, context: OperationContext): Problems {
  const table = operationTable(operation, context.before)
  const [empty] = emptyTables(operation)
  if (problems === undefined || table === undefined || empty === undefined) return problems
  const list = 'message' in problems ? [problems] : problems
  const child = isSame(empty, table, context) ? '' : `, and with it ${table}, each row of which refers to it`
  return list.map(({ objects }) => ({
    message: `It runs only where ${empty} is empty${child}: no value is lost.`,
    instead: `Nothing, if no running code uses it, and none writes to ${empty} between the question and the change.`,
    severity: 'info',
    ...(objects && { objects }),
  }))
}

function emptyTables({ conditions = [] }: Operation): readonly ObjectName[] {
  return conditions.flatMap(({ emptyTable }) => (emptyTable === undefined ? [] : [emptyTable]))
}

/** Rows of tables that may refer to none. */
function takesOthersAlong(operation: Operation): boolean {
  return 'cascade' in operation && operation.cascade === true
}

const filling: ReadonlySet<Operation['kind']> = new Set([
  'insert-rows',
  'unreadable',
  'rename-table',
  'rename-object',
  'create-table',
  'change-partitions',
])

/** The first that may put rows into a table that had none; -1: no statement does. */
const firstFilling = oncePer(({ steps }: ReplayedScript): number =>
  steps.findIndex(
    ({ operation }) => filling.has(operation.kind) || (operation.kind === 'run-code' && operation.dynamic),
  ),
)

function isSame(one: ObjectName, other: ObjectName, { before }: OperationContext): boolean {
  return before.semantics.objectKey(one) === before.semantics.objectKey(other)
}

/** Not where foreign keys are enforced only on demand (SQLite). */
function mustReferTo(table: ObjectName, parent: ObjectName, context: OperationContext): boolean {
  const { replayedScript, traits } = context
  const { semantics } = replayedScript.before
  const known = findTable(replayedScript.before, table)
  if (known === undefined || traits.altersByRebuild === true) return false
  return [...known.constraints].some(
    each =>
      each.type === 'foreign-key' &&
      each.notValid !== true &&
      isSame(each.references.table, parent, context) &&
      each.columns.every(column => findColumn(known, column, semantics)?.nullable === false),
  )
}
