import type { SuggestedMigration } from '../finding.ts'
import type { OperationContext } from '../rule.ts'
import { sqlName } from '../wording/sql-name.ts'

export interface ColumnToProve {
  readonly column: string
  /** A CHECK that is there already and was never validated needs no second one. */
  readonly waiting?: string | undefined
}

/** NOT NULL without a look at the rows under a lock: a CHECK proves it, and goes again. */
export function provenNotNull(
  table: string,
  column: string,
  traits: OperationContext['traits'],
): readonly SuggestedMigration[] {
  return provenTogether(table, [{ column }], traits)
}

/** Several columns of one table, with one statement for each step. */
export function provenTogether(
  table: string,
  columns: readonly ColumnToProve[],
  traits: OperationContext['traits'],
): readonly SuggestedMigration[] {
  const alter = (clauses: readonly string[]) =>
    clauses.length === 0 ? [] : [{ sql: `ALTER TABLE ${sqlName(table, traits)} ${clauses.join(', ')};` }]
  const checkOf = ({ column, waiting }: ColumnToProve) => traits.quote(waiting ?? `${column}_not_null`)
  const unproven = columns.filter(({ waiting }) => waiting === undefined)
  return [
    ...alter(
      unproven.map(
        each => `ADD CONSTRAINT ${checkOf(each)} CHECK (${traits.quote(each.column)} IS NOT NULL) NOT VALID`,
      ),
    ),
    ...alter(columns.map(each => `VALIDATE CONSTRAINT ${checkOf(each)}`)),
    ...alter(columns.map(({ column }) => `ALTER COLUMN ${traits.quote(column)} SET NOT NULL`)),
    ...alter(columns.map(each => `DROP CONSTRAINT ${checkOf(each)}`)),
  ]
}
