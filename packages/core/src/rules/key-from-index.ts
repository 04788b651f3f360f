import type { ObjectName } from '../operations/column.ts'
import { backingConstraint, findTable } from '../schema/lookup.ts'
import type { SuggestedMigration } from './finding.ts'
import type { OperationContext } from './rule.ts'
import { sqlName } from './sql-name.ts'

interface Key {
  readonly table: ObjectName
  readonly name: string
  readonly columns: readonly string[]
  readonly type: 'UNIQUE' | 'PRIMARY KEY'
}

/** A key whose index is built while others write; the constraint then takes the index, and gives it its name. */
export function keyFromIndex(
  { table, name, columns, type }: Key,
  { traits, before, replayedScript }: Pick<OperationContext, 'traits' | 'before' | 'replayedScript'>,
): readonly [SuggestedMigration, SuggestedMigration] {
  const on = sqlName(table, traits)
  const known = findTable(replayedScript.before, table)
  // The key that the script drops has its index under this name until then.
  const isTaken = known !== undefined && backingConstraint(known, name, before.semantics) !== undefined
  const key = traits.quote(name)
  const index = isTaken ? traits.quote(`${name}_new`) : key
  const parts = columns.map(column => traits.quote(column)).join(', ')
  const drop = isTaken ? `DROP CONSTRAINT IF EXISTS ${key}, ` : ''
  return [
    { sql: `CREATE UNIQUE INDEX CONCURRENTLY ${index} ON ${on} (${parts});`, outsideTransaction: true },
    { sql: `ALTER TABLE ${on} ${drop}ADD CONSTRAINT ${key} ${type} USING INDEX ${index};` },
  ]
}
