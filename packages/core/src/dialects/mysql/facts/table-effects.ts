import type { DataType } from '../../../operations/column.ts'
import type { OperationOf } from '../../../operations/operation.ts'
import { columnsOf, findTable } from '../../../schema/lookup.ts'
import type { SchemaState } from '../../../schema/schema-state.ts'
import { charsetKeepsBytes, charsetOf } from './charsets.ts'
import { hasFulltext } from './column-effects.ts'
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
  const table = findTable(before, name)
  // Measured: MySQL 9.7, #force-fulltext-table.
  const renewed = server.engine === 'mysql' && table !== undefined && hasFulltext(table) ? copy : rebuild
  if (option === 'engine') {
    return (table?.options.engine ?? 'InnoDB').toLowerCase() === value.toLowerCase() ? renewed : copy
  }
  // The default of columns to come (measured: MySQL 9.7, #default-charset).
  if (option === 'charset' || option === 'collate') return cheapest
  if (option === 'encryption' && isOff(value) && isOff(table?.options.encryption ?? 'n')) return cheapest
  if (metadata.has(option)) return cheapest
  if (rebuilds.has(option)) return renewed
  return copies.has(option) ? copy : unknownCost
}

function isOff(encryption: string): boolean {
  return encryption.replaceAll("'", '').toLowerCase() === 'n'
}

/** Where no text column is indexed, utf8mb3 becomes utf8mb4 without a row being touched (MySQL 8.0 manual 15.1.9;
 * measured: MySQL 9.7, #convert-charset-utf8mb3, #convert-collation, #convert-charset-latin1-utf8mb4). */
export function convertCharsetCost(
  { table: name, charset, collation }: OperationOf<'convert-charset'>,
  before: SchemaState,
  server: Server,
): Cost {
  const table = findTable(before, name)
  if (server.engine !== 'mysql' || !server.changesCharsetInPlace) return copy
  if (table === undefined || !table.complete || collation !== undefined) return copy
  const tableCharset = table.options.charset ?? table.options.collate?.split('_')[0]
  const texts = [...table.columns.values()].filter(({ type }) => type !== undefined && isText(type))
  const keepBytes = texts.every(({ type }) => {
    const from = (type && charsetOf(type)) ?? tableCharset
    return from !== undefined && from !== charset && charsetKeepsBytes(charset, from)
  })
  const indexed = new Set(
    [
      ...table.indexes.flatMap(({ parts }) => parts.map(({ column }) => column)),
      ...table.constraints.flatMap(columnsOf),
    ].map(column => before.semantics.columnKey(column ?? '')),
  )
  const isFree =
    keepBytes && texts.every(({ name: column }) => !indexed.has(before.semantics.columnKey(column)))
  if (!isFree) return copy
  return server.convertsWithoutRebuild ? inPlaceMetadata : rebuild
}

function isText({ name }: DataType): boolean {
  return /char|text|^enum$|^set$/.test(name)
}

/** MySQL 8.0 manual 17.12.1, Partitioning Operations; measured: MySQL 9.7, #drop-partition, #add-partition, …. */
const mysqlPartitions: Readonly<Record<string, Cost>> = {
  'partition-by': copy,
  remove: copy,
  add: sharedRebuild,
  drop: inPlaceMetadata,
  discard: inPlaceMetadata,
  import: inPlaceMetadata,
  // Measured: these two take ALGORITHM=INSTANT; the manual has them in place.
  truncate: instant,
  exchange: instant,
  coalesce: sharedRebuild,
  reorganize: sharedRebuild,
  rebuild: sharedRebuild,
  optimize: sharedRebuild,
}

/** MariaDB refuses ALGORITHM= on most of these (measured: fixtures/truth/mariadb.json#drop-partition, …). */
const withoutClause = { algorithm: null, lockClause: null } as const
const withoutRewrite: Cost = { ...withoutClause, rewrite: false, scan: false }
/** Measured on 10.11 while the rows of a large table are moved: reads get through, an INSERT waits. */
const movesRows: Cost = { ...withoutClause, rewrite: true, scan: true, blocksWrites: true }
const mariadbPartitions: Readonly<Record<string, Cost>> = {
  'partition-by': copy,
  remove: copy,
  add: movesRows,
  drop: withoutRewrite,
  truncate: withoutRewrite,
  coalesce: movesRows,
  reorganize: movesRows,
  rebuild: movesRows,
  // Measured: it builds the whole table anew, "does not support optimize on partitions", while writes go on.
  optimize: { ...withoutClause, rewrite: true, scan: true, blocksWrites: false },
  // The files are swapped; rows are read to see that they belong into the partition.
  exchange: { ...withoutClause, rewrite: false, scan: true },
}

/** MySQL 5.7 takes neither clause on what changes the partitioning (measured: #drop-partition, #add-partition,
 * #reorganize-partition, #coalesce-partition). */
const oldMysqlPartitions: Readonly<Record<string, Cost>> = {
  ...mysqlPartitions,
  add: { ...withoutClause, rewrite: true, scan: true },
  drop: withoutRewrite,
  coalesce: { ...withoutClause, rewrite: true, scan: true },
  reorganize: { ...withoutClause, rewrite: true, scan: true },
}

export function partitionCost(
  { action, table: name, partitions }: OperationOf<'change-partitions'>,
  before: SchemaState,
  server: Server,
): Cost {
  // A new range takes no rows from the others (measured: MySQL 9.7, #add-partition).
  const scheme = findTable(before, name)?.options['partition by']
  // ADD PARTITION PARTITIONS n is for HASH and KEY alone.
  if (action === 'add' && scheme === undefined && partitions.length > 0) return unknownCost
  const addsRange = action === 'add' && /^(?:range|list)/i.test(scheme ?? '')
  if (server.engine === 'mariadb') {
    return addsRange ? withoutRewrite : (mariadbPartitions[action] ?? unknownCost)
  }
  if (!server.altersPartitionsInPlace) {
    return addsRange ? withoutRewrite : (oldMysqlPartitions[action] ?? unknownCost)
  }
  return addsRange ? inPlaceMetadata : (mysqlPartitions[action] ?? unknownCost)
}
