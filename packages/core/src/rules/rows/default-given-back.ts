import type { ObjectName } from '../../operations/column.ts'
import { canonicalExpression } from '../../schema/canonical-text.ts'
import { columnKeyOf } from '../../schema/column-key.ts'
import { stepsOf } from '../../schema/find-steps.ts'
import { oncePer } from '../../schema/once-per.ts'
import type { ReplayedMigration, Step } from '../../schema/replay.ts'
import type { SchemaState } from '../../schema/schema-state.ts'
import { namesIn } from '../../schema/sql-text.ts'
import { columnIn } from '../names/known-columns.ts'

/** Earlier migrations of the deploy have made the column, with its table or after it, and nothing has written values into
 * it: every row holds the default, a constant, with which down adds it again. */
export function isDefaultGivenBack(
  table: ObjectName,
  column: string,
  earlier: readonly ReplayedMigration[],
  replayed: ReplayedMigration,
): boolean {
  const { before } = replayed.up
  const key = columnKeyOf(table, column, before.semantics)
  if (!changesOf(replayed.up.steps).dropped.has(key)) return false
  const made = earlier.flatMap(({ up }) => changesOf(up.steps).defaults.get(key) ?? [])
  if (made.length === 0) return false
  if ([...earlier, replayed].some(({ up }) => mayWrite(table, column, up.steps, before))) return false
  if (made.every(text => text === undefined)) return true
  const last = columnIn(before, table, column)?.default
  const back = replayed.down && columnIn(replayed.down.after, table, column)?.default
  return [...made, last, back].every(
    text => isConstant(text) && canonicalExpression(text) === canonicalExpression(last ?? ''),
  )
}

interface Changes {
  readonly dropped: ReadonlySet<string>
  /** What the statements that make a column say, `undefined` for none. */
  readonly defaults: ReadonlyMap<string, readonly (string | undefined)[]>
}

const changesOf = oncePer((steps: readonly Step[]): Changes => {
  const defaults = new Map<string, (string | undefined)[]>()
  const dropped = new Set<string>()
  for (const { operation, before } of steps) {
    if (operation.kind === 'drop-column')
      dropped.add(columnKeyOf(operation.table, operation.column, before.semantics))
    if (operation.kind !== 'add-column' && operation.kind !== 'create-table') continue
    for (const each of operation.kind === 'add-column' ? [operation.column] : operation.columns) {
      const key = columnKeyOf(operation.table, each.name, before.semantics)
      const known = defaults.get(key)
      if (known === undefined) defaults.set(key, [each.default])
      else known.push(each.default)
    }
  }
  return { dropped, defaults }
})

/** A block of code that names the table, an INSERT or UPDATE that says the column anywhere. */
function mayWrite(
  table: ObjectName,
  column: string,
  steps: readonly Step[],
  { semantics }: SchemaState,
): boolean {
  const { columns, code } = writtenBy(steps)
  const names = columns.get(semantics.objectKey(table))
  return (
    names === 'all' ||
    names?.has(semantics.columnKey(column)) === true ||
    code.has(semantics.columnKey(table.split('.').at(-1) ?? table))
  )
}

interface Written {
  /** By table. */
  readonly columns: ReadonlyMap<string, ReadonlySet<string> | 'all'>
  readonly code: ReadonlySet<string>
}

const writtenBy = oncePer((steps: readonly Step[]): Written => {
  const columns = new Map<string, Set<string> | 'all'>()
  for (const { operation, before, statement } of steps) {
    const { objectKey, columnKey } = before.semantics
    if (operation.kind === 'create-table' && operation.asSelect === true)
      columns.set(objectKey(operation.table), 'all')
    if (operation.kind !== 'insert-rows' && operation.kind !== 'update-rows') continue
    const key = objectKey(operation.table)
    const known = columns.get(key) ?? new Set<string>()
    if (operation.columns.length === 0 || known === 'all') columns.set(key, 'all')
    else {
      for (const name of namesIn(statement.text)) known.add(columnKey(name))
      columns.set(key, known)
    }
  }
  const code = stepsOf(steps, 'run-code', 'unreadable').flatMap(({ statement, before }) =>
    namesIn(statement.text).map(before.semantics.columnKey),
  )
  return { columns, code: new Set(code) }
})

function isConstant(text: string | undefined): text is string {
  return /^\s*(?:[bex]?'[^']*'(?:::[\w ]+)?|[-+]?\d+(?:\.\d+)?|true|false)\s*$/i.test(text ?? '')
}
