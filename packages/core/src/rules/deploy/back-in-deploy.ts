import type { Constraint, ObjectName } from '../../operations/column.ts'
import { columnsOf, findConstraint, findTable } from '../../schema/lookup.ts'
import type { SchemaState } from '../../schema/schema-state.ts'
import { sameColumn, sameObject } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'

/**
 * A later migration of the deploy adds what this one drops, as Liquibase's changesets do with one change each: on the
 * same columns, or a foreign key of the name to the same table.
 */
export function isBackInDeploy(
  table: ObjectName,
  dropped: Constraint,
  { before, replayedScript, atEnd, direction }: OperationContext,
): boolean {
  const here = findTable(replayedScript.after, table)
  if (direction === 'down' || here === undefined) return false
  return (findTable(atEnd, table)?.constraints ?? []).some(
    later =>
      (later.name === undefined || findConstraint(here, later.name, before.semantics) === undefined) &&
      takesItsPlace(later, dropped, before),
  )
}

function takesItsPlace(later: Constraint, dropped: Constraint, schema: SchemaState): boolean {
  if (later.type !== dropped.type) return false
  const [columns, others] = [columnsOf(later), columnsOf(dropped)]
  const isOnThem =
    columns.length === others.length &&
    columns.every(column => others.some(other => sameColumn(schema, column, other)))
  if (later.type !== 'foreign-key' || dropped.type !== 'foreign-key')
    return isOnThem && (later.type === 'unique' || later.type === 'primary-key')
  return (
    sameObject(schema, later.references.table, dropped.references.table) &&
    (isOnThem || (later.name !== undefined && later.name === dropped.name))
  )
}
