import { withoutEnd } from '../../schema/sql-text.ts'
import type { Problem } from '../finding.ts'
import type { OperationContext } from '../rule.ts'
import { inTransactionAt } from '../scripts/transaction-state.ts'

/** The statement behind a setting that limits it: for the transaction, or put back after it. */
export function limitedFirst(
  setting: { readonly name: string; readonly value: string } | undefined,
  { script, replayedScript: { steps }, step, statement, traits }: OperationContext,
): Pick<Problem, 'suggestion'> {
  if (setting === undefined) return {}
  const { name, value } = setting
  const text = `${withoutEnd(statement.text)};`
  const sql = !traits.transactionalDdl
    ? `SET SESSION ${name} = ${value};\n${text}`
    : inTransactionAt(script, steps, steps.indexOf(step))
      ? `SET LOCAL ${name} = ${value};\n${text}`
      : `SET ${name} = ${value};\n${text}\nRESET ${name};`
  return { suggestion: { title: 'Limit it first, and try again when it fails', sql } }
}
