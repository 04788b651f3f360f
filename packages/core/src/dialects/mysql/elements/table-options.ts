import type { TokenCursor } from '../token-cursor.ts'
import { readCharsetName } from './data-type.ts'

export interface TableOption {
  /** Lower case; `charset` and `collate` whichever way they are written. */
  readonly option: string
  readonly value: string
}

/** Options whose value needs no `=` before it. */
const options = new Set(
  `ENGINE TYPE STORAGE AUTO_INCREMENT AVG_ROW_LENGTH CHECKSUM TABLE_CHECKSUM COMMENT COMPRESSION CONNECTION
  DELAY_KEY_WRITE ENCRYPTION ENGINE_ATTRIBUTE SECONDARY_ENGINE_ATTRIBUTE SECONDARY_ENGINE INSERT_METHOD
  KEY_BLOCK_SIZE MAX_ROWS MIN_ROWS PACK_KEYS PASSWORD ROW_FORMAT STATS_AUTO_RECALC STATS_PERSISTENT
  STATS_SAMPLE_PAGES TRANSACTIONAL AUTOEXTEND_SIZE PAGE_CHECKSUM SEQUENCE NODEGROUP`.split(/\s+/),
)

/** One option of CREATE TABLE or ALTER TABLE; undefined where none stands. */
export function readTableOption(cursor: TokenCursor): TableOption | undefined {
  return readCharsetOption(cursor) ?? readSpecialOption(cursor) ?? readPlainOption(cursor)
}

export function readTableOptions(cursor: TokenCursor): Readonly<Record<string, string>> {
  const found: Record<string, string> = {}
  for (let option = readTableOption(cursor); option; option = readTableOption(cursor)) {
    found[option.option] = option.value
    cursor.takeSymbol(',')
  }
  return found
}

function readCharsetOption(cursor: TokenCursor): TableOption | undefined {
  const isDefault = cursor.isAt('DEFAULT')
  const ahead = isDefault ? 1 : 0
  const word = cursor.keyword(ahead)
  const isCharset = word === 'CHARSET' || (/^CHAR(?:ACTER)?$/.test(word) && cursor.isWord(ahead + 1, 'SET'))
  if (!isCharset && word !== 'COLLATE') return undefined
  cursor.moveTo(cursor.position + ahead + (isCharset && word !== 'CHARSET' ? 2 : 1))
  cursor.takeSymbol('=')
  return { option: isCharset ? 'charset' : 'collate', value: readCharsetName(cursor) }
}

function readSpecialOption(cursor: TokenCursor): TableOption | undefined {
  const directory = cursor.isWord(1, 'DIRECTORY') ? cursor.takeOneOf('DATA', 'INDEX') : undefined
  if (directory) {
    cursor.expect('DIRECTORY')
    cursor.takeSymbol('=')
    return { option: `${directory.toLowerCase()} directory`, value: cursor.string() }
  }
  if (cursor.take('TABLESPACE')) return readTablespace(cursor)
  if (cursor.isAt('UNION') && (cursor.isSymbol('=', 1) || cursor.isSymbol('(', 1))) {
    cursor.next()
    cursor.takeSymbol('=')
    return { option: 'union', value: cursor.parenthesised() }
  }
  if (cursor.take('WITH', 'SYSTEM', 'VERSIONING')) return { option: 'system_versioning', value: 'yes' }
  if (cursor.take('START', 'TRANSACTION')) return { option: 'start transaction', value: 'yes' }
  return undefined
}

function readTablespace(cursor: TokenCursor): TableOption {
  cursor.takeSymbol('=')
  const value = cursor.identifier()
  if (cursor.take('STORAGE')) cursor.expectOneOf('DISK', 'MEMORY', 'DEFAULT')
  return { option: 'tablespace', value }
}

/** A known option, or any `name = value` (an engine's own, as MariaDB allows). */
function readPlainOption(cursor: TokenCursor): TableOption | undefined {
  const token = cursor.peek()
  if (token?.kind !== 'word' && token?.kind !== 'quoted-identifier') return undefined
  const name = token.text.toUpperCase()
  if (!options.has(name) && !cursor.isSymbol('=', 1)) return undefined
  cursor.next()
  cursor.takeSymbol('=')
  return { option: name === 'TYPE' ? 'engine' : name.toLowerCase(), value: readOptionValue(cursor) }
}

function readOptionValue(cursor: TokenCursor): string {
  const token = cursor.peek()
  if (token?.kind === 'string') return cursor.string()
  if (token?.kind === 'punctuation') cursor.fail()
  const value = cursor.next()
  return value.value ?? value.text
}
