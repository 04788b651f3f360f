import type { ObjectName } from '../../operations/column.ts'
import { dropOfTable, placeWithFile } from '../deploy/later-in-deploy.ts'
import { sameObject } from '../names/known-columns.ts'
import type { OperationContext } from '../rule.ts'
import { listWords } from '../wording/list-words.ts'

/** A table that stays keeps its foreign keys, and they stop the DROP TABLE of what they refer to (measured: PostgreSQL 15,
 * MariaDB 10.11). */
export function parentsWaitToo(table: ObjectName, context: OperationContext): string {
  const { before, tableBefore } = context
  const parents = [...(tableBefore(table)?.constraints ?? [])].flatMap(each =>
    each.type === 'foreign-key' && !sameObject(before, each.references.table, table)
      ? [each.references.table]
      : [],
  )
  const drops = [...new Set(parents)].flatMap(parent => {
    const drop = dropOfTable(parent, context)
    return drop?.operation.kind !== 'drop-table' || drop.operation.cascade
      ? []
      : [`the DROP of ${parent} in ${placeWithFile(drop, context)}`]
  })
  if (drops.length === 0) return ''
  return ` ${table} refers to what the deploy drops behind it: ${listWords(drops)} ${drops.length === 1 ? 'has' : 'have'} to wait as long.`
}
