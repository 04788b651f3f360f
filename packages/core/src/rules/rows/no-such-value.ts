import type { ObjectName } from '../../operations/column.ts'
import { isText } from '../../schema/compare-types.ts'
import { isBefore, stepsOf, stepsOn } from '../../schema/find-steps.ts'
import { textTokens } from '../../schema/sql-text.ts'
import { literalOf, pinnedColumns } from '../deploy/pinned-columns.ts'
import { columnIn, sameColumn } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'

/** Does the condition ask for a value that no row can have: of a text column that the deploy itself adds, so that
 * running code writes none, and that got other texts from it since? */
export function findsNoSuchValue(where: string, table: ObjectName, context: OperationContext): boolean {
  return pinnedColumns(where, context.traits).some(({ column, values }) => {
    const had = valuesSinceAdded(table, column, context)
    return had?.every(one => values.every(other => areDifferent(one, other))) === true
  })
}

/** Undefined where something else may have written it. */
function valuesSinceAdded(
  table: ObjectName,
  column: string,
  { before, deploySteps, step, traits, isNewColumn }: OperationContext,
): readonly string[] | undefined {
  const known = columnIn(before, table, column)
  if (!isNewColumn(table, column) || known?.type === undefined || !isText(known.type)) return undefined
  const isOf = (name: string): boolean => sameColumn(before, name, column)
  const adding = stepsOn(deploySteps, table, 'add-column').findLast(
    each => isOf(each.operation.column.name) && isBefore(deploySteps, each, step),
  )
  if (adding === undefined || adding.operation.column.generated !== undefined) return undefined
  const isSince = (each: typeof step): boolean =>
    isBefore(deploySteps, adding, each) && isBefore(deploySteps, each, step)
  const isTouched = stepsOn(deploySteps, table, 'insert-rows', 'change-column', 'set-default', 'rename-table')
    .filter(isSince)
    .some(({ operation }) =>
      operation.kind === 'insert-rows'
        ? operation.columns.length === 0 || operation.columns.some(isOf)
        : operation.kind === 'rename-table' || isOf(operation.column),
    )
  if (isTouched) return undefined
  const isUnseen = stepsOf(deploySteps, 'unreadable', 'run-code', 'create-object')
    .filter(isSince)
    .some(({ operation }) =>
      operation.kind === 'run-code'
        ? operation.dynamic
        : operation.kind === 'unreadable' || operation.objectType === 'trigger',
    )
  if (isUnseen) return undefined
  const texts = stepsOn(deploySteps, table, 'update-rows')
    .filter(isSince)
    .flatMap(({ operation: { columns, assignments = {} } }) =>
      columns.filter(isOf).map(name => assignments[name] ?? ''),
    )
  const own = adding.operation.column.default
  const values = [...(own === undefined ? [] : [own]), ...texts].map(text => {
    const [token, ...more] = textTokens(text.trim())
    return token === undefined || more.length > 0 ? undefined : literalOf(token, traits)
  })
  return values.every(value => value !== undefined) ? values : undefined
}

/** In every collation and by every length: words, of which none begins as the other does. */
function areDifferent(one: string, other: string): boolean {
  const [first, second] = [one.toLowerCase(), other.toLowerCase()]
  const areWords = [first, second].every(text => /^[a-z][\w .:-]*$/.test(text))
  return areWords && !first.startsWith(second) && !second.startsWith(first)
}
