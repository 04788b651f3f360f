import type { DataType } from '../../../operations/column.ts'
import type { TokenCursor } from '../token-cursor.ts'
import { bytesInsteadOfText, canonicalType, isTypeName } from './type-names.ts'

/** A column's type with its character set, as far as they stand together; COLLATE may come later. */
export function readDataType(cursor: TokenCursor): DataType {
  const start = cursor.position
  const written = readTypeName(cursor)
  const values = /^(?:enum|set)$/.test(written) ? cursor.list(readMember) : undefined
  const args = values || !cursor.isSymbol('(') ? [] : cursor.list(item => item.number())
  const attributes = readTypeAttributes(cursor)
  const { name, args: resolved, ...implied } = canonicalType(written, args, attributes.zerofill === true)
  return {
    name: isBinary(attributes) ? bytesInsteadOfText(name) : name,
    args: resolved,
    ...implied,
    ...attributes,
    ...(values ? { values } : {}),
    text: cursor.textSince(start),
  }
}

/** Trailing spaces are cut off (MySQL manual, The ENUM Type, The SET Type; measured: MariaDB 10.11). */
function readMember(item: TokenCursor): string {
  return item.string().replace(/ +$/, '')
}

function isBinary({ charset, collation }: TypeAttributes): boolean {
  return charset === 'binary' || collation === 'binary'
}

/** Names of more than one word, longest first. */
const longNames: readonly (readonly string[])[] = [
  ['NATIONAL', 'CHARACTER', 'VARYING'],
  ['NATIONAL', 'CHAR', 'VARYING'],
  ['NATIONAL', 'VARCHARACTER'],
  ['NATIONAL', 'VARCHAR'],
  ['NATIONAL', 'CHARACTER'],
  ['NATIONAL', 'CHAR'],
  ['NCHAR', 'VARYING'],
  ['NCHAR', 'VARCHAR'],
  ['CHARACTER', 'VARYING'],
  ['CHAR', 'VARYING'],
  ['CHAR', 'BYTE'],
  ['DOUBLE', 'PRECISION'],
  ['LONG', 'CHARACTER', 'VARYING'],
  ['LONG', 'CHAR', 'VARYING'],
  ['LONG', 'VARCHARACTER'],
  ['LONG', 'VARCHAR'],
  ['LONG', 'VARBINARY'],
]

function readTypeName(cursor: TokenCursor): string {
  const long = longNames.find(words => cursor.take(...words))
  if (long) return long.join(' ').toLowerCase()
  const word = cursor.keyword()
  if (!isTypeName(word.toLowerCase())) cursor.fail()
  cursor.next()
  return word.toLowerCase()
}

interface TypeAttributes {
  unsigned?: true
  zerofill?: true
  charset?: string
  collation?: string
  binaryCollation?: true
}

/** UNSIGNED, ZEROFILL and the character set, in any order. */
function readTypeAttributes(cursor: TokenCursor): TypeAttributes {
  const attributes: TypeAttributes = {}
  while (!cursor.atEnd) {
    if (cursor.take('UNSIGNED')) attributes.unsigned = true
    else if (cursor.take('ZEROFILL')) Object.assign(attributes, { unsigned: true, zerofill: true })
    else if (cursor.take('SIGNED')) continue
    else if (cursor.take('CHARACTER', 'SET') || cursor.take('CHARSET') || cursor.take('CHAR', 'SET')) {
      attributes.charset = readCharsetName(cursor)
    } else if (cursor.take('COLLATE')) attributes.collation = readCharsetName(cursor)
    else if (cursor.take('ASCII')) attributes.charset = 'latin1'
    else if (cursor.take('UNICODE')) attributes.charset = 'ucs2'
    else if (cursor.take('BINARY')) attributes.binaryCollation = true
    else break
  }
  return withBinaryCollation(attributes)
}

/** Where the character set stands beside it, so does the collation (MySQL 8.0 manual 12.3.5). */
function withBinaryCollation({ binaryCollation, ...attributes }: TypeAttributes): TypeAttributes {
  const { charset, collation } = attributes
  if (binaryCollation === undefined || collation !== undefined) return attributes
  return charset === undefined
    ? { ...attributes, binaryCollation }
    : { ...attributes, collation: charset === 'binary' ? charset : `${charset}_bin` }
}

/** A character set or collation may be written as a name, a string or the word BINARY. */
export function readCharsetName(cursor: TokenCursor): string {
  const name = cursor.peek()?.kind === 'string' ? cursor.string() : cursor.next().text.replaceAll('`', '')
  const lower = name.toLowerCase()
  // Since MySQL 8.0.28 and MariaDB 10.6 the old name is an alias (utf8 is utf8mb3).
  if (lower === 'utf8') return 'utf8mb3'
  return lower.startsWith('utf8_') ? `utf8mb3_${lower.slice(5)}` : lower
}
