import type { DialectName } from '../../migration/migration.ts'
import { numberTypes } from './number-types.ts'
import { textAndTimeTypes } from './text-and-time-types.ts'
import type { KnownType, WrittenType } from './type-spelling.ts'

const byName: ReadonlyMap<string, KnownType> = new Map(
  [...numberTypes, ...textAndTimeTypes].flatMap(type => type.names.map(name => [name, type])),
)

/** What Liquibase makes of a changelog's type; one that it does not know stays as it is written. */
export function dataType(written: string, engine: DialectName): string {
  const type = takeApart(written)
  const known = byName.get(type.name)
  if (known === undefined) return written
  return (known[engine] ?? known.mysql)(type)
}

/** `bigserial` and `serial` count, whatever else the column says. */
export function isSerial(written: string): boolean {
  return /^(?:big|small)?serial/i.test(written)
}

/** What needs no quotes around its values. */
export function isNumeric(written: string): boolean {
  return /^(?:.*\.)?(?:big|small|tiny|medium)?(?:int|serial)|^(?:.*\.)?(?:decimal|number|numeric|float|real|double|currency|money|long$|bigdecimal)/i.test(
    written,
  )
}

export function isBoolean(written: string): boolean {
  return byName.get(takeApart(written).name)?.names.includes('boolean') === true
}

const wholeNames = [
  'bit varying',
  'character varying',
  'long varchar',
  'long nvarchar',
  'long binary',
  'long varbinary',
]

function takeApart(written: string): WrittenType {
  const raw = written.trim().toLowerCase()
  const open = raw.indexOf('(')
  const close = open < 0 ? -1 : raw.indexOf(')', open)
  const [before, inside, after] =
    close < 0 ? [raw, '', ''] : [raw.slice(0, open), raw.slice(open + 1, close), raw.slice(close + 1)]
  const words = (before.trimEnd() + after).replace(/^java\.(?:sql\.types|sql|lang|math|util)\./, '')
  const name = wholeNames.find(each => words.startsWith(each)) ?? /^\S*/.exec(words)?.[0] ?? ''
  return {
    name,
    raw,
    parameters: inside.split(',').flatMap(each => each.replace(/ (?:byte|char)$/, '').trim() || []),
    rest: words.slice(name.length).trim(),
  }
}
