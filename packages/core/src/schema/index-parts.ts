import type { Constraint, Index, ObjectName } from '../operations/column.ts'
import { partitionsOf } from './child-tables.ts'
import { constraintDifference } from './compare-constraints.ts'
import { indexDifference } from './compare-indexes.ts'
import { changeTable } from './edit.ts'
import { constraintsNamed, constraintsOfType, indexesNamed, nameKey } from './find-parts.ts'
import { backingConstraint, findIndex } from './lookup.ts'
import { partList } from './part-list.ts'
import type { SchemaSemantics, SchemaState, Table } from './schema-state.ts'

export type Key = Constraint & { readonly type: 'primary-key' | 'unique' }

/** An index, or a key, which is one as well. */
export type IndexOrKey = Index | Key

/** Where it stands among the indexes of a partitioned table. */
export type Place = Pick<Index, 'unattached' | 'attachedTo'>

export function indexesAndKeysOf(table: Table | undefined): readonly IndexOrKey[] {
  if (table === undefined) return []
  return [...table.indexes, ...constraintsOfType(table, 'primary-key'), ...constraintsOfType(table, 'unique')]
}

export function indexOrKeyNamed(
  table: Table | undefined,
  name: string,
  semantics: SchemaSemantics,
): IndexOrKey | undefined {
  if (table === undefined) return undefined
  const index = findIndex(table, name, semantics)
  if (index !== undefined) return index
  const key = backingConstraint(table, name, semantics)
  return key !== undefined && isKey(key) ? key : undefined
}

/** One of the partition's that may be attached to the parent's, and is not yet. */
export function freeAlike(
  partition: Table,
  wanted: IndexOrKey,
  semantics: SchemaSemantics,
): IndexOrKey | undefined {
  return indexesAndKeysOf(partition).find(each => {
    if (each.attachedTo !== undefined) return false
    const like: IndexOrKey = placed(each, wanted)
    if ('type' in wanted) return 'type' in like && constraintDifference(wanted, like, semantics) === undefined
    return !('type' in like) && indexDifference(wanted, like, semantics) === undefined
  })
}

/** What is attached to an index of this table, with the partition that has it. */
export function attachedTo(
  schema: SchemaState,
  table: ObjectName,
  name: string,
): readonly (readonly [Table, IndexOrKey])[] {
  const key = nameKey(name, schema.semantics)
  return partitionsOf(schema, table).flatMap(partition =>
    indexesAndKeysOf(partition)
      .filter(each => each.attachedTo !== undefined && nameKey(each.attachedTo, schema.semantics) === key)
      .map(each => [partition, each] as const),
  )
}

export function changePlace(
  schema: SchemaState,
  table: ObjectName,
  part: IndexOrKey,
  place: Place,
): SchemaState {
  return replacePart(schema, table, part, place)
}

export function removePart(schema: SchemaState, table: ObjectName, part: IndexOrKey): SchemaState {
  return replacePart(schema, table, part, undefined)
}

function replacePart(
  schema: SchemaState,
  tableName: ObjectName,
  part: IndexOrKey,
  place: Place | undefined,
): SchemaState {
  const name = part.name ?? ''
  return changeTable(schema, tableName, table => {
    if (!('type' in part)) {
      const found = indexesNamed(table, name, schema.semantics)
      const changed = (index: Index): Index | undefined => place && placed(index, place)
      return { ...table, indexes: partList(table.indexes).replaced(found, changed) }
    }
    const found = constraintsNamed(table, name, schema.semantics).filter(isKey)
    const changed = (each: Constraint): Constraint | undefined =>
      isKey(each) ? place && placed(each, place) : each
    return { ...table, constraints: partList(table.constraints).replaced(found, changed) }
  })
}

function placed<Part extends Place>(part: Part, { unattached, attachedTo: above }: Place): Part {
  const { unattached: _waiting, attachedTo: _above, ...rest } = part
  return {
    ...(rest as Part),
    ...(unattached === undefined ? {} : { unattached }),
    ...(above === undefined ? {} : { attachedTo: above }),
  }
}

function isKey(constraint: Constraint): constraint is Key {
  return constraint.type === 'primary-key' || constraint.type === 'unique'
}
