import type { DataType } from '../../../../operations/column.ts'
import { canFail, type Loss, nothing, silent, worstOf } from './loss.ts'

const temporal = new Set(['date', 'time', 'datetime', 'timestamp'])

/** Between dates and times; undefined where one side is neither. MySQL 8.0 manual 13.2.8. */
export function lossOfTime(from: DataType, to: DataType): Loss | undefined {
  if (!temporal.has(from.name) || !temporal.has(to.name)) return undefined
  return worstOf([lossOfPart(from.name, to.name), lossOfPrecision(from, to)])
}

function lossOfPart(from: string, to: string): Loss {
  if (from === to || to === 'datetime')
    return from === 'time' && to !== from ? silent('a date is made up') : nothing
  if (to === 'timestamp')
    return from === 'time'
      ? silent('a date is made up')
      : canFail('values before 1970 or after 2038 do not fit')
  if (to === 'date') return silent('the time of day is lost')
  return silent('the date is lost')
}

function lossOfPrecision(from: DataType, to: DataType): Loss {
  const before = from.args[0] ?? 0
  const after = to.args[0] ?? 0
  return after < before && to.name !== 'date' ? silent(`fractions of a second keep ${after} places`) : nothing
}

/** Characters that a value needs as text. */
export function printedTimeLength(type: DataType): number | undefined {
  const fraction = type.args[0] === undefined ? 0 : type.args[0] + 1
  if (type.name === 'date') return 10
  if (type.name === 'time') return 10 + fraction
  return temporal.has(type.name) ? 19 + fraction : undefined
}
