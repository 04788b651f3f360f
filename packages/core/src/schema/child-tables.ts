import type { ObjectName } from '../operations/column.ts'
import { type KeysOf, valuesBy } from './indexed-map.ts'
import { nameList } from './name-list.ts'
import { oncePer } from './once-per.ts'
import type { SchemaSemantics, SchemaState, Table } from './schema-state.ts'

/** Partitions of this table and the tables that inherit from it: its columns are theirs (PostgreSQL manual 5.11, 5.12). */
export function childTables({ tables, semantics }: SchemaState, parent: ObjectName): readonly Table[] {
  return valuesBy(tables, parentKeys(semantics), semantics.objectKey(parent))
}

export function partitionsOf(schema: SchemaState, parent: ObjectName): readonly Table[] {
  const { objectKey } = schema.semantics
  return childTables(schema, parent).filter(({ options }) => {
    const of = options['partition of']
    return of !== undefined && objectKey(of) === objectKey(parent)
  })
}

/** A partitioned table has no rows but those of its partitions (PostgreSQL manual 5.11), and all of these that the
 * migrations made were taken from it. */
export function hasNoPartitionLeft(
  schema: SchemaState,
  { name, options, partitionsWereDetached }: Table,
): boolean {
  return (
    partitionsWereDetached === true &&
    options['partition by'] !== undefined &&
    partitionsOf(schema, name).length === 0
  )
}

const parentKeys = oncePer(
  ({ objectKey }: SchemaSemantics): KeysOf<Table> =>
    table =>
      parentNames(table).map(objectKey),
)

export function parentNames({ options }: Table): readonly ObjectName[] {
  return [...nameList(options['partition of']), ...nameList(options.inherits)]
}
