import type { OperationOf } from '../../../operations/operation.ts'
import { findTable } from '../../../schema/lookup.ts'
import type { SchemaState } from '../../../schema/schema-state.ts'
import { type Cost, copy, inPlaceMetadata, instant, rebuild, sharedRebuild, unknownCost } from './cost.ts'
import type { Server } from './server.ts'

/** Options that only the data dictionary holds (MySQL 8.0 manual 17.12.1, Table Operations; measured: MariaDB
 * 10.11, INSTANT for each). */
const metadata = new Set(
  'comment stats_persistent stats_auto_recalc stats_sample_pages auto_increment avg_row_length max_rows min_rows keys'.split(
    ' ',
  ),
)

const rebuilds = new Set(['force', 'row_format', 'key_block_size'])

const copies = new Set([
  'encryption',
  'encrypted',
  'order by',
  'system_versioning',
  'tablespace',
  'page_compressed',
])

/** MySQL 8.0 manual 17.12.1, Table Operations; measured: fixtures/truth/mariadb.json#force, #engine-myisam. */
export function tableOptionCost(
  { table: name, option, value }: OperationOf<'set-table-option'>,
  before: SchemaState,
  server: Server,
): Cost {
  const cheapest = server.engine === 'mariadb' ? instant : inPlaceMetadata
  if (option === 'engine') {
    const engine = findTable(before, name)?.options.engine ?? 'InnoDB'
    return engine.toLowerCase() === value.toLowerCase() ? rebuild : copy
  }
  if (option === 'charset' || option === 'collate') return server.engine === 'mariadb' ? instant : rebuild
  if (metadata.has(option)) return cheapest
  if (rebuilds.has(option)) return rebuild
  return copies.has(option) ? copy : unknownCost
}

/** MySQL 8.0 manual 17.12.1, Partitioning Operations. */
const mysqlPartitions: Readonly<Record<string, Cost>> = {
  'partition-by': copy,
  remove: copy,
  add: sharedRebuild,
  drop: inPlaceMetadata,
  discard: inPlaceMetadata,
  import: inPlaceMetadata,
  truncate: inPlaceMetadata,
  coalesce: sharedRebuild,
  reorganize: sharedRebuild,
  exchange: inPlaceMetadata,
  rebuild: sharedRebuild,
  optimize: sharedRebuild,
}

/** MariaDB refuses ALGORITHM= on most of these (measured: fixtures/truth/mariadb.json#drop-partition, …). */
const withoutClause = { algorithm: null, lockClause: null } as const
const mariadbPartitions: Readonly<Record<string, Cost>> = {
  'partition-by': copy,
  remove: copy,
  drop: { ...withoutClause, rewrite: false, scan: false },
  truncate: { ...withoutClause, rewrite: false, scan: false },
  coalesce: { ...withoutClause, rewrite: true, scan: true },
  reorganize: { ...withoutClause, rewrite: true, scan: true },
  // The files are swapped; rows are read to see that they belong into the partition.
  exchange: { ...withoutClause, rewrite: false, scan: true },
}

export function partitionCost({ action }: OperationOf<'change-partitions'>, server: Server): Cost {
  const table = server.engine === 'mariadb' ? mariadbPartitions : mysqlPartitions
  return table[action] ?? unknownCost
}
