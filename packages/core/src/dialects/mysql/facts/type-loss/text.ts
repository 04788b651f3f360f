import type { DataType } from '../../../../operations/column.ts'
import { assumedCharset, bytesPerCharacter, charsetHolds, charsetOf } from '../charsets.ts'
import { atEdge, canFail, type Loss, nothing, silent, worstOf } from './loss.ts'
import { printedLength } from './numbers.ts'
import { printedTimeLength } from './time.ts'

/** MySQL 8.0 manual 13.7, in bytes. */
const blobBytes: Readonly<Record<string, number>> = {
  tinytext: 2 ** 8 - 1, text: 2 ** 16 - 1, mediumtext: 2 ** 24 - 1, longtext: 2 ** 32 - 1, json: 2 ** 32 - 1,
  tinyblob: 2 ** 8 - 1, blob: 2 ** 16 - 1, mediumblob: 2 ** 24 - 1, longblob: 2 ** 32 - 1,
} // biome-ignore format: a table

/** Between texts and bytes, and from what can be printed to text; undefined where `to` is neither. */
export function lossOfText(from: DataType, to: DataType): Loss | undefined {
  if (!isText(to) && !isBytes(to)) return undefined
  if (to.name === 'json')
    return from.name === 'json' ? nothing : canFail('values that are not JSON do not fit')
  const printed = printedLength(from) ?? printedTimeLength(from)
  if (printed !== undefined) return fits(printed, charactersOf(to), 'characters')
  if (!isText(from) && !isBytes(from)) return undefined
  return worstOf([lossOfCharset(from, to), lossOfPadding(from, to), lossOfLength(from, to)])
}

function isText(type: DataType): boolean {
  return /^(?:var)?char$|text$|^json$/.test(type.name)
}

function isBytes(type: DataType): boolean {
  return /^(?:var)?binary$|blob$/.test(type.name)
}

function lossOfCharset(from: DataType, to: DataType): Loss {
  if (isBytes(to)) return nothing
  if (isBytes(from)) return canFail('bytes that are no text of the character set do not fit')
  const [before, after] = [charsetOf(from), charsetOf(to)]
  if (before === undefined || after === undefined || charsetHolds(after, before)) return nothing
  return canFail(`characters that ${after} does not have do not fit`)
}

/** BINARY(n) fills up with zero bytes, which are then part of the value (MySQL 8.0 manual 13.3.3). */
function lossOfPadding(from: DataType, to: DataType): Loss {
  const grows = from.name !== 'binary' || (to.args[0] ?? 1) > (from.args[0] ?? 1)
  return to.name === 'binary' && grows ? silent('shorter values are filled up with zero bytes') : nothing
}

function lossOfLength(from: DataType, to: DataType): Loss {
  const countsCharacters = /char$/.test(from.name) && /char$/.test(to.name)
  if (countsCharacters) return fits(from.args[0] ?? 1, to.args[0] ?? 1, 'characters')
  // A text type's length is in bytes: it may hold as many characters of one byte.
  if (/char$/.test(to.name)) return fits(bytesOf(from), to.args[0] ?? 1, 'characters')
  const loss = fits(bytesOf(from, to), bytesOf(to), 'bytes')
  const isWideEnough = /char$/.test(from.name) && isBytes(to) && (from.args[0] ?? 1) <= bytesOf(to)
  return isWideEnough && loss.why !== undefined
    ? atEdge({ ...loss, why: `${loss.why}: characters beyond ASCII take several` })
    : loss
}

function fits(needed: number, room: number, unit: string): Loss {
  return needed <= room ? nothing : canFail(`values longer than ${room} ${unit} do not fit`)
}

function charactersOf(type: DataType): number {
  return blobBytes[type.name] ?? type.args[0] ?? 1
}

/** The most bytes that a value has, written in the character set of `as`. */
function bytesOf(type: DataType, as: DataType = type): number {
  const bytes = blobBytes[type.name]
  if (bytes !== undefined) return bytes
  const length = type.args[0] ?? 1
  if (isBytes(type)) return length
  const charset = isBytes(as)
    ? (charsetOf(type) ?? assumedCharset)
    : (charsetOf(as) ?? charsetOf(type) ?? assumedCharset)
  return length * bytesPerCharacter({ ...type, charset })
}
