import { isBefore, type StepOf } from '../../schema/find-steps.ts'
import { findTable, primaryKeyOf } from '../../schema/lookup.ts'
import { columnAtEnd } from '../deploy/at-end-of-deploy.ts'
import { laterInDeploy, placeWithFile } from '../deploy/later-in-deploy.ts'
import { usedLater } from '../deploy/used-later.ts'
import type { Problem } from '../finding.ts'
import { sameColumn } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import type { AddColumn } from './added-in-steps.ts'
import { requiredLater } from './required-later.ts'

/** For a NOT NULL column that a later statement of the deploy lets be NULL: it can be so from the start. */
export function optionalAtOnce(
  required: readonly AddColumn[],
  operation: AddColumn,
  /** What the server puts into the rows that exist; undefined where it refuses. */
  madeUp: string | undefined,
  context: OperationContext,
): Pick<Problem, 'instead' | 'suggestion'> | undefined {
  const opening = madeOptional(operation, context)
  if (opening === undefined) return undefined
  const { column } = operation
  const isAlone = opening.statement.operations.length === 1 && changesNothingElse(operation, opening, context)
  const place = placeWithFile(opening, context)
  const how = isAlone
    ? `Add it NULL at once, and leave out ${place}, which does no more than let it be NULL.`
    : `Add it NULL at once: ${place} lets it be NULL anyway.`
  const reader = usedLater(operation.table, column.name, context)
  const between =
    reader !== undefined && isBefore(context.deploySteps, reader, opening)
      ? ` Look at ${placeWithFile(reader, context)} first, which uses the column in between.`
      : ''
  const rows = madeUp === undefined ? '' : ` Rows that exist have NULL then, where they would have ${madeUp}.`
  const { suggestion } = required.every(each => madeOptional(each, context) !== undefined)
    ? requiredLater(required, context)
    : {}
  return {
    instead: `${how}${rows}${between}`,
    ...(suggestion && { suggestion: { title: 'Add it nullable', sql: suggestion.sql } }),
  }
}

type Opening = StepOf<'drop-not-null' | 'change-column'>

/** The first statement behind it that takes NOT NULL away, where the column is without it at the end. */
function madeOptional({ table, column }: AddColumn, context: OperationContext): Opening | undefined {
  const { atEnd, before } = context
  const end = columnAtEnd(table, column.name, context)
  if (end === undefined || end === 'gone' || end.nullable === false) return undefined
  const known = findTable(atEnd, table)
  const key = known && primaryKeyOf(known)
  if (key?.type === 'primary-key' && key.columns.some(each => sameColumn(before, each, column.name)))
    return undefined
  return laterInDeploy(table, context, 'drop-not-null', 'change-column').find(
    ({ operation }) =>
      sameColumn(before, operation.column, column.name) &&
      (operation.kind === 'drop-not-null' || operation.to.nullable !== false),
  )
}

function changesNothingElse(
  { column }: AddColumn,
  { operation }: Opening,
  { before }: OperationContext,
): boolean {
  if (operation.kind === 'drop-not-null') return true
  const { to } = operation
  return (
    sameColumn(before, to.name, column.name) &&
    to.type?.text.toLowerCase() === column.type?.text.toLowerCase() &&
    to.default === column.default &&
    to.comment === column.comment
  )
}
