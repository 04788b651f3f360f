import { beforeAll, describe, expect, test } from 'vitest'
import { apply } from '../../../schema/apply.ts'
import { emptySchema } from '../../../schema/empty-schema.ts'
import type { SchemaState } from '../../../schema/schema-state.ts'
import type { Effect } from '../../dialect.ts'
import { postgres } from '../index.ts'

beforeAll(() => postgres.load())

const shop = [
  'CREATE TABLE users (id int PRIMARY KEY, n int, v varchar(10))',
  "CREATE TABLE orders (id int PRIMARY KEY, user_id int REFERENCES users (id), v text CHECK (v <> ''))",
  'CREATE INDEX orders_v ON orders (v)',
]

/** Measured on PostgreSQL 15 beside fixtures/truth/postgres.json. */
describe('locks', () => {
  test.each([
    [
      'ALTER TABLE orders ALTER user_id TYPE bigint',
      ['orders ACCESS EXCLUSIVE rewrite scan', 'users ACCESS EXCLUSIVE'],
    ],
    [
      'ALTER TABLE users ALTER id TYPE bigint',
      ['users ACCESS EXCLUSIVE rewrite scan', 'orders ACCESS EXCLUSIVE'],
    ],
    [
      'ALTER TABLE users ADD z int REFERENCES orders (id)',
      ['users ACCESS EXCLUSIVE', 'orders SHARE ROW EXCLUSIVE'],
    ],
    [
      'ALTER TABLE orders VALIDATE CONSTRAINT orders_user_id_fkey',
      ['orders SHARE UPDATE EXCLUSIVE scan', 'users ROW SHARE scan'],
    ],
    ['CREATE TABLE c () INHERITS (users)', ['users SHARE UPDATE EXCLUSIVE']],
    ['CREATE TABLE c (LIKE users)', ['users ACCESS SHARE']],
    ['ALTER TABLE users NO INHERIT orders', ['users ACCESS EXCLUSIVE', 'orders ACCESS SHARE']],
    ['COMMENT ON CONSTRAINT users_pkey ON users IS NULL', ['users ACCESS SHARE']],
    ['DROP TABLE users CASCADE', ['users ACCESS EXCLUSIVE', 'orders ACCESS EXCLUSIVE']],
    ['CREATE MATERIALIZED VIEW m AS SELECT * FROM users', ['users ACCESS SHARE']],
    ['DROP INDEX orders_v', ['orders ACCESS EXCLUSIVE']],
    ['DROP INDEX CONCURRENTLY orders_v', ['orders SHARE UPDATE EXCLUSIVE']],
    ['DROP INDEX unknown_index', []],
    ['CREATE INDEX i ON ONLY users (n)', ['users SHARE']],
    ["ALTER TYPE st ADD VALUE 'x'", []],
    ['BEGIN', []],
    ['LOCK users IN SHARE MODE', ['users SHARE']],
  ])('%s', (sql, expected) => {
    const effects = effectsOf(sql, replayed(shop), '15')
    const brief = effects.map(({ table, lock, rewrite, scan }) =>
      [table, lock, rewrite ? 'rewrite' : '', scan ? 'scan' : ''].filter(word => word !== '').join(' '),
    )
    expect(brief).toEqual(expected)
  })

  test('of a statement that was read in part are not known', () => {
    expect(effectsOf('ALTER TABLE users FROBNICATE', replayed(shop), '15')).toEqual([
      { table: 'users', lock: null, blocksReads: null, blocksWrites: null, rewrite: null, scan: null },
    ])
  })
})

describe('a new column with a default', () => {
  test.each([
    ['now()', false],
    ["timezone('utc', now())", false],
    ["concat('a', 'b')", false],
    ["'pending'::st", false],
    ['CURRENT_TIMESTAMP', false],
    ['clock_timestamp()', true],
    ['uuid_generate_v4()', true],
    ['lower(gen_random_uuid()::text)', true],
    ['steady()', false],
    ['shifty()', true],
    ['inlined()', false],
    ["of_argument('x')", false],
    ['returned()', false],
    ['random_inside()', true],
    ['of_rows()', true],
    ['of_two()', true],
    ['as_owner()', true],
    ['somebody_elses()', null],
  ])('%s', (text, rewrite) => {
    const before = replayed([
      ...shop,
      "CREATE FUNCTION steady() RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT 1'",
      "CREATE FUNCTION shifty() RETURNS text LANGUAGE plpgsql AS 'BEGIN RETURN 1; END'",
      "CREATE FUNCTION inlined() RETURNS text LANGUAGE sql AS 'SELECT now()::text'",
      "CREATE FUNCTION of_argument(text) RETURNS text LANGUAGE sql AS 'SELECT upper($1)'",
      "CREATE FUNCTION returned() RETURNS text LANGUAGE sql RETURN 'a'",
      "CREATE FUNCTION random_inside() RETURNS text LANGUAGE sql AS 'SELECT random()::text'",
      "CREATE FUNCTION of_rows() RETURNS text LANGUAGE sql AS 'SELECT count(*)::text FROM users'",
      "CREATE FUNCTION of_two() RETURNS text LANGUAGE sql AS 'SELECT 1; SELECT 2'",
      "CREATE FUNCTION as_owner() RETURNS text LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
    ])
    expect(effectsOf(`ALTER TABLE users ADD c text DEFAULT ${text}`, before, '15')[0]?.rewrite).toBe(rewrite)
  })

  test('of a type that may be a domain is not known until history shows it', () => {
    const sql = 'ALTER TABLE users ADD c price'
    expect(effectsOf(sql, replayed([], false), '15')[0]?.rewrite).toBe(null)
    expect(effectsOf(sql, replayed(['CREATE DOMAIN price AS numeric'], false), '15')[0]?.rewrite).toBe(false)
    expect(
      effectsOf(
        sql,
        replayed(['CREATE DOMAIN cents AS int NOT NULL', 'CREATE DOMAIN price AS cents'], false),
        '15',
      )[0]?.rewrite,
    ).toBe(true)
  })
})

describe('SET NOT NULL reads every row', () => {
  test.each([
    ['n > 0', true],
    ['n IS NOT NULL', false],
    ['n > 10 AND n IS NOT NULL', false],
    ['n > 10 OR n IS NOT NULL', true],
    ['v IS NOT NULL', true],
  ])('with a valid CHECK (%s): %s', (expression, scan) => {
    const before = replayed([...shop, `ALTER TABLE users ADD CONSTRAINT c CHECK (${expression})`])
    expect(effectsOf('ALTER TABLE users ALTER n SET NOT NULL', before, '15')[0]?.scan).toBe(scan)
  })

  test('until the CHECK is validated', () => {
    const added = [...shop, 'ALTER TABLE users ADD CONSTRAINT c CHECK (n IS NOT NULL) NOT VALID']
    const sql = 'ALTER TABLE users ALTER n SET NOT NULL'
    expect(effectsOf(sql, replayed(added), '15')[0]?.scan).toBe(true)
    const validated = [...added, 'ALTER TABLE users VALIDATE CONSTRAINT c']
    expect(effectsOf(sql, replayed(validated), '15')[0]?.scan).toBe(false)
  })
})

test('a version between releases, before them and after them', () => {
  const grant = (version: string): number =>
    effectsOf('GRANT SELECT ON users TO bob', replayed(shop), version).length
  expect([grant('17.4'), grant('18.0'), grant('9.6'), grant('21')]).toEqual([0, 1, 0, 1])
})

function replayed(statements: readonly string[], complete = true): SchemaState {
  return statements
    .flatMap(sql => postgres.parse(sql).operations)
    .reduce(apply, emptySchema(postgres.semantics, { complete }))
}

function effectsOf(sql: string, before: SchemaState, version: string): readonly Effect[] {
  return postgres
    .parse(sql)
    .operations.flatMap(operation => postgres.traits(version).effectsOf(operation, before))
}
