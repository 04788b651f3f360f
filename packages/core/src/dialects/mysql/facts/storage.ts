import type { DataType } from '../../../operations/column.ts'
import type { Engine } from '../grammar.ts'
import { assumedCharset, bytesPerCharacter, charsetKeepsBytes, charsetOf } from './charsets.ts'

/** Stored values of `from` are stored values of `to`, byte for byte: no row has to be written again. */
export function keepsStorage(from: DataType, to: DataType, engine: Engine): boolean {
  if (from.name !== to.name) return false
  if (from.unsigned !== to.unsigned || from.zerofill !== to.zerofill) return false
  if (!keepsCharset(from, to)) return false
  if (from.values && to.values) return keepsMembers(from, to)
  if (from.name === 'varchar' || from.name === 'varbinary') return keepsLengthBytes(from, to, engine)
  return from.args.join() === to.args.join()
}

/** Another collation of the same character set changes no stored value (measured: MySQL 9.7 and MariaDB 10.11,
 * #collation-nonindexed). */
function keepsCharset(from: DataType, to: DataType): boolean {
  const before = charsetOf(from) ?? assumedCharset
  const after =
    charsetOf(to) ?? (from.charset === undefined && from.collation === undefined ? before : assumedCharset)
  return charsetKeepsBytes(after, before)
}

/** Members may be added at the end while their number needs no more bytes (MySQL 8.0 manual 17.12.1; measured:
 * fixtures/truth/mariadb.json#enum-append, #enum-prepend). */
function keepsMembers(from: DataType, to: DataType): boolean {
  const [before, after] = [from.values ?? [], to.values ?? []]
  const isPrefix = before.every((value, index) => after[index] === value)
  return isPrefix && memberBytes(from.name, before.length) === memberBytes(to.name, after.length)
}

function memberBytes(name: string, count: number): number {
  if (name === 'enum') return count <= 255 ? 1 : 2
  const bytes = Math.ceil(count / 8)
  return bytes > 4 ? 8 : bytes
}

/**
 * A VARCHAR of up to 255 bytes has one length byte, a longer one two (MySQL 8.0 manual 17.12.1). MariaDB writes
 * the second only for columns that may reach 256 bytes and are longer than 127, so that growing from 127 bytes or
 * fewer is free (measured: fixtures/truth/mariadb.json#varchar-widen-latin1-cross, #varchar-widen-cross-255).
 */
function keepsLengthBytes(from: DataType, to: DataType, engine: Engine): boolean {
  const before = bytesOf(from)
  const after = bytesOf(to)
  if (charactersOf(to) < charactersOf(from)) return false
  if (engine === 'mariadb' && before <= 127) return true
  return before > 255 === after > 255
}

function charactersOf(type: DataType): number {
  return type.args[0] ?? 0
}

function bytesOf(type: DataType): number {
  return charactersOf(type) * (type.name === 'varbinary' ? 1 : bytesPerCharacter(type))
}
