import type { ObjectName } from '../../operations/column.ts'
import type { StepOf } from '../../schema/find-steps.ts'
import { columnsOf, findConstraint, findTable, primaryKeyOf } from '../../schema/lookup.ts'
import { laterInDeploy, placeWithFile } from '../deploy/later-in-deploy.ts'
import { neededBehind } from '../deploy/needs-key.ts'
import { sameColumn } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import { listWords } from '../wording/list-words.ts'

/** A primary key makes its columns NOT NULL itself, and stops at a row with NULL: what is to wait waits with it
 * (measured: PostgreSQL 15, MariaDB 10.11). */
export function keyWaitsToo(
  table: ObjectName,
  column: string,
  context: OperationContext,
): string | undefined {
  const { before, statement } = context
  const key = laterInDeploy(table, context, 'add-constraint').find(
    ({ operation: { constraint }, statement: of }) =>
      of !== statement &&
      constraint.type === 'primary-key' &&
      constraint.columns.some(each => sameColumn(before, each, column)),
  )
  if (key === undefined) return undefined
  const known = findTable(before, table)
  const old = known && primaryKeyOf(known)
  const isOfOldKey = ({ operation }: StepOf<'drop-constraint' | 'drop-column'>): boolean => {
    if (known === undefined || old === undefined) return false
    if (operation.kind === 'drop-column')
      return columnsOf(old).some(each => sameColumn(before, each, operation.column))
    return operation.name === undefined
      ? operation.type === undefined || operation.type === 'primary-key'
      : findConstraint(known, operation.name, before.semantics) === old
  }
  const drops = laterInDeploy(table, context, 'drop-constraint', 'drop-column').filter(isOfOldKey)
  const places = [...new Set(drops.map(each => placeWithFile(each, context)))]
  const along = places.length === 0 ? '' : `, and what takes the old key away (${listWords(places)})`
  const child = neededBehind(table, columnsOf(key.operation.constraint), { ...context, step: key })
  const needing =
    child === undefined ? '' : `, as has the foreign key in line ${child.location.line}, which needs it`
  return `The PRIMARY KEY in ${placeWithFile(key, context)} makes it NOT NULL by itself: it has to wait too${along}${needing}.`
}
