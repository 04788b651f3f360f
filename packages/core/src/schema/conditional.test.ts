import { beforeAll, describe, expect, test } from 'vitest'
import { onServer } from '../dialects/on-server.ts'
import { postgres } from '../dialects/postgres/index.ts'
import type { Migration } from '../migration/migration.ts'
import { readSqlScript } from '../readers/sql/read-sql-script.ts'
import { roundTrip } from '../reversal/round-trip.ts'
import { findTable } from './lookup.ts'
import { replay } from './replay.ts'

beforeAll(() => postgres.load())

const block = (body: string) => `DO $$ BEGIN ${body} END $$;`

function replayed(up: string, down?: string, version?: string) {
  const read = (text: string) => readSqlScript({ file: 'm.sql', transaction: 'script' }, text, postgres)
  const migration: Migration = {
    name: 'm',
    file: 'm.sql',
    layout: 'plain',
    dialect: 'postgres',
    pending: true,
    up: read(up),
    ...(down !== undefined && { down: read(down) }),
    downExpected: true,
  }
  const [only] = replay([migration], onServer(postgres.semantics, postgres.traits(version)))
  if (only === undefined) throw new Error('nothing was replayed')
  return only
}

function table(up: string, version?: string) {
  const found = findTable(replayed(up, undefined, version).up.after, 't')
  return found && `${[...found.columns.keys()].join(' ')}${found.complete ? '' : ' …'}`
}

const made = 'CREATE TABLE t (a int, b text);'
const hasColumn = (name: string) =>
  `EXISTS (SELECT 1 FROM information_schema.columns WHERE table_name = 't' AND column_name = '${name}')`

describe('after what may have been done, what is so either way is known, and no more', () => {
  test.each([
    ['ALTER TABLE t DROP COLUMN b;', 'a'],
    ['IF x THEN ALTER TABLE t DROP COLUMN b; END IF;', 'a …'],
    ['IF x THEN ALTER TABLE t ADD COLUMN c int; END IF;', 'a b …'],
    ['IF x THEN ALTER TABLE t ALTER COLUMN b TYPE varchar; END IF;', 'a …'],
    ['IF x THEN DROP TABLE t; END IF;', undefined],
    ['IF x THEN DELETE FROM t; END IF;', 'a b'],
    ['BEGIN ALTER TABLE t DROP COLUMN b; EXCEPTION WHEN others THEN NULL; END;', 'a …'],
  ])('%s', (body, expected) => {
    expect(table(made + block(body))).toBe(expected)
  })

  test.each([
    [`IF NOT ${hasColumn('c')} THEN ALTER TABLE t ADD c int; ALTER TABLE t ADD d int; END IF;`, 'a b c d'],
    [`IF NOT ${hasColumn('b')} THEN ALTER TABLE t ADD b int; ALTER TABLE t ADD d int; END IF;`, 'a b'],
    [`IF ${hasColumn('b')} THEN ALTER TABLE t RENAME b TO d; ELSE ALTER TABLE t ADD d int; END IF;`, 'a d'],
    [`IF ${hasColumn('x')} THEN ALTER TABLE t RENAME x TO y; ELSE ALTER TABLE t ADD d int; END IF;`, 'a b d'],
  ])('a guard is answered by what is there: %s', (body, expected) => {
    expect(table(made + block(body))).toBe(expected)
  })

  const number = "current_setting('server_version_num')::int"
  test.each([
    [`IF ${number} >= 110000 THEN`, undefined, 'a b c'],
    [`IF ${number} >= 110000 THEN`, '10.23', 'a b d'],
    [`IF ${number} >= 90603 THEN`, '9.6', 'a b …'],
    [`IF ${number} >= 90603 THEN`, '9.6.3', 'a b c'],
    [`IF ${number} >= 160000 THEN`, undefined, 'a b …'],
    [`IF ${number} >= 160000 THEN`, '16', 'a b c'],
    [`IF ${number} < 120000 THEN`, '16.2', 'a b d'],
    [
      "IF (SELECT setting::int FROM pg_settings WHERE name = 'server_version_num') > 159999 THEN",
      '16',
      'a b c',
    ],
    ["IF (current_setting('server_version_num')::integer >= 160000) THEN", '16', 'a b c'],
    ['IF pg_version <= 100000 THEN', '16', 'a b d'],
    [`IF x AND ${number} >= 110000 THEN`, '16', 'a b …'],
    ['IF x >= 110000 THEN', '16', 'a b …'],
  ])('the server answers for its version: %s on %s', (asked, version, expected) => {
    const body = `${asked} EXECUTE 'ALTER TABLE t ADD c int'; ELSE EXECUTE 'ALTER TABLE t ADD d int'; END IF;`
    expect(table(made + block(body), version)).toBe(expected)
  })

  test('a guard on what was never seen holds, as it is written for', () => {
    expect(table(block(`IF NOT ${hasColumn('c')} THEN ALTER TABLE t ADD c int; END IF;`))).toBe('c …')
    expect(
      table(
        block(`IF NOT ${hasColumn('c')} THEN ALTER TABLE t ADD c int; ELSE ALTER TABLE t ADD d int; END IF;`),
      ),
    ).toBe('c …')
  })
})

describe('the way back of what may have been done', () => {
  const trip = (up: string, down: string) => roundTrip(replayed(up, down), postgres.traits())

  test('cannot be told', () => {
    const { grade, unknown } = trip(block('IF x THEN CREATE TABLE n (a int); END IF;'), 'DROP TABLE n;') ?? {}
    expect([grade, unknown]).toEqual(['unknown', ['up, line 1: done only if x']])
  })

  test('is told for a guard', () => {
    const up = block("IF to_regclass('n') IS NULL THEN CREATE TABLE n (a int); END IF;")
    expect(trip(up, 'DROP TABLE n;')?.grade).toBe('lossless')
    expect(trip(up, 'SELECT 1;')?.grade).toBe('broken')
  })

  test('a guarded step back does not stop', () => {
    const down = block("IF to_regclass('n') IS NOT NULL THEN DROP TABLE n; END IF;")
    expect(trip('CREATE TABLE n (a int);', down)).toMatchObject({ grade: 'lossless', differences: [] })
  })
})

test('a function that is called twice asks each time', () => {
  const body = `IF NOT EXISTS (SELECT FROM pg_tables WHERE tablename = 't') THEN CREATE TABLE t (a int, b text); END IF;`
  const makes = `CREATE FUNCTION mk() RETURNS void LANGUAGE plpgsql AS $$ BEGIN ${body} END $$;`
  expect(table(`CREATE TABLE t (z int); ${makes} SELECT mk(); DROP TABLE t; SELECT mk();`)).toBe('a b')
})
