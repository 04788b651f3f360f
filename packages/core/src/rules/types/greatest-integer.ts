import type { DataType } from '../../operations/column.ts'

const bytes: Readonly<Record<string, number>> = { int: 4, integer: 4, mediumint: 3, smallint: 2, tinyint: 1 }

/** The last number of an integer type of less than eight bytes; undefined for any other type. */
export function greatestOf(type: DataType | undefined): number | undefined {
  const size = bytes[type?.name ?? '']
  return size === undefined ? undefined : 2 ** (size * 8 - (type?.unsigned === true ? 0 : 1)) - 1
}

/** In groups of three digits. */
export function inDigits(number: number): string {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ' ')
}
