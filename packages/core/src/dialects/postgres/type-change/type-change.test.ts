import { beforeAll, describe, expect, test } from 'vitest'
import type { DataType } from '../../../operations/column.ts'
import type { TypeChange } from '../../dialect.ts'
import { postgres } from '../index.ts'

/**
 * ALTER COLUMN … TYPE run on PostgreSQL 15 with TimeZone UTC for every pair of these types. Each line: a type; the
 * types that it becomes without a rewrite; those with one. To every other type it needs USING. `en` is an
 * enumerated type; CHARACTER stands for `characters`.
 */
const measured = `
  smallint >  > integer; bigint; numeric; numeric(10,2); numeric(12,2); numeric(10,4); numeric(8,2); real; double precision; oid; CHARACTER; regclass
  integer > oid; regclass > smallint; bigint; numeric; numeric(10,2); numeric(12,2); numeric(10,4); numeric(8,2); real; double precision; money; CHARACTER
  bigint >  > smallint; integer; numeric; numeric(10,2); numeric(12,2); numeric(10,4); numeric(8,2); real; double precision; money; oid; CHARACTER; regclass
  numeric >  > smallint; integer; bigint; numeric(10,2); numeric(12,2); numeric(10,4); numeric(8,2); real; double precision; money; CHARACTER
  numeric(10,2) > numeric; numeric(12,2) > smallint; integer; bigint; numeric(10,4); numeric(8,2); real; double precision; money; CHARACTER
  numeric(12,2) > numeric > smallint; integer; bigint; numeric(10,2); numeric(10,4); numeric(8,2); real; double precision; money; CHARACTER
  numeric(10,4) > numeric > smallint; integer; bigint; numeric(10,2); numeric(12,2); numeric(8,2); real; double precision; money; CHARACTER
  numeric(8,2) > numeric; numeric(10,2); numeric(12,2) > smallint; integer; bigint; numeric(10,4); real; double precision; money; CHARACTER
  real >  > smallint; integer; bigint; numeric; numeric(10,2); numeric(12,2); numeric(10,4); numeric(8,2); double precision; CHARACTER
  double precision >  > smallint; integer; bigint; numeric; numeric(10,2); numeric(12,2); numeric(10,4); numeric(8,2); real; CHARACTER
  money >  > numeric; numeric(10,2); numeric(12,2); numeric(10,4); numeric(8,2); CHARACTER
  oid > integer; regclass > bigint; CHARACTER
  boolean >  > CHARACTER
  text > varchar; citext > varchar(10); varchar(20); char(5); char(10); name; regclass
  varchar > text; citext > varchar(10); varchar(20); char(5); char(10); name; regclass
  varchar(10) > text; varchar; varchar(20); citext > char(5); char(10); name; regclass
  varchar(20) > text; varchar; citext > varchar(10); char(5); char(10); name; regclass
  char(5) >  > text; varchar; varchar(10); varchar(20); char(10); citext; name
  char(10) >  > text; varchar; varchar(10); varchar(20); char(5); citext; name
  citext > text; varchar > varchar(10); varchar(20); char(5); char(10); name
  name >  > text; varchar; varchar(10); varchar(20); char(5); char(10); citext
  date >  > CHARACTER; timestamp; timestamp(3); timestamp(6); timestamptz; timestamptz(3)
  timestamp > timestamp(6); timestamptz > CHARACTER; date; timestamp(3); timestamptz(3); time; time(3)
  timestamp(3) > timestamp; timestamp(6); timestamptz > CHARACTER; date; timestamptz(3); time; time(3)
  timestamp(6) > timestamp; timestamptz > CHARACTER; date; timestamp(3); timestamptz(3); time; time(3)
  timestamptz > timestamp; timestamp(6) > CHARACTER; date; timestamp(3); timestamptz(3); time; time(3); timetz
  timestamptz(3) > timestamp; timestamp(6); timestamptz > CHARACTER; date; timestamp(3); time; time(3); timetz
  time >  > CHARACTER; time(3); timetz; interval; interval(3); interval day
  time(3) > time > CHARACTER; timetz; interval; interval(3); interval day
  timetz >  > CHARACTER; time; time(3)
  interval >  > CHARACTER; time; time(3); interval(3); interval day
  interval(3) > interval > CHARACTER; time; time(3); interval day
  interval day > interval; interval(3) > CHARACTER; time; time(3)
  json >  > CHARACTER; jsonb
  jsonb >  > CHARACTER; json
  xml > text; varchar > varchar(10); varchar(20); char(5); char(10); citext; name
  uuid >  > CHARACTER
  bytea >  > CHARACTER
  bit(4) > varbit > CHARACTER; bit(8); varbit(4); varbit(8)
  bit(8) > varbit > CHARACTER; bit(4); varbit(4); varbit(8)
  varbit >  > CHARACTER; bit(4); bit(8); varbit(4); varbit(8)
  varbit(4) > varbit; varbit(8) > CHARACTER; bit(4); bit(8)
  varbit(8) > varbit > CHARACTER; bit(4); bit(8); varbit(4)
  inet >  > CHARACTER; cidr
  cidr > inet > CHARACTER
  macaddr >  > CHARACTER
  en >  > CHARACTER
  regclass > integer; oid > bigint; CHARACTER
  text[] >  > CHARACTER; varchar(10)[]; varchar(20)[]
  varchar(10)[] >  > CHARACTER; text[]; varchar(20)[]
  varchar(20)[] >  > CHARACTER; text[]; varchar(10)[]
  integer[] >  > CHARACTER; text[]; varchar(10)[]; varchar(20)[]; bigint[]
  bigint[] >  > CHARACTER; text[]; varchar(10)[]; varchar(20)[]; integer[]
  tsvector >  > CHARACTER
  int4range >  > CHARACTER
  point >  > CHARACTER
`

const characters = 'text; varchar; varchar(10); varchar(20); char(5); char(10); citext; name'

beforeAll(() => postgres.load())

describe('every pair that was measured', () => {
  const rows = measured
    .trim()
    .split('\n')
    .map(line => line.split('>').map(part => typesOf(part)))
  const all = rows.map(([from]) => from?.[0] ?? '')

  test.each(rows)('%s', ([from = ''] = [], kept = [], written = []) => {
    const wrong = all.flatMap(to => {
      const change = typeChange(from, to)
      const expected = from === to || kept.includes(to) ? 'none' : written.includes(to) ? 'rewrite' : 'USING'
      return outcome(change) === expected || dependsOnZone(from, to)
        ? []
        : [`to ${to}: ${expected}, not ${outcome(change)}`]
    })
    expect(wrong).toEqual([])
  })
})

function typesOf(part: string): readonly string[] {
  return part
    .replace('CHARACTER', characters)
    .split(';')
    .map(name => name.trim())
    .filter(name => name !== '')
}

function outcome({ cost, why }: TypeChange): string {
  return why?.includes('without a USING') ? 'USING' : cost
}

function dependsOnZone(from: string, to: string): boolean {
  return typeChange(from, to).cost === 'unknown' && typeChange(from, to).why?.includes('TimeZone') === true
}

describe('what a change loses', () => {
  test.each([
    ['varchar(50)', 'varchar(100)', undefined, 'nothing'],
    ['varchar(50)', 'varchar(20)', undefined, 'can-fail'],
    ['varchar(50)', 'varchar(20)', 'c::varchar(20)', 'silent'],
    ['text', 'varchar(20)', 'left(c, 20)', 'silent'],
    ['uuid', 'varchar(36)', undefined, 'nothing'],
    ['uuid', 'varchar(30)', undefined, 'can-fail'],
    ['integer', 'bigint', undefined, 'nothing'],
    ['bigint', 'integer', undefined, 'can-fail'],
    ['bigint', 'double precision', undefined, 'silent'],
    ['integer', 'numeric(5,2)', undefined, 'can-fail'],
    ['numeric(10,4)', 'numeric(10,2)', undefined, 'silent'],
    ['numeric(10,2)', 'numeric(8,2)', undefined, 'can-fail'],
    ['numeric(10,2)', 'integer', undefined, 'silent'],
    ['double precision', 'real', undefined, 'silent'],
    ['timestamp', 'date', undefined, 'silent'],
    ['timestamp', 'timestamp(3)', undefined, 'silent'],
    ['json', 'jsonb', undefined, 'silent'],
    ['en', 'text', undefined, 'nothing'],
    ['text', 'en', 'c::en', 'can-fail'],
    ['en', 'en2', 'c::text::en2', 'can-fail'],
    ['text', 'jsonb', 'c::jsonb', 'can-fail'],
    ['integer', 'boolean', 'c::boolean', 'silent'],
    ['integer', 'boolean', 'c::text::boolean', 'can-fail'],
    ['boolean', 'integer', 'c::integer', 'nothing'],
    ['smallint', 'boolean', 'c::boolean', 'can-fail'],
    ['text', 'integer', 'length(c)', 'unknown'],
    ['text', 'integer', undefined, 'can-fail'],
  ])('%s to %s using %s: %s', (from, to, using, loses) => {
    expect(typeChange(from, to, using).loses).toBe(loses)
  })
})

describe('what USING costs, as measured on PostgreSQL 15', () => {
  test.each([
    ['text', 'varchar', 'c::text', 'none'],
    ['varchar(20)', 'text', 'c::varchar::text', 'none'],
    ['text', 'varchar(20)', 'c::text', 'rewrite'],
    ['varchar(10)', 'varchar(20)', 'c::text', 'rewrite'],
    ['varchar(40)', 'varchar(50)', 'c::varchar(30)', 'rewrite'],
    ['jsonb', 'jsonb', 'c::jsonb', 'none'],
    ['text', 'text', "coalesce(c, '')", 'rewrite'],
    ['text', 'text', "nullif(c, '')", 'rewrite'],
    ['timestamptz', 'timestamp', "c AT TIME ZONE 'utc'", 'rewrite'],
  ])('%s to %s using %s: %s', (from, to, using, cost) => {
    expect(typeChange(from, to, using).cost).toBe(cost)
  })
})

describe('which types stay as they are stored, as the pairs above have it', () => {
  test.each([
    ['smallint', undefined, 'smallint'],
    ['text', undefined, 'text, varchar, citext or xml'],
    ['varchar(80)', undefined, 'a varchar of up to 80 characters'],
    ['varchar(80)', '("c"::varchar(80))', 'a varchar of up to 80 characters'],
    ['varchar(80)', 'c::text::varchar(80)', undefined],
    ['timestamptz', undefined, undefined],
    ['numeric(10,2)', undefined, undefined],
    ['en', undefined, undefined],
  ])('to %s using %s: %s', (to, using, kept) => {
    expect(postgres.traits('15').keptTypes?.(dataType(to), using)).toBe(kept)
  })
})

function typeChange(from: string, to: string, using?: string): TypeChange {
  return postgres.traits('15').typeChange(dataType(from), dataType(to), using)
}

function dataType(text: string): DataType {
  const [operation] = postgres.parse(`ALTER TABLE t ALTER c TYPE ${text}`).operations
  if (operation?.kind !== 'change-column-type') throw new Error(text)
  return operation.type
}
