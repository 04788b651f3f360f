import type { Column, DataType, Index } from '../../../operations/column.ts'
import type { Table } from '../../../schema/schema-state.ts'
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
 * index (3152). MariaDB takes a prefix of its own for a plain index and a hash for a unique one, and refuses a primary
 * key alone (measured: MariaDB 10.11, errors 1170 and 1071).
 */
export function refusedIndex(
  { parts }: Pick<Index, 'parts'>,
  table: Table,
  isPrimary: boolean,
  engine: Engine,
): string | undefined {
  if (parts.length > mostParts[engine]) return `a key takes ${mostParts[engine]} columns at most`
  if (indexesOf(table) > mostIndexes) return `a table takes ${mostIndexes} keys at most`
  const format = table.options.row_format?.toLowerCase() ?? ''
  const isOld = /^(?:compact|redundant)$/.test(format) && /^(?:innodb)?$/i.test(table.options.engine ?? '')
  const longestColumn = isOld ? longestOldColumn : longestKey
  const shortens = engine === 'mariadb' && !isPrimary
  if (shortens && longestColumn === longestKey) return undefined
  let bytes = 0
  const types: DataType[] = []
  for (const { column, length } of parts) {
    const known = [...table.columns.values()].find(({ name }) => name.toLowerCase() === column?.toLowerCase())
    if (known?.type === undefined) continue
    if (/json$/.test(known.type.name) && engine === 'mysql')
      return `${known.name} is JSON, which takes no index of its own`
    if (isLong(known.type) && length === undefined && !shortens)
      return `${known.name} is ${known.type.text} and has no prefix length`
    const own = keyBytes(known.type, length, table.options.charset)
    if (own > longestColumn && longestColumn !== longestKey)
      return `it takes ${own} bytes of ${known.name}, and ${longestColumn} is the limit of ROW_FORMAT ${format.toUpperCase()}`
    bytes += own
    types.push(known.type)
  }
  return bytes > longestKey
    ? `the key takes ${bytes} bytes${inWhich(types, table.options.charset)}, and ${longestKey} is the limit`
    : undefined
}

function indexesOf({ indexes, constraints }: Table): number {
  return indexes.length + constraints.filter(({ type }) => type === 'primary-key' || type === 'unique').length
}

export function refusedRow(columns: readonly Column[], charset: string | undefined): string | undefined {
  if (columns.length > mostColumns) return `a table takes ${mostColumns} columns at most`
  const bytes = columns.reduce((sum, { type }) => sum + (type === undefined ? 0 : rowBytes(type, charset)), 0)
  const types = columns.flatMap(({ type }) => type ?? [])
  return bytes > longestRow
    ? `a row takes up to ${bytes} bytes${inWhich(types, charset)}, and ${longestRow} is the limit`
    : undefined
}

/** Where no script says the character set, the server's own default decides. */
function inWhich(types: readonly DataType[], charset: string | undefined): string {
  const isAssumed = charset === undefined && types.some(type => isText(type) && charsetOf(type) === undefined)
  return isAssumed ? ` in ${assumedCharset}, which is the server's default unless it is set up otherwise` : ''
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
  return /binary$|blob$/.test(type.name) ? (length ?? type.args[0] ?? 0) : 0
}

/** Only what can fill a row: a TEXT or BLOB lies outside of it. */
function rowBytes(type: DataType, charset: string | undefined): number {
  const [length = 0] = type.args
  if (isText(type)) return length * characterBytes(type, charset)
  return /binary$/.test(type.name) ? length : 0
}
