import { describeType } from '../../operations/describe-parts.ts'
import type { Problem } from '../finding.ts'
import { sameObject } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import { rewrites, waiting } from '../scripts/blocked-table.ts'
import { listWords } from '../wording/list-words.ts'
import type { AddColumn } from './added-in-steps.ts'
import { keyWaitsToo } from './key-of-column.ts'
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
  const type = column.type === undefined ? '' : ` ${describeType(column.type)}`
  const isKey = constraints.some(({ type: kind }) => kind === 'primary-key' || kind === 'unique')
  const last = isKey ? ', set NOT NULL, and make it the key' : ' and set NOT NULL'
  const how = `Add a plain${type} column, make a sequence and set it as the default for new rows, then fill the old ones in batches${last}.`
  const waits = keyWaitsToo(table, column.name, context)
  return waits === undefined ? how : `${how} ${waits}`
}
