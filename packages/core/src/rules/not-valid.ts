import type { Problem } from './finding.ts'
import type { OperationContext } from './rule.ts'

/** The same ADD CONSTRAINT without the check of existing rows, where the engine can do that. */
export function notValid({ traits, statement }: OperationContext): Pick<Problem, 'suggestion'> {
  if (traits.laterValidation !== true) return {}
  const sql = statement.text.replace(/\s*;?\s*$/, '')
  return {
    suggestion: {
      title: 'Add it without looking at the rows, and validate it in another migration',
      sql: `${sql} NOT VALID;`,
    },
  }
}
