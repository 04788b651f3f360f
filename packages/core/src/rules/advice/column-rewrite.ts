import { describeType } from '../../operations/describe-parts.ts'
import { stepsOn } from '../../schema/find-steps.ts'
import type { Problem } from '../finding.ts'
import { sameColumn, sameObject } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import { rewrites, waiting } from '../scripts/blocked-table.ts'
import { listWords } from '../wording/list-words.ts'
import type { AddColumn } from './added-in-steps.ts'
import { numberedLater } from './numbered-later.ts'

/** Adding columns of this kind writes the table again, on an engine that has no algorithms to choose from. It is written
 * once for all that a statement adds. */
export function columnRewrite(
  operation: AddColumn,
  context: OperationContext,
  isOfKind: (column: AddColumn['column']) => boolean,
): Problem | undefined {
  const { effects, statement, before } = context
  const { table, column } = operation
  if (!isOfKind(column) || !rewrites(effects.filter(effect => effect.algorithm === undefined)))
    return undefined
  const added = statement.operations.filter(
    (each): each is AddColumn =>
      each.kind === 'add-column' && sameObject(before, each.table, table) && isOfKind(each.column),
  )
  if (added[0] !== operation) return undefined
  const names = added.map(each => `${table}.${each.column.name}`)
  return {
    message: `Adding ${listWords(names)} writes every row of ${table} again, and ${waiting(effects)} get through meanwhile.`,
    objects: names,
    ...(column.autoIncrement !== undefined && {
      instead: howTo(operation, context),
      ...numberedLater(added, context),
    }),
  }
}

function howTo({ table, column, constraints }: AddColumn, context: OperationContext): string {
  const { before, replayedScript, step } = context
  const type = column.type === undefined ? '' : ` ${describeType(column.type)}`
  const isKey = constraints.some(({ type: kind }) => kind === 'primary-key' || kind === 'unique')
  const last = isKey ? ', set NOT NULL, and make it the key' : ' and set NOT NULL'
  const how = `Add a plain${type} column, make a sequence and set it as the default for new rows, then fill the old ones in batches${last}.`
  const key = stepsOn(replayedScript.steps, table, 'add-constraint').find(
    ({ operation: { constraint } }) =>
      constraint.type === 'primary-key' &&
      constraint.columns.some(each => sameColumn(before, each, column.name)),
  )
  if (key === undefined || key === step) return how
  return `${how} The PRIMARY KEY that line ${key.location.line} adds moves behind that: it is refused while a row has no number.`
}
