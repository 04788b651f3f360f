import type { DataType } from '../../../../operations/column.ts'
import { atEdge, canFail, type Loss, nothing, silent, worstOf } from './loss.ts'

/** MySQL 8.0 manual 13.1.2. */
const integerBits: Readonly<Record<string, number>> = {
  tinyint: 8,
  smallint: 16,
  mediumint: 24,
  int: 32,
  bigint: 64,
}

/** Bits that a value of this type keeps exactly: IEEE 754, single and double precision (MySQL 8.0 manual 13.1.4). */
const floatBits: Readonly<Record<string, number>> = { float: 24, double: 53 }

/** Between numbers; undefined where one side is no number. */
export function lossOfNumbers(from: DataType, to: DataType): Loss | undefined {
  if (isFloat(from)) return isFloat(to) || isExact(to) ? fromFloat(from, to) : undefined
  if (!isExact(from)) return undefined
  if (isFloat(to)) return toFloat(from, to)
  if (!isExact(to)) return undefined
  return worstOf([lossOfSign(from, to), lossOfFraction(from, to), lossOfRange(from, to)])
}

function isExact(type: DataType): boolean {
  return type.name in integerBits || /^(?:decimal|bit|year)$/.test(type.name)
}

function isFloat(type: DataType): boolean {
  return type.name in floatBits
}

function fromFloat(from: DataType, to: DataType): Loss {
  if (isExact(to)) return silent(`values are rounded to ${to.text}`)
  if ((floatBits[to.name] ?? 0) < (floatBits[from.name] ?? 0)) return silent('digits are lost')
  const [before, after] = [decimalsOf(from), decimalsOf(to)]
  if (after === undefined) return lossOfSign(from, to)
  if (before === undefined || after.scale < before.scale)
    return silent(`values are rounded to ${after.scale} decimal places`)
  const room = after.digits - after.scale
  return worstOf([
    lossOfSign(from, to),
    room < before.digits - before.scale ? canFail(`values of more than ${room} digits do not fit`) : nothing,
  ])
}

/** Of `float(8, 2)`, whose values are rounded already (measured: MariaDB 10.11, nothing changes on the way to
 * `float(20, 2)`, `float(20, 4)` and `double(20, 2)`). */
function decimalsOf({ args: [digits, scale] }: DataType): { digits: number; scale: number } | undefined {
  return digits === undefined || scale === undefined ? undefined : { digits, scale }
}

function toFloat(from: DataType, to: DataType): Loss {
  if (from.name === 'decimal') return silent('exact values become approximate')
  const needed = integerBits[from.name] ?? from.args[0] ?? 64
  const kept = floatBits[to.name] ?? 0
  if (needed <= kept) return lossOfSign(from, to)
  const loss = atEdge(silent(`whole numbers beyond ${2 ** kept} lose their last digits`))
  const holdsAll = 'double'
  return needed <= (floatBits[holdsAll] ?? 0) ? { ...loss, holdsAll } : loss
}

function lossOfSign(from: DataType, to: DataType): Loss {
  return !isUnsigned(from) && isUnsigned(to) ? atEdge(canFail('negative values do not fit')) : nothing
}

function isUnsigned(type: DataType): boolean {
  return type.unsigned === true || type.name === 'bit' || type.name === 'year'
}

function lossOfFraction(from: DataType, to: DataType): Loss {
  const before = scaleOf(from)
  const after = scaleOf(to)
  return after < before ? silent(`values are rounded to ${after} decimal places`) : nothing
}

function lossOfRange(from: DataType, to: DataType): Loss {
  const [before, after] = [largestOf(from), largestOf(to)]
  return after < before ? canFail(`values above ${after} do not fit`) : nothing
}

function scaleOf(type: DataType): number {
  return type.name === 'decimal' ? (type.args[1] ?? 0) : 0
}

/** The largest whole part that the type holds. */
function largestOf(type: DataType): bigint {
  const bits = integerBits[type.name]
  if (bits !== undefined) return 2n ** BigInt(type.unsigned ? bits : bits - 1) - 1n
  if (type.name === 'bit') return 2n ** BigInt(Math.min(type.args[0] ?? 1, 64)) - 1n
  if (type.name === 'year') return 2155n
  return 10n ** BigInt(Math.min(Math.max((type.args[0] ?? 10) - scaleOf(type), 0), 65)) - 1n
}

/** Characters that the longest value needs, sign and point included. */
export function printedLength(type: DataType): number | undefined {
  if (!isExact(type)) return undefined
  const digits = String(largestOf(type)).length
  const scale = scaleOf(type)
  return digits + (isUnsigned(type) ? 0 : 1) + (scale > 0 ? scale + 1 : 0)
}
