import type { SuggestedMigration } from './finding.ts'
import { validation } from './not-valid.ts'
import type { OperationContext } from './rule.ts'
import { sqlName } from './sql-name.ts'

/** NOT NULL without a look at the rows under a lock: a CHECK proves it, and goes again. */
export function provenNotNull(
  table: string,
  column: string,
  traits: OperationContext['traits'],
  /** A CHECK that is there already and was never validated needs no second one. */
  waiting?: string,
): readonly SuggestedMigration[] {
  const on = sqlName(table, traits)
  const name = waiting ?? `${column}_not_null`
  const check = `CHECK (${traits.quote(column)} IS NOT NULL) NOT VALID`
  return [
    ...(waiting === undefined ? [`ALTER TABLE ${on} ADD CONSTRAINT ${traits.quote(name)} ${check};`] : []),
    validation(table, name, traits),
    `ALTER TABLE ${on} ALTER COLUMN ${traits.quote(column)} SET NOT NULL;`,
    `ALTER TABLE ${on} DROP CONSTRAINT ${traits.quote(name)};`,
  ].map(sql => ({ sql }))
}
