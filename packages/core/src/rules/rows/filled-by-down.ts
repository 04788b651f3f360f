import type { OperationOf } from '../../operations/operation.ts'
import { earlierStepsOf, placeOf, renamesTo, stepsOf, stepsOn } from '../../schema/find-steps.ts'
import { findTable } from '../../schema/lookup.ts'
import type { ReplayedMigration, ReplayedScript, Step } from '../../schema/replay.ts'
import { namesIn } from '../../schema/sql-text.ts'
import { sameColumn, sameObject } from '../names/known-columns.ts'
import { insertsWhatIsThere } from './inserted-by-down.ts'
import { copiedColumns } from './rebuild-copy.ts'

/** Down computes the values of `table.column`, or the table's rows, anew; whether they are the old ones cannot be told. */
export function isFilledByDown(object: string, { down, up }: ReplayedMigration): boolean {
  if (down === undefined) return false
  const { steps } = down
  const isMadeFromRows = stepsOn(steps, object, 'create-table').some(
    ({ operation }) => operation.asSelect === true,
  )
  const dot = Math.max(object.lastIndexOf('.'), 0)
  const [table, column] = [object.slice(0, dot), object.slice(dot + 1)]
  return (
    isMadeFromRows ||
    isRenamedFromAnother(object, steps) ||
    insertsWhatIsThere(object, undefined, down) ||
    namesOf(table, up, steps).some(
      name =>
        isUpdated(name, column, steps, up) ||
        isCopied(name, column, steps) ||
        isMapped(name, column, steps) ||
        isDefaultThatWasRead(name, column, steps, up) ||
        insertsWhatIsThere(name, column, down),
    )
  )
}

/** A table that has rows takes the name: `ALTER TABLE post_actions RENAME TO post_read`. */
function isRenamedFromAnother(object: string, steps: readonly Step[]): boolean {
  return renamesTo(steps, object).some(
    ({ operation }) => stepsOn(steps, operation.table, 'create-table').length === 0,
  )
}

/** The table's own, the one that it had before up, and the one that down gives it. */
function namesOf(table: string, up: ReplayedScript, steps: readonly Step[]): readonly string[] {
  return [
    table,
    ...renamesTo(up.steps, table).map(({ operation }) => operation.table),
    ...stepsOn(steps, table, 'rename-table').map(({ operation }) => operation.to),
  ]
}

/** Code reads a table that up has made and put rows into, and adds the column with a default: what it has read, since no
 * other script can say it. */
function isDefaultThatWasRead(
  table: string,
  column: string,
  steps: readonly Step[],
  { steps: up }: ReplayedScript,
): boolean {
  if (stepsOf(steps, 'read-rows').length === 0) return false
  const added = stepsOn(steps, table, 'add-column').find(({ operation, before }) =>
    sameColumn(before, operation.column.name, column),
  )
  if (added === undefined || added.operation.column.default === undefined) return false
  return earlierStepsOf(steps, added, 'read-rows').some(({ operation }) =>
    operation.tables.some(
      read => stepsOn(up, read, 'create-table').length > 0 && stepsOn(up, read, 'insert-rows').length > 0,
    ),
  )
}

function isUpdated(table: string, column: string, steps: readonly Step[], up: ReplayedScript): boolean {
  const names = namesBefore(table, column, steps)
  return stepsOn(steps, table, 'update-rows').some(step => {
    const { operation } = step
    const updated = operation.columns.find(each =>
      names.some(
        ({ name, until }) =>
          sameColumn(up.before, each, name) && (until === undefined || placeOf(steps, step) < until),
      ),
    )
    if (updated === undefined) return false
    // One value for every row is none of the old ones.
    if (operation.filter === 'absent' && isConstant(operation.assignments?.[updated])) return false
    if (takesOthersOnly(operation, updated, up)) return false
    return !(isFolded(up, operation.table, updated) && readsItself(operation, updated))
  })
}

/** `SET c = 'a' WHERE c = 'b'`, where up gives its rows other values: none of them is among those. */
function takesOthersOnly(
  { table, where = '' }: OperationOf<'update-rows'>,
  column: string,
  { steps, before }: ReplayedScript,
): boolean {
  const [, name = '', value] = /^\s*["`]?(\w+)["`]?\s*=\s*('[^']*')\s*$/.exec(where) ?? []
  if (value === undefined || !sameColumn(before, name, column)) return false
  const given = stepsOn(steps, table, 'update-rows').flatMap(({ operation: { columns, assignments = {} } }) =>
    columns
      .filter(each => sameColumn(before, each, column))
      .map(each => /^\s*('[^']*')\s*$/.exec(assignments[each] ?? '')?.[1]),
  )
  return given.length > 0 && given.every(each => each !== undefined && each !== value)
}

/** The column's own name, and those from which down renames it, up to the renaming. */
function namesBefore(
  table: string,
  column: string,
  steps: readonly Step[],
): readonly { readonly name: string; readonly until?: number }[] {
  const renamed = stepsOn(steps, table, 'rename-column', 'change-column').flatMap(step => {
    const { operation, before } = step
    const to = operation.kind === 'rename-column' ? operation.to : operation.to.name
    const isOther = !sameColumn(before, operation.column, column)
    return isOther && sameColumn(before, to, column)
      ? [{ name: operation.column, until: placeOf(steps, step) }]
      : []
  })
  return [{ name: column }, ...renamed]
}

/** `TYPE numeric USING price / 100.0`: more than a cast. */
function isMapped(table: string, column: string, steps: readonly Step[]): boolean {
  return stepsOn(steps, table, 'change-column-type').some(
    ({ operation: { column: changed, using = '' }, before }) =>
      sameColumn(before, changed, column) &&
      /[-+*/|]|\w\s*\(|\bcase\b/i.test(using.replace(/\bcast\s*\(/gi, '')) &&
      namesIn(using).some(name => sameColumn(before, name, column)),
  )
}

/** A table that takes the name gets the column from what the rows have. */
function isCopied(table: string, column: string, steps: readonly Step[]): boolean {
  return stepsOf(steps, 'insert-rows').some(({ operation, before }) => {
    const target = findTable(before, operation.table)
    const takesName = stepsOf(steps, 'rename-table').some(
      renaming =>
        sameObject(before, renaming.operation.table, operation.table) &&
        sameObject(before, renaming.operation.to, table),
    )
    if (operation.copiesFrom === undefined || target === undefined || !takesName) return false
    return copiedColumns(operation, target).some(
      ([{ name }, expression]) => sameColumn(before, name, column) && !isConstant(expression),
    )
  })
}

function isConstant(text: string | undefined): boolean {
  const names = namesIn((text ?? '').replace(/::\s*\w+/g, ''))
  return text !== undefined && names.every(name => /^(?:null|true|false|default|\d+)$/i.test(name))
}

/** Many values become one: what upper(c) was before, c does not tell. */
const folding =
  /\b(?:upper|lower|ucase|lcase|initcap|[lrb]?trim|substr|substring|left|right|round|floor|ceil|ceiling|trunc|abs|md5|date_trunc|split_part|regexp_replace)\s*\(/i

function isFolded({ steps }: ReplayedScript, table: string, column: string): boolean {
  return steps.some(({ operation, before }) => {
    if (operation.kind !== 'update-rows' || !sameObject(before, operation.table, table)) return false
    return folding.test(operation.assignments?.[column] ?? '') && readsItself(operation, column)
  })
}

/** No other table or column stands in what the column is set to. */
function readsItself({ assignments = {} }: OperationOf<'update-rows'>, column: string): boolean {
  const text = (assignments[column] ?? '').replace(/\w+\s*\(/g, '(')
  const names = namesIn(text)
  return names.length > 0 && names.every(name => name.toLowerCase() === column.toLowerCase())
}
