import type { ObjectName } from '../../operations/column.ts'
import { canonicalExpression } from '../../schema/canonical-text.ts'
import { stepsOf, stepsOn } from '../../schema/find-steps.ts'
import type { ReplayedMigration, Step } from '../../schema/replay.ts'
import { namesIn } from '../../schema/sql-text.ts'
import { columnIn, sameColumn } from '../names/known-columns.ts'

/** Earlier migrations of the deploy have made the column, with its table or after it, and nothing has written values into
 * it: every row holds the default, a constant, with which down adds it again. */
export function holdsDefaultsAlone(
  table: ObjectName,
  column: string,
  earlier: readonly ReplayedMigration[],
  replayed: ReplayedMigration,
): boolean {
  const isDropped = stepsOn(replayed.up.steps, table, 'drop-column').some(({ operation, before }) =>
    sameColumn(before, operation.column, column),
  )
  const made = earlier.flatMap(({ up: { steps } }) => defaultsMade(table, column, steps))
  if (!isDropped || made.length === 0) return false
  const isWritten = [...earlier, replayed].some(({ up: { steps } }) => writes(table, column, steps))
  if (isWritten) return false
  if (made.every(text => text === undefined)) return true
  const last = columnIn(replayed.up.before, table, column)?.default
  const back = replayed.down && columnIn(replayed.down.after, table, column)?.default
  return [...made, last, back].every(
    text => isConstant(text) && canonicalExpression(text) === canonicalExpression(last ?? ''),
  )
}

/** What the statements that make it say, `undefined` for none. */
function defaultsMade(
  table: ObjectName,
  column: string,
  steps: readonly Step[],
): readonly (string | undefined)[] {
  const added = stepsOn(steps, table, 'add-column').map(({ operation }) => operation.column)
  const created = stepsOn(steps, table, 'create-table').flatMap(({ operation }) => operation.columns)
  const [{ before } = {}] = steps
  return [...added, ...created]
    .filter(({ name }) => before !== undefined && sameColumn(before, name, column))
    .map(each => each.default)
}

/** Or may write: a block of code that names the table, an INSERT that says the column anywhere. */
function writes(table: ObjectName, column: string, steps: readonly Step[]): boolean {
  const names = (step: Step, name: string): boolean =>
    namesIn(step.statement.text).some(each => sameColumn(step.before, each, name))
  return (
    stepsOn(steps, table, 'create-table').some(({ operation }) => operation.asSelect === true) ||
    stepsOn(steps, table, 'update-rows', 'insert-rows').some(
      step => step.operation.columns.length === 0 || names(step, column),
    ) ||
    stepsOf(steps, 'run-code', 'unreadable').some(step => names(step, table.split('.').at(-1) ?? table))
  )
}

function isConstant(text: string | undefined): text is string {
  return /^\s*(?:[bex]?'[^']*'(?:::[\w ]+)?|[-+]?\d+(?:\.\d+)?|true|false)\s*$/i.test(text ?? '')
}
