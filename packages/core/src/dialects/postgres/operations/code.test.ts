import { beforeAll, describe, expect, test } from 'vitest'
import type { Operation } from '../../../operations/operation.ts'
import { postgres } from '../index.ts'

beforeAll(() => postgres.load())

const inBlock = (body: string): ReturnType<typeof postgres.parse> => postgres.parse(`DO $$ ${body} $$`)

describe('a DO block', () => {
  test.each([
    ['BEGIN DROP TABLE users; END', ['drop table users']],
    [
      'BEGIN IF EXISTS (SELECT 1) THEN DELETE FROM a; ELSIF x THEN DELETE FROM b; ELSE DELETE FROM c; END IF; END',
      ['delete-rows a', 'delete-rows b', 'delete-rows c'],
    ],
    ['BEGIN DROP TABLE a; EXCEPTION WHEN others THEN DROP TABLE b; END', ['drop table a', 'drop table b']],
    [
      'DECLARE r record; BEGIN FOR r IN SELECT id FROM a LOOP UPDATE b SET x = 1 WHERE id = r.id; END LOOP; END',
      ['read-rows', 'update-rows b'],
    ],
    [
      'DECLARE n int; BEGIN SELECT count(*) INTO n FROM a; INSERT INTO b VALUES (n) RETURNING id INTO n; END',
      ['read-rows', 'insert-rows b'],
    ],
    [
      'BEGIN CASE WHEN true THEN TRUNCATE a; ELSE TRUNCATE b; END CASE; WHILE true LOOP TRUNCATE c; END LOOP; END',
      ['truncate-table a', 'truncate-table b', 'truncate-table c'],
    ],
    [
      "BEGIN EXECUTE 'DROP TABLE a'; EXECUTE 'DROP' || ' TABLE ' || 'b'; EXECUTE $q$DROP TABLE c; DROP TABLE d$q$; END",
      ['drop table a', 'drop table b', 'drop table c', 'drop table d'],
    ],
    [
      "BEGIN EXECUTE format('DROP TABLE %I.%2$I, %1$s', 'a', 'Order'); EXECUTE format('TRUNCATE ' || quote_ident('b')); EXECUTE format('DELETE FROM c WHERE d = %L', 'it''s 100%%') USING 1; END",
      ['drop table a.Order', 'drop table a', 'truncate-table b', 'delete-rows c'],
    ],
    [
      "BEGIN PERFORM set_config('search_path', '', true); COMMIT; CALL p(); END",
      ['set-variable', 'control-transaction', 'run-code'],
    ],
    [
      'BEGIN CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $f$ BEGIN DROP TABLE z; END $f$; END',
      ['create-object'],
    ],
    ['BEGIN DO $d$ BEGIN DROP TABLE inner_one; END $d$; END', ['run-code', 'drop table inner_one']],
    ['BEGIN NULL; END', []],
  ])('%s', (body, expected) => {
    const { reading, operations } = inBlock(body)
    const [code, ...inside] = operations
    expect(reading).toBe('grammar')
    expect(code).toEqual({ kind: 'run-code', language: 'plpgsql', dynamic: false })
    expect(inside.map(operation => brief(operation))).toEqual(expected)
  })

  test.each([
    "BEGIN EXECUTE 'DROP TABLE ' || name; END",
    "BEGIN EXECUTE format('DROP TABLE %I', name); END",
    "BEGIN EXECUTE format('DROP TABLE %I%I', 'a'); END",
    "DECLARE r record; BEGIN FOR r IN EXECUTE 'SELECT ' || x LOOP NULL; END LOOP; END",
  ])('that builds SQL at run time says so: %s', body => {
    expect(inBlock(body).operations).toEqual([{ kind: 'run-code', language: 'plpgsql', dynamic: true }])
  })

  test('knows the place of each statement, on one line too', () => {
    const text = 'DO $$ BEGIN TRUNCATE a; TRUNCATE a;\n TRUNCATE a; END $$'
    expect(
      postgres
        .parse(text)
        .operations.slice(1)
        .map(({ span }) => span),
    ).toEqual([
      [12, 22],
      [24, 34],
      [37, 47],
    ])
  })

  test('in another language cannot be seen', () => {
    expect(postgres.parse("DO 'import os' LANGUAGE plpython3u").operations).toEqual([
      { kind: 'run-code', language: 'plpython3u', dynamic: true },
    ])
  })

  test('with a body that PL/pgSQL refuses is read in part', () => {
    const { reading, operations } = inBlock('BEGIN DROP TABEL users; END')
    expect(reading).toBe('partial')
    expect(operations).toMatchObject([
      { kind: 'run-code' },
      { kind: 'unreadable', level: 'partial', verb: 'DO', reason: expect.stringContaining('TABEL') },
    ])
  })

  test('nested without end is not followed without end', () => {
    let sql = 'DROP TABLE users'
    for (let level = 0; level < 12; level += 1) sql = `DO $t${level}$ BEGIN ${sql}; END $t${level}$`
    expect(postgres.parse(sql).operations).toContainEqual(
      expect.objectContaining({ kind: 'run-code', dynamic: true }),
    )
  })

  test('a body holds template placeholders', () => {
    const { reading, operations } = inBlock(
      'BEGIN ALTER TABLE {{ index .Options "Schema" }}.users DROP COLUMN a; END',
    )
    expect(reading).toBe('grammar')
    expect(operations).toMatchObject([{ kind: 'run-code' }, { kind: 'drop-column', column: 'a' }])
  })
})

function brief(operation: Operation): string {
  if (operation.kind === 'drop-table') return `drop table ${operation.table}`
  return 'table' in operation ? `${operation.kind} ${operation.table}` : operation.kind
}
