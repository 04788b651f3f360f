import type { Constraint, ObjectName } from '../operations/column.ts'
import { addConstraint } from './add-constraint.ts'
import { addIndex } from './add-index.ts'
import { constraintDifference } from './compare-constraints.ts'
import { changeTable } from './edit.ts'
import { constraintsOfType } from './find-parts.ts'
import { attachedTo, type IndexOrKey, indexesAndKeysOf, removePart } from './index-parts.ts'
import { findTable } from './lookup.ts'
import { partList } from './part-list.ts'
import { attachIndexesOf, freeIndexes, stopWaiting } from './partitioned-index.ts'
import type { SchemaState } from './schema-state.ts'

/** DETACH PARTITION: what the server had made for the partition, told with its parent until now, is the table's own. */
export function detachPartition(schema: SchemaState, parent: ObjectName, partition: ObjectName): SchemaState {
  const withIndexes = indexesAndKeysOf(findTable(schema, parent)).reduce((state, part) => {
    const isThere = attachedTo(state, parent, part.name ?? '').some(([{ name }]) => name === partition)
    return isThere || part.unattached?.includes(partition) === true ? state : withCopy(state, partition, part)
  }, schema)
  const table = findTable(schema, parent)
  const keys = table === undefined ? [] : constraintsOfType(table, 'foreign-key')
  const withKeys = keys.reduce((state, key) => addConstraint(state, partition, key), withIndexes)
  return freeIndexes(stopWaiting(withKeys, parent, partition), partition)
}

function withCopy(schema: SchemaState, table: ObjectName, part: IndexOrKey): SchemaState {
  const { name: _name, unattached: _waiting, attachedTo: _above, ...copy } = part
  return 'type' in copy ? addConstraint(schema, table, copy) : addIndex(schema, { ...copy, table })
}

/** ATTACH PARTITION: of what is as the parent's, only what somebody has named is told beside it. */
export function attachPartition(schema: SchemaState, parent: ObjectName, partition: ObjectName): SchemaState {
  const attached = attachIndexesOf(schema, parent, partition)
  const made = indexesAndKeysOf(findTable(attached, partition)).filter(
    part => part.attachedTo !== undefined && part.implicitName === true,
  )
  const withoutMade = made.reduce((state, part) => removePart(state, partition, part), attached)
  const table = findTable(schema, parent)
  const keys = table === undefined ? [] : constraintsOfType(table, 'foreign-key')
  const isParents = (constraint: Constraint): boolean =>
    keys.some(key => constraintDifference(key, constraint, schema.semantics) === undefined)
  return changeTable(withoutMade, partition, each => ({
    ...each,
    constraints: partList(each.constraints).without(each.constraints.filter(isParents)),
  }))
}
