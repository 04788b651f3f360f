import type { Operation, OperationOf } from '../../operations/operation.ts'
import { unlike } from '../../schema/part-list.ts'
import { withoutEnd } from '../../schema/sql-text.ts'
import { constraintGoneInDeploy } from '../deploy/constraint-in-deploy.ts'
import type { Problem } from '../finding.ts'
import type { OperationContext } from '../rule.ts'
import { nextTransaction } from '../scripts/next-transaction.ts'
import { sqlName } from '../wording/sql-name.ts'
import { clauseAlone, withClauses } from './alter-clauses.ts'

/** The same ADD CONSTRAINT without the check of existing rows, where the engine can do that, and the check later. */
export function notValid(
  { table, constraint }: OperationOf<'add-constraint'>,
  context: OperationContext,
): Pick<Problem, 'suggestion'> {
  const { traits, statement, step, tableBefore, tableAfter } = context
  // A block or a call of a function does more, and takes no word behind it.
  if (traits.laterValidation !== true || !/^\s*alter\b/i.test(statement.text)) return {}
  const [, made] = unlike(tableBefore(table)?.constraints ?? [], tableAfter(table)?.constraints ?? [])
  const name = constraint.name ?? made.find(({ type }) => type === constraint.type)?.name
  const reading = statement.operations.flatMap(each => (readsRows(each) ? [each.constraint] : []))
  const all = statement.operations.length > 1 && reading.every(each => each.name !== undefined)
  // One that is left as it is reads every row under the same lock.
  const together = all
    ? withClauses(statement, (each, clause) => (readsRows(each) ? `${clause} NOT VALID` : clause))
    : undefined
  const alone = clauseAlone(statement, step.operation)
  // At the end of several clauses the words would belong to another one.
  if (together === undefined && alone === undefined) return {}
  const sql = together ?? `${withoutEnd(alone ?? '')} NOT VALID`
  const added =
    together === undefined
      ? [{ constraint, name }]
      : reading.map(each => ({ constraint: each, name: each.name }))
  const it = added.length === 1 ? 'it' : 'them'
  const later = added.flatMap(each =>
    each.name === undefined ||
    constraintGoneInDeploy(table, each.constraint, each.name, context) !== undefined
      ? []
      : [{ sql: validation(table, each.name, traits) }],
  )
  return {
    suggestion: {
      title: `Add ${it} without looking at the rows, and validate ${it} in ${nextTransaction(context)}`,
      sql: `${sql};`,
      ...(later.length > 0 && { later }),
    },
  }
}

function readsRows(operation: Operation): operation is OperationOf<'add-constraint'> {
  if (operation.kind !== 'add-constraint') return false
  const { constraint } = operation
  return (constraint.type === 'check' || constraint.type === 'foreign-key') && constraint.notValid !== true
}

/** Reads every row while others write. */
export function validation(table: string, name: string, traits: OperationContext['traits']): string {
  return `ALTER TABLE ${sqlName(table, traits)} VALIDATE CONSTRAINT ${traits.quote(name)};`
}
