import type { ObjectName } from '../../operations/column.ts'
import type { OperationOf } from '../../operations/operation.ts'
import { findTable } from '../../schema/lookup.ts'
import type { Step } from '../../schema/replay.ts'
import { qualifiedNamesIn } from '../../schema/sql-text.ts'
import { dropOfTable, laterInDeploy, placeWithFile } from '../deploy/later-in-deploy.ts'
import { columnIn, sameColumn, sameObject } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import { listWords } from '../wording/list-words.ts'
import { readsColumn } from './reads-column.ts'

interface Drop {
  readonly step: Step
  readonly name: string
}

/** The statements behind the UPDATE in the deploy that batches outside the migration would come too late for. */
export function waitingForBatches(update: OperationOf<'update-rows'>, context: OperationContext): string {
  const { table, columns } = update
  // What it writes is not what it reads.
  const own = columnDrops(table, context).filter(
    ({ name }) => !columns.some(each => sameColumn(context.before, each, name)),
  )
  const drops = dropsInWords([...own, ...sourceDrops(table, context)], context)
  const required = requiredLater(update, context)
  const dropped =
    drops.length === 0
      ? ''
      : ` The UPDATE reads what this deploy drops: ${listWords(drops)} ${drops.length === 1 ? 'has' : 'have'} to wait until the last row is filled.`
  if (required.length === 0) return dropped
  const until = drops.length === 0 ? 'until the last row is filled' : 'as long'
  return `${dropped} ${listWords(required)} ${required.length === 1 ? 'has' : 'have'} to wait ${until}.`
}

export function dropsInWords(drops: readonly Drop[], context: OperationContext): readonly string[] {
  const told = drops.map(({ step, name }) => `the DROP of ${name} in ${placeWithFile(step, context)}`)
  return [...new Set(told)]
}

/** What the deploy drops behind the statement of what it reads in other tables than its own. */
export function sourceDrops(table: ObjectName, context: OperationContext): readonly Drop[] {
  const { before, statement } = context
  const others = [...new Set(qualifiedNamesIn(statement.text))].filter(
    name => findTable(before, name) !== undefined && !sameObject(before, name, table),
  )
  const tables = others.flatMap(from => dropOfTable(from, context) ?? [])
  return [
    ...others.flatMap(from => columnDrops(from, context)),
    ...tables.flatMap(step =>
      step.operation.kind === 'drop-table' && step.statement !== statement
        ? [{ step, name: step.operation.table }]
        : [],
    ),
  ]
}

function columnDrops(from: ObjectName, context: OperationContext): readonly Drop[] {
  const { before, statement } = context
  return laterInDeploy(from, context, 'drop-column').flatMap(step => {
    const { column } = step.operation
    const isRead =
      step.statement !== statement && readsColumn(statement.text, from, column, statement.text, before)
    return isRead ? [{ step, name: column }] : []
  })
}

/** A row that has no value yet stops them. */
function requiredLater(
  { table, columns, filter, where = '' }: OperationOf<'update-rows'>,
  context: OperationContext,
): readonly string[] {
  const { before, isNewColumn } = context
  const told = laterInDeploy(table, context, 'set-not-null', 'change-column').flatMap(step => {
    const { operation } = step
    const { column } = operation
    if (operation.kind === 'change-column' && operation.to.nullable !== false) return []
    if (!columns.some(each => sameColumn(before, each, column))) return []
    // It changes values that rows have.
    if (filter === 'present' && !isNewColumn(table, column) && !/\bis\s+null\b/i.test(where)) return []
    // NULL is refused already.
    if (columnIn(before, table, column)?.nullable === false) return []
    return [`NOT NULL of ${column} in ${placeWithFile(step, context)}`]
  })
  return [...new Set(told)]
}
