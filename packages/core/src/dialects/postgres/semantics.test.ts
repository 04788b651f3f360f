import { beforeAll, describe, expect, test } from 'vitest'
import { apply } from '../../schema/apply.ts'
import { emptySchema } from '../../schema/empty-schema.ts'
import type { Table } from '../../schema/schema-state.ts'
import { makeObjectName } from './implicit-name.ts'
import { postgres } from './index.ts'

beforeAll(() => postgres.load())

const longTable = `t63_${'a'.repeat(46)}`
const longColumn = `c_${'b'.repeat(34)}`

/** The names were read from the catalog of PostgreSQL 15. */
describe('a name that PostgreSQL chooses', () => {
  test.each([
    ['CREATE TABLE t (id int PRIMARY KEY)', ['t_pkey']],
    ['CREATE TABLE t (a int UNIQUE, b int, UNIQUE (a, b))', ['t_a_key', 't_a_b_key']],
    [
      'CREATE TABLE t (a int REFERENCES u, b int, FOREIGN KEY (a, b) REFERENCES v)',
      ['t_a_fkey', 't_a_b_fkey'],
    ],
    [
      'CREATE TABLE t (a int CHECK (a > 0), b int, CHECK (a > b), CHECK (b > 0), CHECK (b < 9))',
      ['t_a_check', 't_check', 't_b_check', 't_b_check1'],
    ],
    ['CREATE TABLE t (y int, EXCLUDE USING btree (y WITH =))', ['t_y_excl']],
    ['CREATE TABLE t (y int, NOT NULL y)', ['t_y_not_null']],
    ['CREATE TABLE audit.t (id int PRIMARY KEY)', ['t_pkey']],
    [
      `CREATE TABLE ${longTable} (${longColumn} int UNIQUE CHECK (${longColumn} > 0) REFERENCES users (id), "é" int CHECK ("é" > 0))`,
      [
        't63_aaaaaaaaaaaaaaaaaaaaaaaaa_c_bbbbbbbbbbbbbbbbbbbbbbbbbbb_key',
        't63_aaaaaaaaaaaaaaaaaaaaaaaa_c_bbbbbbbbbbbbbbbbbbbbbbbbbb_check',
        `${longTable}_é_check`,
        't63_aaaaaaaaaaaaaaaaaaaaaaaaa_c_bbbbbbbbbbbbbbbbbbbbbbbbbb_fkey',
      ],
    ],
  ])('%s', (sql, names) => {
    expect(replayed(sql)[0]?.constraints.map(({ name }) => name)).toEqual(names)
  })

  test.each([
    [['CREATE INDEX ON t (a, b)'], ['t_a_b_idx']],
    [['CREATE INDEX ON t (a) INCLUDE (b)'], ['t_a_b_idx']],
    [
      ['CREATE INDEX ON t (lower(a::text))', 'CREATE INDEX ON t (lower(b::text))'],
      ['t_lower_idx', 't_lower_idx1'],
    ],
    [['CREATE INDEX ON t ((a + 1), coalesce(a, 1))'], ['t_expr_coalesce_idx']],
    [['CREATE INDEX ON t (((a)::text))'], ['t_a_idx']],
    [['CREATE INDEX ON t ((CASE WHEN a > 1 THEN b ELSE a END))'], ['t_a_idx']],
    [['CREATE INDEX ON t (lower(a::text), (a + 1), (a + 2)) INCLUDE (b)'], ['t_lower_expr_expr1_b_idx']],
  ])('%j', (statements, names) => {
    const [table] = replayed('CREATE TABLE t (a int, b int)', ...statements)
    expect(table?.indexes.map(({ name }) => name)).toEqual(names)
  })

  test('is cut to 63 bytes, between characters', () => {
    const name = makeObjectName('é'.repeat(40), 'ü'.repeat(20), 'idx')
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(63)
    expect(name).toMatch(/^é+_ü+_idx$/)
  })
})

test('public is the schema that goes without saying', () => {
  const { objectKey } = postgres.semantics
  expect(objectKey('public.users')).toBe(objectKey('users'))
  expect(objectKey('audit.users')).not.toBe(objectKey('users'))
  expect(objectKey('Users')).not.toBe(objectKey('users'))
})

test.each([
  ['users', 'users'],
  ['Users', '"Users"'],
  ['order', '"order"'],
  ['first name', '"first name"'],
  ['a"b', '"a""b"'],
  ['name', 'name'],
])('%s is quoted as %s', (name, quoted) => expect(postgres.traits().quote(name)).toBe(quoted))

function replayed(...statements: readonly string[]): readonly Table[] {
  const schema = statements
    .flatMap(sql => postgres.parse(sql).operations)
    .reduce(apply, emptySchema(postgres.semantics, { complete: true }))
  return [...schema.tables.values()]
}
