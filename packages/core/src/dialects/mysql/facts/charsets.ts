import type { DataType } from '../../../operations/column.ts'

/** Bytes of one character at most (SHOW CHARACTER SET, Maxlen). What is not listed has 1. */
const longestCharacter: ReadonlyMap<string, number> = new Map(Object.entries({
  big5: 2, cp932: 2, euckr: 2, gb2312: 2, gbk: 2, sjis: 2, ucs2: 2, eucjpms: 3, ujis: 3, utf8mb3: 3, gb18030: 4,
  utf16: 4, utf16le: 4, utf32: 4, utf8mb4: 4,
})) // biome-ignore format: a table

/** The default of both servers today: MySQL since 8.0, and what MariaDB's users set. */
export const assumedCharset = 'utf8mb4'

export function charsetOf(type: DataType): string | undefined {
  // A collation that the runner fills in begins with none.
  return type.charset ?? (type.collation?.split('_', 1)[0] || undefined)
}

export function bytesPerCharacter(type: DataType): number {
  return bytesIn(charsetOf(type) ?? assumedCharset)
}

export function bytesIn(charset: string): number {
  return longestCharacter.get(sameSet(charset)) ?? 1
}

const unicode = new Set(['utf8mb4', 'utf16', 'utf16le', 'utf32', 'gb18030'])
/** They lack what is outside of the basic multilingual plane, where no other set has a character (measured: MariaDB
 * 10.11, CONVERT of every byte of its 24 sets of one byte; MySQL 8.0 manual 12.9.2). */
const basicPlane = new Set(['utf8mb3', 'ucs2'])

/** Every character of the one has a place in the other. */
export function charsetHolds(to: string, from: string): boolean {
  const [wide, narrow] = [sameSet(to), sameSet(from)]
  // Of binary the bytes themselves are kept (measured: MariaDB 10.11).
  if (wide === narrow || wide === 'binary' || unicode.has(wide) || narrow === 'ascii') return true
  return basicPlane.has(wide) && !unicode.has(narrow)
}

function sameSet(charset: string): string {
  const name = charset.toLowerCase()
  return name === 'utf8' ? 'utf8mb3' : name
}

/** The bytes stay as they are (measured: MariaDB 10.11, fixtures/truth/mariadb.json#charset-utf8mb3-utf8mb4;
 * MySQL 8.0 manual 15.1.9, Performance and Space Requirements). */
export function charsetKeepsBytes(to: string, from: string): boolean {
  return to === from || (from === 'utf8mb3' && to === 'utf8mb4')
}
