import type { DataType } from '../../../operations/column.ts'
import { bytesIn } from './charsets.ts'

/** A TEXT type counts bytes: where characters get longer, the next one holds as many (MySQL 8.0 manual 15.1.9,
 * ALTER TABLE, Changing the Character Set; measured: MariaDB 10.11). A VARCHAR counts characters. */
export function typeInCharset(type: DataType, from: string | undefined, to: string): DataType {
  const charset = to.toLowerCase()
  if (charset === 'binary') return renamed(type, binaryNames)
  const grows = from !== undefined && bytesIn(charset) > bytesIn(from.toLowerCase())
  return grows ? renamed(type, nextTextType) : type
}

function renamed(type: DataType, names: ReadonlyMap<string, string>): DataType {
  const name = names.get(type.name)
  if (name === undefined) return type
  return { ...type, name, text: type.args.length > 0 ? `${name}(${type.args.join(',')})` : name }
}

const nextTextType: ReadonlyMap<string, string> = new Map([
  ['tinytext', 'text'],
  ['text', 'mediumtext'],
  ['mediumtext', 'longtext'],
])

/** Measured: MariaDB 10.11, CONVERT TO CHARACTER SET binary. */
const binaryNames: ReadonlyMap<string, string> = new Map([
  ['char', 'binary'],
  ['varchar', 'varbinary'],
  ['tinytext', 'tinyblob'],
  ['text', 'blob'],
  ['mediumtext', 'mediumblob'],
  ['longtext', 'longblob'],
])
