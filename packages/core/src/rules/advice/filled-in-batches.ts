import type { ObjectName } from '../../operations/column.ts'
import type { SuggestedMigration } from '../finding.ts'
import type { OperationContext } from '../rule.ts'
import { sqlName } from '../wording/sql-name.ts'

/** The rows that a column without a value has, some thousand at a time. */
export function filledInBatches(
  table: ObjectName,
  column: string,
  value: string,
  traits: OperationContext['traits'],
): SuggestedMigration {
  const on = sqlName(table, traits)
  const name = traits.quote(column)
  return {
    sql: `-- again and again, each time in a transaction of its own, until no row is left
UPDATE ${on} SET ${name} = ${value} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${on} WHERE ${name} IS NULL LIMIT 5000));`,
  }
}
