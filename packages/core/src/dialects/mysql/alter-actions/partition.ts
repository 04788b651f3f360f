import type { Operation, OperationOf } from '../../../operations/operation.ts'
import { readPartitionBy, readPartitionDefinitions } from '../elements/partitions.ts'
import type { TokenCursor } from '../token-cursor.ts'
import type { AlteredTable } from './altered-table.ts'

/** Actions on partitions, none of which starts like an action on a column; undefined where none stands. */
export function readPartitionAction(
  cursor: TokenCursor,
  { table }: AlteredTable,
): readonly Operation[] | undefined {
  const change = (action: string, partitions: readonly string[]): readonly Operation[] => [
    { kind: 'change-partitions', table, action, partitions },
  ]
  if (cursor.isAt('PARTITION', 'BY')) {
    const { scheme, names } = readPartitionBy(cursor)
    return [{ kind: 'change-partitions', table, action: 'partition-by', partitions: names, scheme }]
  }
  if (cursor.take('REORGANIZE', 'PARTITION')) return [{ ...readReorganize(cursor), table }]
  if (cursor.take('REMOVE', 'PARTITIONING')) return change('remove', [])
  if (cursor.take('UPGRADE', 'PARTITIONING')) return change('upgrade', [])
  if (cursor.take('CONVERT', 'TABLE')) return change('attach-table', readConvertedTable(cursor))
  if (!cursor.isWord(1, 'PARTITION')) return undefined
  const action = cursor.takeOneOf(...partitionActions)
  if (action === undefined) return undefined
  cursor.expect('PARTITION')
  const partitions = readActionBody(cursor, action)
  // DISCARD … TABLESPACE deletes the files of the partitions (MySQL 8.0 manual 17.6.1.3).
  return change(action === 'DISCARD' ? 'truncate' : action.toLowerCase(), partitions)
}

const partitionActions = [
  'ADD',
  'DROP',
  'TRUNCATE',
  'COALESCE',
  'EXCHANGE',
  'ANALYZE',
  'CHECK',
  'OPTIMIZE',
  'REBUILD',
  'REPAIR',
  'DISCARD',
  'IMPORT',
  'CONVERT',
]

/** Gives the partitions that the action names. */
function readActionBody(cursor: TokenCursor, action: string): readonly string[] {
  cursor.takeOneOf('NO_WRITE_TO_BINLOG', 'LOCAL')
  switch (action) {
    case 'ADD':
      return readAdd(cursor)
    case 'COALESCE':
      cursor.number()
      return []
    case 'EXCHANGE':
      return readExchange(cursor)
    case 'CONVERT':
      return readConvert(cursor)
    default:
      return readPlain(cursor, action)
  }
}

function readAdd(cursor: TokenCursor): readonly string[] {
  cursor.take('IF', 'NOT', 'EXISTS')
  if (cursor.take('PARTITIONS')) {
    cursor.number()
    return []
  }
  return readPartitionDefinitions(cursor)
}

function readReorganize(cursor: TokenCursor): Omit<OperationOf<'change-partitions'>, 'table'> {
  const what = { kind: 'change-partitions', action: 'reorganize' } as const
  cursor.takeOneOf('NO_WRITE_TO_BINLOG', 'LOCAL')
  if (cursor.atEnd) return { ...what, partitions: [] }
  const partitions = cursor.separated(item => item.identifier())
  cursor.expect('INTO')
  return { ...what, partitions, into: readPartitionDefinitions(cursor) }
}

function readExchange(cursor: TokenCursor): readonly string[] {
  const name = cursor.identifier()
  cursor.expect('WITH', 'TABLE')
  cursor.objectName()
  if (!cursor.take('WITH', 'VALIDATION')) cursor.take('WITHOUT', 'VALIDATION')
  return [name]
}

/** MariaDB 10.7: `CONVERT PARTITION p TO TABLE t` */
function readConvert(cursor: TokenCursor): readonly string[] {
  const name = cursor.identifier()
  cursor.expect('TO', 'TABLE')
  cursor.objectName()
  return [name]
}

/** MariaDB 10.7: `CONVERT TABLE t TO PARTITION p VALUES …` */
function readConvertedTable(cursor: TokenCursor): readonly string[] {
  cursor.objectName()
  cursor.expect('TO', 'PARTITION')
  const name = cursor.identifier()
  cursor.rest()
  return [name]
}

function readPlain(cursor: TokenCursor, action: string): readonly string[] {
  if (action === 'DROP') cursor.take('IF', 'EXISTS')
  const names = cursor.take('ALL') ? [] : cursor.separated(item => item.identifier())
  if (action === 'DISCARD' || action === 'IMPORT') cursor.expect('TABLESPACE')
  else if (action === 'CHECK' || action === 'REPAIR') while (cursor.takeOneOf(...checkOptions));
  return names
}

const checkOptions = ['QUICK', 'FAST', 'MEDIUM', 'EXTENDED', 'CHANGED', 'USE_FRM', 'FOR', 'UPGRADE']
