import type { DataType } from '../../../operations/column.ts'
import type { TypeChange } from '../../dialect.ts'
import { fits, needsUsing, noChange, silent } from './change.ts'

const timeTypes: ReadonlySet<string> = new Set([
  'date',
  'timestamp',
  'timestamptz',
  'time',
  'timetz',
  'interval',
])

export function isTime({ name }: DataType): boolean {
  return timeTypes.has(name)
}

export function timeChange(from: DataType, to: DataType): TypeChange {
  if (from.name === to.name) return precisionChange(from, to)
  if (isZoneChange(from, to)) return zoneChange(from, to)
  return pairs[`${from.name} ${to.name}`] ?? needsUsing(from, to)
}

/** Without a precision: 6 digits. */
const mostDigits = 6

function precisionChange(from: DataType, to: DataType): TypeChange {
  if (digits(to) < digits(from)) return silent(`seconds are rounded to ${digits(to)} digits`)
  const losesFields = from.name === 'interval' && fields(to) !== '' && fields(to) !== fields(from)
  return losesFields ? silent(`interval keeps only ${fields(to)}`) : noChange
}

/** An interval without seconds has no fraction of them. */
function digits(type: DataType): number {
  const kept = fields(type)
  if (type.name === 'interval' && kept !== '' && !kept.endsWith('second')) return 0
  return type.args[0] ?? mostDigits
}

function fields({ text }: DataType): string {
  return text.replace(/^interval ?/, '').replace(/[([].*$/, '')
}

function isZoneChange(from: DataType, to: DataType): boolean {
  return (
    (from.name === 'timestamp' && to.name === 'timestamptz') ||
    (from.name === 'timestamptz' && to.name === 'timestamp')
  )
}

/** PostgreSQL 12 release notes: no rewrite while the session's TimeZone is UTC. A precision, even the same,
 * is applied to every row (measured). */
function zoneChange(from: DataType, to: DataType): TypeChange {
  const why = "values are read in the session's TimeZone; every row is written again unless that is UTC"
  if (digits(to) < digits(from)) return silent(`seconds are rounded to ${digits(to)} digits`)
  return { loses: 'nothing', cost: digits(to) < mostDigits ? 'rewrite' : 'unknown', why }
}

const pairs: Readonly<Record<string, TypeChange>> = {
  'date timestamp': fits,
  'date timestamptz': fits,
  'timestamp date': silent('the time of day is dropped'),
  'timestamptz date': silent("the time of day is dropped, and the day is the one of the session's TimeZone"),
  'timestamp time': silent('the date is dropped'),
  'timestamptz time': silent('the date and the time zone are dropped'),
  'timestamptz timetz': silent('the date is dropped'),
  'time timetz': fits,
  'timetz time': silent('the time zone is dropped'),
  'time interval': fits,
  'interval time': silent('whole days, months and years are dropped'),
}
