import { beforeAll, describe, expect, test } from 'vitest'
import { postgres } from '../index.ts'

beforeAll(() => postgres.load())

/** `kind: condition and condition` of what a block does; a guard with what it asks for. */
function conditions(body: string): readonly string[] {
  return postgres
    .parse(`DO $$ ${body} $$`)
    .operations.slice(1)
    .filter(({ kind }) => kind !== 'read-rows' && kind !== 'no-effect')
    .map(({ kind, conditions: all = [] }) => {
      const texts = all.map(({ text, presence }) =>
        presence === undefined
          ? text
          : `${presence.isExpected ? '' : 'unlikely '}${presence.isThere ? '' : 'no '}${presence.thing.what} ${presence.thing.name}`,
      )
      return texts.length === 0 ? kind : `${kind}: ${texts.join(' and ')}`
    })
}

const column = "information_schema.columns WHERE table_name = 't' AND column_name = 'c'"

describe('what is done under a condition of PL/pgSQL', () => {
  test.each([
    ['BEGIN DROP TABLE t; END', ['drop-table']],
    ['BEGIN IF x > 1 THEN DROP TABLE t; END IF; DROP TABLE u; END', ['drop-table: x > 1', 'drop-table']],
    [
      'BEGIN IF x THEN DROP TABLE t; ELSIF y THEN DROP TABLE u; ELSE DROP TABLE v; END IF; END',
      ['drop-table: x', 'drop-table: not (x) and y', 'drop-table: not (x) and no branch before it runs'],
    ],
    ['BEGIN IF x THEN IF y THEN DROP TABLE t; END IF; END IF; END', ['drop-table: x and y']],
    ['BEGIN IF x THEN RETURN; END IF; DROP TABLE t; END', ['drop-table: not (x)']],
    ["BEGIN IF x THEN RAISE EXCEPTION 'no'; END IF; DROP TABLE t; END", ['drop-table']],
    [
      'BEGIN CASE a WHEN 1 THEN DROP TABLE t; ELSE DROP TABLE u; END CASE; END',
      ['drop-table: a IN (1)', 'drop-table: no other case is true'],
    ],
    ['BEGIN WHILE x LOOP DROP TABLE t; END LOOP; END', ['drop-table: the loop runs']],
    [
      'DECLARE r record; BEGIN FOR r IN SELECT 1 LOOP DROP TABLE t; END LOOP; END',
      ['drop-table: the loop runs'],
    ],
    ['BEGIN DROP TABLE t; EXCEPTION WHEN others THEN NULL; END', ['drop-table: others is not raised']],
    ['BEGIN DROP TABLE t; EXCEPTION WHEN others THEN RAISE; END', ['drop-table']],
    [
      'BEGIN DROP TABLE t; EXCEPTION WHEN undefined_table OR x01 THEN DROP TABLE u; END'.replace(
        'x01',
        'deadlock_detected',
      ),
      [
        'drop-table: undefined_table or deadlock_detected is not raised',
        'drop-table: undefined_table or deadlock_detected is raised',
      ],
    ],
    [
      "BEGIN IF x THEN EXECUTE 'DO $d$ BEGIN IF y THEN DROP TABLE t; END IF; END $d$'; END IF; END".replaceAll(
        '$d$',
        '$d1$',
      ),
      ['run-code: x', 'drop-table: x and y'],
    ],
  ])('%s', (body, expected) => {
    expect(conditions(body)).toEqual(expected)
  })
})

describe('the guards that amount to IF [NOT] EXISTS', () => {
  test.each([
    [
      "BEGIN IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'mood') THEN CREATE TYPE mood AS ENUM ('a'); END IF; END",
      ['create-enum: no object mood'],
    ],
    [
      'BEGIN CREATE TYPE mood AS ENUM (); EXCEPTION WHEN duplicate_object THEN NULL; END',
      ['create-enum: no object mood'],
    ],
    [
      "BEGIN ALTER TABLE t ADD CONSTRAINT k UNIQUE (a); EXCEPTION WHEN duplicate_object OR duplicate_table THEN RAISE NOTICE 'there'; END",
      ['add-constraint: no constraint k'],
    ],
    [
      'BEGIN ALTER TABLE t DROP COLUMN c; EXCEPTION WHEN undefined_column THEN NULL; END',
      ['drop-column: column c'],
    ],
    [
      `BEGIN IF NOT EXISTS (SELECT 1 FROM ${column}) THEN ALTER TABLE t ADD c int; UPDATE t SET c = 1; END IF; END`,
      ['add-column: no column c', 'update-rows: no column c'],
    ],
    [
      `BEGIN IF EXISTS (SELECT 1 FROM ${column}) THEN ALTER TABLE t RENAME c TO d; ELSE ALTER TABLE t ADD d int; END IF; END`,
      ['rename-column: column c', 'add-column: unlikely no column c'],
    ],
    [
      `BEGIN IF EXISTS (SELECT 1 FROM ${column}) THEN RETURN; END IF; ALTER TABLE t ADD c int; END`,
      ['add-column: no column c'],
    ],
    [
      "BEGIN IF EXISTS (SELECT FROM information_schema.tables WHERE table_name = 'T') THEN ALTER TABLE t ADD c int; END IF; END",
      ['add-column: table t'],
    ],
    [
      "BEGIN IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'k') THEN ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0); END IF; END",
      ['add-constraint: no constraint k'],
    ],
    [
      "BEGIN IF EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE relname = 'i') THEN DROP INDEX i; END IF; END",
      ['drop-index: index i'],
    ],
    [
      "BEGIN IF to_regclass('public.t') IS NULL THEN CREATE TABLE t (a int); END IF; END",
      ['create-table: no table t'],
    ],
    ["BEGIN IF NOT to_regclass('t') IS NULL THEN DROP TABLE t; END IF; END", ['drop-table: table t']],
  ])('%s', (body, expected) => {
    expect(conditions(body)).toEqual(expected)
  })

  test.each([
    [
      'another thing',
      "BEGIN IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'other') THEN CREATE TYPE mood AS ENUM (); END IF; END",
    ],
    [
      'rows',
      "BEGIN IF NOT EXISTS (SELECT 1 FROM settings WHERE name = 'mood') THEN CREATE TYPE mood AS ENUM (); END IF; END",
    ],
    [
      'rows too',
      "BEGIN IF NOT EXISTS (SELECT 1 FROM pg_type, settings WHERE typname = 'mood') THEN CREATE TYPE mood AS ENUM (); END IF; END",
    ],
    [
      'the server',
      "BEGIN IF current_setting('server_version_num')::int > 1 THEN CREATE TYPE mood AS ENUM (); END IF; END",
    ],
    ['any error', 'BEGIN CREATE TYPE mood AS ENUM (); EXCEPTION WHEN others THEN NULL; END'],
  ])('are none that ask for %s', (_, body) => {
    expect(conditions(body)[0]).toMatch(/^create-enum: (?!no object)/)
  })

  test('a question for its type is more than one for the column', () => {
    const under = (more: string): string =>
      `BEGIN IF EXISTS (SELECT 1 FROM ${column}${more}) THEN ALTER TABLE t DROP COLUMN c; END IF; END`
    expect(conditions(under(''))).toEqual(['drop-column: column c'])
    expect(conditions(under(" AND data_type = 'text'"))[0]).toMatch(/^drop-column: EXISTS/)
  })

  test('an error of the second statement takes back the first', () => {
    const body = 'BEGIN CREATE TABLE a (); CREATE TABLE b (); EXCEPTION WHEN duplicate_table THEN NULL; END'
    expect(conditions(body)).toEqual([
      'create-table: duplicate_table is not raised',
      'create-table: duplicate_table is not raised',
    ])
  })
})
