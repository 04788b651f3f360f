import type { Column, DataType, Index } from '../../../operations/column.ts'
import type { Table } from '../../../schema/schema-state.ts'
import type { SizeRefusal } from '../../dialect.ts'
import type { Engine } from '../grammar.ts'
import { assumedCharset, bytesIn, charsetOf } from './charsets.ts'

/** MySQL 8.4 manual, InnoDB Limits (row formats DYNAMIC and COMPRESSED); measured: MariaDB 10.11, error 1071. */
const longestKey = 3072
/** Of each column, in the row formats of before (MySQL 8.4 manual, InnoDB Limits); measured: MariaDB 10.11, error 1709. */
const longestOldColumn = 767
/** MySQL 8.4 manual, Limits on Table Column Count and Row Size; measured: MariaDB 10.11, error 1118. */
const longestRow = 65_535
/** MySQL 8.4 manual, InnoDB Limits; measured: MariaDB 10.11, errno 185. */
const mostColumns = 1017
/** MySQL 8.4 manual, InnoDB Limits; measured: MariaDB 10.11, error 1069. */
const mostIndexes = 64
/** MySQL 8.4 manual, InnoDB Limits; measured: MariaDB 10.11, error 1070. */
const mostParts = { mysql: 16, mariadb: 32 } as const

/**
 * MySQL 8.4 manual, CREATE INDEX, Column Prefix Key Parts: a TEXT or BLOB needs a prefix (error 1170), JSON takes no
 * index (3152). MariaDB takes a prefix of its own for a plain index of one column and a hash for a unique one, and refuses
 * a primary key and a plain index of several columns (measured: MariaDB 10.11, errors 1170 and 1071).
 */
export function refusedIndex(
  { parts, unique }: Pick<Index, 'parts' | 'unique'>,
  table: Table,
  isPrimary: boolean,
  engine: Engine,
): SizeRefusal | undefined {
  if (parts.length > mostParts[engine]) return { reason: `a key takes ${mostParts[engine]} columns at most` }
  if (indexesOf(table) > mostIndexes) return { reason: `a table takes ${mostIndexes} keys at most` }
  const format = table.options.row_format?.toLowerCase() ?? ''
  const isOld = /^(?:compact|redundant)$/.test(format) && /^(?:innodb)?$/i.test(table.options.engine ?? '')
  const longestColumn = isOld ? longestOldColumn : longestKey
  const shortens = engine === 'mariadb' && !isPrimary && (unique || parts.length === 1)
  if (shortens && longestColumn === longestKey) return undefined
  let bytes = 0
  const types: DataType[] = []
  for (const { column, length } of parts) {
    const known = [...table.columns.values()].find(({ name }) => name.toLowerCase() === column?.toLowerCase())
    if (known?.type === undefined) continue
    if (/json$/.test(known.type.name) && engine === 'mysql')
      return { reason: `${known.name} is JSON, which takes no index of its own` }
    if (isLong(known.type) && length === undefined && !shortens)
      return { reason: `${known.name} is ${known.type.text} and has no prefix length` }
    const own = keyBytes(known.type, length, table.options.charset)
    if (own > longestColumn && longestColumn !== longestKey)
      return {
        reason: `it takes ${own} bytes of ${known.name}, and ${longestColumn} is the limit of ROW_FORMAT ${format.toUpperCase()}`,
        ...inWhich([known.type], table.options.charset),
      }
    bytes += own
    types.push(known.type)
  }
  return bytes > longestKey
    ? {
        reason: `the key takes ${bytes} bytes, and ${longestKey} is the limit`,
        ...inWhich(types, table.options.charset),
      }
    : undefined
}

function indexesOf({ indexes, constraints }: Table): number {
  return indexes.length + constraints.filter(({ type }) => type === 'primary-key' || type === 'unique').length
}

export function refusedRow(columns: readonly Column[], charset: string | undefined): SizeRefusal | undefined {
  if (columns.length > mostColumns) return { reason: `a table takes ${mostColumns} columns at most` }
  const nullable = columns.filter(column => column.nullable).length
  const bytes = columns.reduce(
    (sum, { type }) => sum + (type === undefined ? 0 : rowBytes(type, charset)),
    Math.ceil(nullable / 8),
  )
  const types = columns.flatMap(({ type }) => type ?? [])
  return bytes > longestRow
    ? {
        reason: `a row takes up to ${bytes} bytes, and ${longestRow} is the limit`,
        ...inWhich(types, charset),
      }
    : undefined
}

/** Where no script says the character set, the server's own default decides. */
function inWhich(types: readonly DataType[], charset: string | undefined): Pick<SizeRefusal, 'ifCharset'> {
  const isAssumed =
    charset === undefined &&
    types.some(type => (isText(type) || type.name.endsWith('text')) && charsetOf(type) === undefined)
  return isAssumed ? { ifCharset: assumedCharset } : {}
}

function isLong({ name }: DataType): boolean {
  return /^(?:tiny|medium|long)?(?:text|blob)$/.test(name)
}

function isText({ name }: DataType): boolean {
  return name === 'varchar' || name === 'char'
}

function characterBytes(type: DataType, charset: string | undefined): number {
  return bytesIn(charsetOf(type) ?? charset ?? assumedCharset)
}

function keyBytes(type: DataType, length: number | undefined, charset: string | undefined): number {
  if (isText(type) || (isLong(type) && type.name.endsWith('text'))) {
    return (
      Math.min(length ?? Number.POSITIVE_INFINITY, type.args[0] ?? length ?? 0) *
      characterBytes(type, charset)
    )
  }
  return /binary$|blob$/.test(type.name) ? (length ?? type.args[0] ?? 0) : fixedBytes(type)
}

const bytesOfType: ReadonlyMap<string, number> = new Map(Object.entries({
  tinyint: 1, boolean: 1, bool: 1, smallint: 2, mediumint: 3, int: 4, integer: 4, bigint: 8, float: 4, double: 8, year: 1,
  date: 3, time: 3, timestamp: 4, datetime: 5, uuid: 16, enum: 1,
})) // biome-ignore format: a table

/** Measured: MariaDB 10.11, how long a text may be beside a column of the type in a primary key. */
function fixedBytes({ name, args: [digits = 0] }: DataType): number {
  const isTime = name === 'time' || name === 'timestamp' || name === 'datetime'
  return (bytesOfType.get(name) ?? 0) + (isTime ? Math.ceil(digits / 2) : 0)
}

/** Only what can fill a row: a TEXT or BLOB lies outside of it. */
function rowBytes(type: DataType, charset: string | undefined): number {
  const [length = 0] = type.args
  if (!isText(type) && !/binary$/.test(type.name)) return 0
  const bytes = isText(type) ? length * characterBytes(type, charset) : length
  // Measured: MariaDB 10.11, 65532 bytes and no more in a column that may be NULL.
  return type.name.startsWith('var') ? bytes + (bytes > 255 ? 2 : 1) : bytes
}
