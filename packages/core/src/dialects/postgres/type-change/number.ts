import type { DataType } from '../../../operations/column.ts'
import type { TypeChange } from '../../dialect.ts'
import { canFail, fits, needsUsing, noChange, silent } from './change.ts'

/** Bytes of the integer types (manual, Numeric Types, table 8.2). */
const integerBytes: ReadonlyMap<string, number> = new Map([
  ['smallint', 2],
  ['integer', 4],
  ['bigint', 8],
])
/** Decimal digits that every value has at most. */
const integerDigits: ReadonlyMap<string, number> = new Map([
  ['smallint', 5],
  ['integer', 10],
  ['bigint', 19],
])
/** Integers that a floating-point number holds exactly have at most so many digits. */
const exactDigits: ReadonlyMap<string, number> = new Map([
  ['real', 6],
  ['double precision', 15],
])

export function isNumber({ name }: DataType): boolean {
  return (
    integerBytes.has(name) || exactDigits.has(name) || ['numeric', 'money', 'oid', 'regclass'].includes(name)
  )
}

export function numberChange(from: DataType, to: DataType): TypeChange {
  if (isObjectId(from) || isObjectId(to)) return objectIdChange(from, to)
  if (from.name === 'money' || to.name === 'money') return moneyChange(from, to)
  if (integerBytes.has(to.name)) return toInteger(from, to)
  if (exactDigits.has(to.name)) return toFloat(from, to)
  return toNumeric(from, to)
}

function toInteger(from: DataType, to: DataType): TypeChange {
  const bytes = integerBytes.get(from.name)
  if (bytes === undefined) return silent('fractions are rounded away, and values out of range stop it')
  return bytes <= (integerBytes.get(to.name) ?? 0)
    ? fits
    : canFail(`values out of the range of ${to.name} stop it`)
}

function toFloat(from: DataType, to: DataType): TypeChange {
  if (from.name === 'real') return fits
  const digits = integerDigits.get(from.name)
  const exact = exactDigits.get(to.name) ?? 0
  if (digits !== undefined && digits <= exact) return fits
  return silent(`values keep about ${exact} digits`)
}

/** A real is written with 6 digits before it becomes a numeric (measured: PostgreSQL 15). */
function toNumeric(from: DataType, to: DataType): TypeChange {
  const [precision, scale = 0] = to.args
  if (from.name === 'numeric') return numericToNumeric(from, to)
  if (from.name === 'real') {
    const rounded = precision === undefined || scale >= 6 ? '' : `, and ${scale} decimal places`
    return silent(`a real keeps 6 digits on the way${rounded}: 1234567 becomes 1234570`)
  }
  if (precision === undefined) return fits
  const digits = integerDigits.get(from.name)
  if (digits === undefined) return silent(`values are rounded to ${scale} decimal places`)
  return digits <= precision - scale
    ? fits
    : canFail(`values of more than ${precision - scale} digits do not fit`)
}

/** `real::text::numeric`: every digit that the type shows (measured: PostgreSQL 15). */
export function floatByText(to: DataType): TypeChange {
  const [precision, scale = 0] = to.args
  if (precision === undefined) return fits
  const change = silent(`values are rounded to ${scale} decimal places`)
  return scale >= 6 ? { ...change, atEdge: true } : change
}

/** numeric(p,s) to (p2 >= p, s), or without limits: no rewrite (manual, ALTER TABLE, Notes; measured). */
function numericToNumeric(from: DataType, to: DataType): TypeChange {
  const [precision, scale = 0] = to.args
  if (precision === undefined) return noChange
  const [oldPrecision, oldScale = 0] = from.args
  if (oldPrecision === undefined || scale < oldScale)
    return silent(`values are rounded to ${scale} decimal places`)
  if (precision - scale < oldPrecision - oldScale)
    return canFail(`values of more than ${precision - scale} digits before the point do not fit`)
  return scale === oldScale ? noChange : fits
}

function moneyChange(from: DataType, to: DataType): TypeChange {
  if (from.name === 'money') return to.name === 'numeric' ? toNumericFromMoney(to) : needsUsing(from, to)
  return from.name === 'numeric'
    ? silent('values are rounded to the decimal places of the currency')
    : exactDigits.has(from.name) || from.name === 'smallint'
      ? needsUsing(from, to)
      : canFail('values out of the range of money stop it')
}

function toNumericFromMoney(to: DataType): TypeChange {
  const [precision, scale = 0] = to.args
  if (precision === undefined) return fits
  return scale < 2
    ? silent(`values are rounded to ${scale} decimal places`)
    : canFail('larger amounts do not fit')
}

function isObjectId({ name }: DataType): boolean {
  return name === 'oid' || name === 'regclass'
}

/** oid and integer are binary coercible, in both directions (measured). */
function objectIdChange(from: DataType, to: DataType): TypeChange {
  if (isObjectId(from) && isObjectId(to)) return noChange
  const other = isObjectId(from) ? to.name : from.name
  if (other === 'integer') return noChange
  if (other === 'bigint') return isObjectId(from) ? fits : canFail('values out of the range of oid stop it')
  return other === 'smallint' && isObjectId(to) ? canFail('negative values stop it') : needsUsing(from, to)
}
