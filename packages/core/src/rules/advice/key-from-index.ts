import type { ObjectName } from '../../operations/column.ts'
import type { Operation } from '../../operations/operation.ts'
import { stepsOn } from '../../schema/find-steps.ts'
import { backingConstraint, findTable } from '../../schema/lookup.ts'
import type { Problem, SuggestedMigration } from '../finding.ts'
import type { OperationContext } from '../rule.ts'
import { sqlName } from '../wording/sql-name.ts'
import { withClauses } from './alter-clauses.ts'

interface Key {
  readonly table: ObjectName
  readonly name: string
  readonly columns: readonly string[]
  readonly type: 'UNIQUE' | 'PRIMARY KEY'
  readonly nullsNotDistinct?: boolean
  readonly deferrable?: 'immediate' | 'deferred'
}

/** The same as a suggestion. What drops the key before stays beside the new one: there is always one of the two. */
export function keyInSteps(key: Key, context: OperationContext): NonNullable<Problem['suggestion']> {
  const [index, alone] = keyFromIndex(key, context)
  const { statement, step, traits } = context
  const title = 'Build the index while others work, outside a transaction, and make it the key later'
  const others = statement.operations.filter(each => each !== step.operation)
  const dropsItself = others.some(each => each.kind === 'drop-constraint' && each.name === key.name)
  const [, drop = '', add = ''] =
    /^(DROP CONSTRAINT .*?, )?(ADD .*);$/s.exec(
      alone.sql.slice(`ALTER TABLE ${sqlName(key.table, traits)} `.length),
    ) ?? []
  const whole =
    others.length > 0 && others.every(({ kind }) => staysBeside.has(kind))
      ? withClauses(statement, (each, clause) =>
          each === step.operation ? `${dropsItself ? '' : drop}${add}` : clause,
        )
      : undefined
  return whole === undefined
    ? { title, ...index, later: [alone] }
    : { title, ...index, later: [{ sql: `${whole};` }], ofWholeStatement: true }
}

/** The index can be built before them. */
const staysBeside: ReadonlySet<Operation['kind']> = new Set([
  'drop-column',
  'drop-constraint',
  'set-not-null',
])

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
