import type { OperationOf } from '../operations/operation.ts'
import { unlike } from '../schema/part-list.ts'
import { clauseAlone } from './alter-clauses.ts'
import type { Problem } from './finding.ts'
import type { OperationContext } from './rule.ts'
import { sqlName } from './sql-name.ts'

/** The same ADD CONSTRAINT without the check of existing rows, where the engine can do that, and the check later. */
export function notValid(
  { table, constraint }: OperationOf<'add-constraint'>,
  { traits, statement, step, tableBefore, tableAfter }: OperationContext,
): Pick<Problem, 'suggestion'> {
  // A block or a call of a function does more, and takes no word behind it.
  if (traits.laterValidation !== true || !/^\s*alter\b/i.test(statement.text)) return {}
  const [, added] = unlike(tableBefore(table)?.constraints ?? [], tableAfter(table)?.constraints ?? [])
  const name = constraint.name ?? added.find(({ type }) => type === constraint.type)?.name
  const sql = clauseAlone(statement, step.operation).replace(/\s*;?\s*$/, '')
  return {
    suggestion: {
      title: 'Add it without looking at the rows, and validate it in another migration',
      sql: `${sql} NOT VALID;`,
      ...(name === undefined ? {} : { later: [{ sql: validation(table, name, traits) }] }),
    },
  }
}

/** Reads every row while others write. */
export function validation(table: string, name: string, traits: OperationContext['traits']): string {
  return `ALTER TABLE ${sqlName(table, traits)} VALIDATE CONSTRAINT ${traits.quote(name)};`
}
