import type { Constraint, ObjectName } from '../../../operations/column.ts'
import { nameParts } from '../../../operations/names.ts'
import { childTables } from '../../../schema/child-tables.ts'
import { constraintsOfType } from '../../../schema/find-parts.ts'
import { findTable } from '../../../schema/lookup.ts'
import { referencesTo } from '../../../schema/references.ts'
import type { SchemaState, Table } from '../../../schema/schema-state.ts'
import type { Effect } from '../../dialect.ts'
import { effect, type LockMode, type Work } from './lock.ts'

type ForeignKey = Extract<Constraint, { type: 'foreign-key' }>

/** All levels down. */
export function partitionsOf(before: SchemaState, table: ObjectName): readonly ObjectName[] {
  const found: ObjectName[] = []
  const waiting = [table]
  while (waiting.length > 0) {
    for (const { name, options } of childTables(before, waiting.pop() ?? '')) {
      if (options['partition of'] === undefined || found.includes(name)) continue
      found.push(name)
      waiting.push(name)
    }
  }
  return found
}

export function partitionParent(before: SchemaState, table: ObjectName): ObjectName | undefined {
  return findTable(before, table)?.options['partition of']
}

export function defaultPartition(before: SchemaState, parent: ObjectName): ObjectName | undefined {
  return partitionsOf(before, parent).find(
    name => findTable(before, name)?.options['partition bound'] === 'DEFAULT',
  )
}

/** The same lock on a table and its partitions; the work is done where the rows are. */
export function onTableAndPartitions(
  before: SchemaState,
  table: ObjectName,
  lock: LockMode,
  work: Work = {},
): readonly Effect[] {
  const partitions = partitionsOf(before, table)
  if (partitions.length === 0) return [effect(table, lock, work)]
  return [effect(table, lock), ...partitions.map(partition => effect(partition, lock, work))]
}

export function foreignKeysOf(table: Table | undefined): readonly ForeignKey[] {
  return table === undefined ? [] : constraintsOfType(table, 'foreign-key')
}

/** The tables that this one's foreign keys point at, without itself. */
export function parentsOf(
  before: SchemaState,
  table: ObjectName,
  which: (key: ForeignKey) => boolean = () => true,
): readonly ObjectName[] {
  const keys = foreignKeysOf(findTable(before, table)).filter(which)
  return others(
    before,
    table,
    keys.map(key => key.references.table),
  )
}

/** The tables whose foreign keys point at this one, without itself. */
export function childrenOf(
  before: SchemaState,
  table: ObjectName,
  which: (key: ForeignKey) => boolean = () => true,
): readonly ObjectName[] {
  const keys = referencesTo(before, table).filter(({ foreignKey }) => which(foreignKey))
  return others(
    before,
    table,
    keys.map(key => key.table.name),
  )
}

function others(before: SchemaState, table: ObjectName, names: readonly ObjectName[]): readonly ObjectName[] {
  const { objectKey } = before.semantics
  return [...new Set(names)].filter(name => objectKey(name) !== objectKey(table))
}

export function tablesInSchema(before: SchemaState, schema: string): readonly ObjectName[] {
  return [...before.tables.values()]
    .map(({ name }) => name)
    .filter(name => {
      const parts = nameParts(name)
      return parts.length === 1 ? schema === 'public' : parts[0] === schema
    })
}

/** The tables with a column of this type, a domain's arrays too. */
export function tablesWithType(before: SchemaState, type: ObjectName): readonly ObjectName[] {
  return [...before.tables.values()]
    .filter(table => [...table.columns.values()].some(column => column.type?.name === type))
    .map(({ name }) => name)
}
