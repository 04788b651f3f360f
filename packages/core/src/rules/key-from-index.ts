import type { ObjectName } from '../operations/column.ts'
import type { SuggestedMigration } from './finding.ts'
import type { OperationContext } from './rule.ts'
import { sqlName } from './sql-name.ts'

interface Key {
  readonly table: ObjectName
  readonly name: string
  readonly columns: readonly string[]
  readonly type: 'UNIQUE' | 'PRIMARY KEY'
}

/** A key whose index is built while others write; the constraint then takes the index, and its name. */
export function keyFromIndex(
  { table, name, columns, type }: Key,
  { traits }: Pick<OperationContext, 'traits'>,
): readonly [SuggestedMigration, SuggestedMigration] {
  const on = sqlName(table, traits)
  const index = traits.quote(name)
  const parts = columns.map(column => traits.quote(column)).join(', ')
  return [
    { sql: `CREATE UNIQUE INDEX CONCURRENTLY ${index} ON ${on} (${parts});`, outsideTransaction: true },
    { sql: `ALTER TABLE ${on} ADD CONSTRAINT ${index} ${type} USING INDEX ${index};` },
  ]
}
