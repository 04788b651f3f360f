import type { ObjectName } from '../../operations/column.ts'
import { stepsOn } from '../../schema/find-steps.ts'
import { backingConstraint, findTable } from '../../schema/lookup.ts'
import type { SuggestedMigration } from '../finding.ts'
import type { OperationContext } from '../rule.ts'
import { sqlName } from '../wording/sql-name.ts'

interface Key {
  readonly table: ObjectName
  readonly name: string
  readonly columns: readonly string[]
  readonly type: 'UNIQUE' | 'PRIMARY KEY'
  readonly nullsNotDistinct?: boolean
  readonly deferrable?: 'immediate' | 'deferred'
}

/** A key whose index is built while others write; the constraint then takes the index, and gives it its name. */
export function keyFromIndex(
  { table, name, columns, type, nullsNotDistinct, deferrable }: Key,
  { traits, before, replayedScript }: Pick<OperationContext, 'traits' | 'before' | 'replayedScript'>,
): readonly [SuggestedMigration, SuggestedMigration] {
  const on = sqlName(table, traits)
  const known = findTable(replayedScript.before, table)
  // The key that the script drops has its index under this name until then.
  const isTaken = known !== undefined && backingConstraint(known, name, before.semantics) !== undefined
  const key = traits.quote(name)
  const index = isTaken ? traits.quote(`${name}_new`) : key
  const parts = columns.map(column => traits.quote(column)).join(', ')
  const isCascade = stepsOn(replayedScript.steps, table, 'drop-constraint').some(
    ({ operation }) => operation.cascade && operation.name === name,
  )
  const drop = isTaken ? `DROP CONSTRAINT IF EXISTS ${key}${isCascade ? ' CASCADE' : ''}, ` : ''
  const nulls = nullsNotDistinct === true ? ' NULLS NOT DISTINCT' : ''
  const when = deferrable === undefined ? '' : ` DEFERRABLE INITIALLY ${deferrable.toUpperCase()}`
  return [
    {
      sql: `CREATE UNIQUE INDEX CONCURRENTLY ${index} ON ${on} (${parts})${nulls};`,
      outsideTransaction: true,
    },
    { sql: `ALTER TABLE ${on} ${drop}ADD CONSTRAINT ${key} ${type} USING INDEX ${index}${when};` },
  ]
}
