import type { ObjectName } from '../../../operations/column.ts'
import { tableName } from '../tree/names.ts'
import { nodesOfKind, objectsIn } from '../tree/walk.ts'

/** The tables that stand anywhere in a query, in order of their names; its own WITH names are none. */
export function tablesRead(query: unknown): readonly ObjectName[] {
  const ownNames = new Set<string>()
  for (const { ctename } of nodesOfKind(query, 'CommonTableExpr')) if (ctename) ownNames.add(ctename)
  const names = new Set<ObjectName>()
  for (const relation of nodesOfKind(query, 'RangeVar')) {
    if (relation.schemaname || !ownNames.has(relation.relname ?? '')) names.add(tableName(relation))
  }
  return [...names].sort()
}

/** Relations that a statement keeps without a node around them (INSERT's, a view's, a trigger's) have a
 * `relation` of their own, so that this finds what a definition mentions. */
export function tablesMentioned(part: unknown): readonly ObjectName[] {
  const names = new Set(tablesRead(part))
  for (const { relation } of objectsIn(part)) {
    if (typeof relation === 'object' && relation !== null && 'relname' in relation) {
      const { relname } = relation
      const schemaname = 'schemaname' in relation ? relation.schemaname : undefined
      if (typeof relname === 'string')
        names.add(tableName({ relname, ...(typeof schemaname === 'string' && { schemaname }) }))
    }
  }
  return [...names].sort()
}
