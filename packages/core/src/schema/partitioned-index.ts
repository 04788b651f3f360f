import type { ObjectName } from '../operations/column.ts'
import { bareName } from '../operations/names.ts'
import { partitionsOf } from './child-tables.ts'
import {
  attachedTo,
  changePlace,
  freeAlike,
  type IndexOrKey,
  indexesAndKeysOf,
  indexOrKeyNamed,
  type Place,
  removePart,
} from './index-parts.ts'
import { isValid } from './is-valid.ts'
import { findTable, tableOfIndex } from './lookup.ts'
import type { SchemaState } from './schema-state.ts'

/** What ON ONLY the parent leaves: an index that waits for those of the partitions, if there are any (measured:
 * PostgreSQL 15, pg_index.indisvalid). */
export function waitsFor(schema: SchemaState, table: ObjectName): Place {
  const unattached = partitionsOf(schema, table).map(({ name }) => name)
  return unattached.length === 0 ? {} : { unattached }
}

/** ALTER INDEX name ATTACH PARTITION partition. */
export function attachIndex(schema: SchemaState, name: string, partition: string): SchemaState {
  const [parent, child] = [tableOfIndex(schema, name), tableOfIndex(schema, partition)]
  const part = indexOrKeyNamed(child, partition, schema.semantics)
  return parent === undefined || child === undefined || part === undefined
    ? schema
    : attach(schema, { parent: parent.name, name, child: child.name, part })
}

interface Attached {
  readonly parent: ObjectName
  readonly name: string
  readonly child: ObjectName
  readonly part: IndexOrKey
}

function attach(schema: SchemaState, { parent, name, child, part }: Attached): SchemaState {
  const attached = changePlace(schema, child, part, { ...part, attachedTo: bareName(name) })
  return isValid(part) ? withOneMore(attached, parent, name, child) : attached
}

/** A partition has a valid index attached: the last one makes the parent's valid, which may be attached itself. */
function withOneMore(
  schema: SchemaState,
  tableName: ObjectName,
  name: string,
  partition: ObjectName,
): SchemaState {
  const table = findTable(schema, tableName)
  const part = indexOrKeyNamed(table, name, schema.semantics)
  if (part?.unattached === undefined) return schema
  const left = without(part.unattached, partition, schema)
  if (left.length > 0) return changePlace(schema, tableName, part, { ...part, unattached: left })
  const { attachedTo: above } = part
  const valid = changePlace(schema, tableName, part, above === undefined ? {} : { attachedTo: above })
  const parent = table?.options['partition of']
  return above === undefined || parent === undefined ? valid : withOneMore(valid, parent, above, tableName)
}

/** A new index or key of a partitioned table, the last in `added`, takes one of each partition that is alike; one that the
 * server makes where there is none is told by the parent's alone. */
export function withAlike(before: SchemaState, added: SchemaState, table: ObjectName): SchemaState {
  const partitions = partitionsOf(added, table)
  if (partitions.length === 0) return added
  const old = new Set(indexesAndKeysOf(findTable(before, table)))
  const name = indexesAndKeysOf(findTable(added, table)).find(part => !old.has(part))?.name
  return name === undefined
    ? added
    : partitions.reduce((state, partition) => takeAlike(state, table, name, partition.name), added)
}

/** ATTACH PARTITION: the parent's indexes take those of the partition that are alike. */
export function attachIndexesOf(schema: SchemaState, parent: ObjectName, partition: ObjectName): SchemaState {
  const names = indexesAndKeysOf(findTable(schema, parent)).flatMap(({ name }) => name ?? [])
  return names.reduce((state, name) => takeAlike(state, parent, name, partition), schema)
}

function takeAlike(schema: SchemaState, parent: ObjectName, name: string, child: ObjectName): SchemaState {
  const made = indexOrKeyNamed(findTable(schema, parent), name, schema.semantics)
  const partition = findTable(schema, child)
  const part = made && partition && freeAlike(partition, made, schema.semantics)
  if (made === undefined || part === undefined) return schema
  if (isValid(part)) return changePlace(schema, child, part, { attachedTo: bareName(name) })
  const waiting = changePlace(schema, parent, made, {
    ...made,
    unattached: [...(made.unattached ?? []), child],
  })
  return changePlace(waiting, child, part, { ...part, attachedTo: bareName(name) })
}

/** DETACH PARTITION or DROP TABLE: the parent's indexes do not wait for the partition any more. That alone makes none
 * valid (measured: PostgreSQL 15). */
export function stopWaiting(schema: SchemaState, parent: ObjectName, partition: ObjectName): SchemaState {
  return indexesAndKeysOf(findTable(schema, parent)).reduce((state, part) => {
    if (part.unattached === undefined) return state
    const unattached = without(part.unattached, partition, schema)
    return changePlace(state, parent, part, { ...part, unattached })
  }, schema)
}

/** A partition has another name. */
export function waitUnderName(
  schema: SchemaState,
  parent: ObjectName,
  { from, to }: { readonly from: ObjectName; readonly to: ObjectName },
): SchemaState {
  const { objectKey } = schema.semantics
  return indexesAndKeysOf(findTable(schema, parent)).reduce((state, part) => {
    if (part.unattached === undefined) return state
    const unattached = part.unattached.map(name => (objectKey(name) === objectKey(from) ? to : name))
    return changePlace(state, parent, part, { ...part, unattached })
  }, schema)
}

/** A partition that was detached has its indexes for itself. */
export function freeIndexes(schema: SchemaState, partition: ObjectName): SchemaState {
  return indexesAndKeysOf(findTable(schema, partition)).reduce((state, part) => {
    const { attachedTo: above, unattached } = part
    if (above === undefined) return state
    return changePlace(state, partition, part, unattached === undefined ? {} : { unattached })
  }, schema)
}

/** An index goes with all that are attached to it (PostgreSQL manual, DROP INDEX). */
export function dropAttached(schema: SchemaState, table: ObjectName, name: string): SchemaState {
  return attachedTo(schema, table, name).reduce(
    (state, [partition, part]) =>
      dropAttached(removePart(state, partition.name, part), partition.name, part.name ?? ''),
    schema,
  )
}

export function renameAttached(
  schema: SchemaState,
  table: ObjectName,
  { from, to }: { readonly from: string; readonly to: string },
): SchemaState {
  return attachedTo(schema, table, from).reduce(
    (state, [partition, part]) =>
      changePlace(state, partition.name, part, { ...part, attachedTo: bareName(to) }),
    schema,
  )
}

function without(
  names: readonly ObjectName[],
  gone: ObjectName,
  { semantics }: SchemaState,
): readonly ObjectName[] {
  return names.filter(name => semantics.objectKey(name) !== semantics.objectKey(gone))
}
