import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Dialect } from '../dialects/dialect.ts'
import { mariadb } from '../dialects/mysql/index.ts'
import { postgres } from '../dialects/postgres/index.ts'
import { sqlite } from '../dialects/sqlite/index.ts'
import type { Migration, Script } from '../migration/migration.ts'
import { readSqlScript } from '../readers/sql/read-sql-script.ts'
import { replay } from '../schema/replay.ts'
import { type Grade, type RoundTrip, roundTrip } from './round-trip.ts'

interface TruthCase {
  readonly id: string
  readonly setup: readonly string[]
  readonly up: string
  readonly down: string
  readonly verdict: string
}

const truth: Readonly<Record<string, readonly TruthCase[]>> = JSON.parse(
  readFileSync(new URL('../../../../fixtures/truth/roundtrip.json', import.meta.url), 'utf8'),
)

const expected: Readonly<Record<string, readonly Grade[]>> = {
  'true-inverse': ['lossless'],
  'schema-ok-data-differs': ['structure-only'],
  'schema-differs': ['broken'],
  'schema-differs-only-in-column-order': ['lossless', 'structure-only'],
  'down-failed': ['broken'],
}

/** Where we do not say what was observed, and why. */
const disagreements: Readonly<Record<string, string>> = {
  'postgres/data-migration-swap':
    'upper() is undone by lower() on these rows only: what an UPDATE overwrites counts as lost.',
}

const dialects: Readonly<Record<string, Dialect>> = { postgres, mariadb, sqlite }

await Promise.all(Object.values(dialects).map(dialect => dialect.load()))

const measured = Object.entries(truth)
  .flatMap(([engine, cases]) => (engine in dialects ? cases.map(each => ({ engine, ...each })) : []))
  .filter(({ verdict }) => verdict !== 'up-failed')
  .map(each => ({ ...each, name: `${each.engine}/${each.id}`, grade: gradeOfCase(each.engine, each) }))

test.each(measured)('$name is $verdict: $grade', ({ name, verdict, grade }) => {
  const agrees = expected[verdict]?.includes(grade)
  expect(agrees, disagreements[name]).toBe(!(name in disagreements))
})

const agreed = measured.filter(({ verdict, grade }) => expected[verdict]?.includes(grade)).length

test(`${agreed} of ${measured.length} measured round trips agree`, () => {
  expect(agreed / measured.length).toBeGreaterThanOrEqual(0.95)
})

function gradeOfCase(engine: string, truthCase: TruthCase): Grade {
  const dialect = dialects[engine]
  if (dialect === undefined) throw new Error(`no dialect ${engine}`)
  return tripOf(dialect, truthCase).grade
}

function tripOf(dialect: Dialect, { setup, up, down }: TruthCase): RoundTrip {
  const given = migrationOf(dialect, 'given', { up: setup.join(';\n') })
  const pending = { ...migrationOf(dialect, 'pending', { up, down }), pending: true }
  const replayed = replay([given, pending], dialect.semantics, { complete: true }).at(-1)
  const trip = replayed && roundTrip(replayed, dialect.traits())
  if (trip === undefined) throw new Error('no round trip')
  return trip
}

function migrationOf(
  dialect: Dialect,
  name: string,
  { up, down }: { readonly up: string; readonly down?: string },
): Migration {
  return {
    name,
    file: `${name}.sql`,
    layout: 'up-down-files',
    dialect: dialect.name,
    pending: false,
    downExpected: true,
    up: scriptOf(dialect, `${name}.up.sql`, up),
    ...(down === undefined ? {} : { down: scriptOf(dialect, `${name}.down.sql`, down) }),
  }
}

function scriptOf(dialect: Dialect, file: string, text: string): Script {
  return readSqlScript({ file, transaction: 'script' }, text, dialect)
}
