import { beforeAll, describe, expect, test } from 'vitest'
import { postgres } from './index.ts'

beforeAll(() => postgres.load())

const expressions = [
  'a > 0',
  "CASE WHEN a THEN 'x, y' WHEN b THEN NULL ELSE 'z' END",
  'a IS DISTINCT FROM b',
  'extract(year FROM at) = 2024',
  "ARRAY[1, 2] && '{3}'::int[]",
  "'it''s; -- no comment' <> c",
  '$q$ , ) $q$ = c',
  '1 /* ) , */ + 2 = 3',
  'a BETWEEN 1 AND 2',
  'NOT a',
  'EXISTS (SELECT FROM t WHERE b)',
  '"weird ) name, from" > 1',
  "E'\\' )' = c",
  '(a, b) IN (SELECT 1, 2)',
  "'😀é' || c = 'ü'",
]

/** Where an expression can stand, and where its text then is. */
const places: readonly (readonly [
  sql: (expression: string) => string,
  path: readonly (string | number)[],
])[] = [
  [text => `DELETE FROM t WHERE ${text} RETURNING id`, [0, 'where']],
  [text => `WITH x AS (DELETE FROM t WHERE ${text}) SELECT 1`, [0, 'where']],
  [text => `UPDATE t SET "é" = 1, x = ${text}, y = 2 FROM q WHERE z`, [0, 'assignments', 'x']],
  [text => `UPDATE t SET x = ${text} FROM q WHERE z`, [0, 'assignments', 'x']],
  [text => `ALTER TABLE t ADD CONSTRAINT "check" CHECK (${text}) NOT VALID`, [0, 'constraint', 'expression']],
  [text => `CREATE TABLE t (a int CHECK (${text}) DEFAULT 1, b int)`, [0, 'constraints', 0, 'expression']],
  [text => `CREATE TABLE t (a int DEFAULT (${text}) NOT NULL, b int)`, [0, 'columns', 0, 'default']],
  [text => `ALTER TABLE t ALTER c TYPE text USING ${text}, DROP d`, [0, 'using']],
  [text => `ALTER TABLE t ALTER c SET DEFAULT ${text}, DROP d`, [0, 'default']],
  [text => `CREATE INDEX i ON t (b, (${text}) DESC)`, [0, 'index', 'parts', 1, 'expression']],
  [text => `CREATE INDEX i ON t (b) WHERE ${text}`, [0, 'index', 'where']],
  [
    text => `ALTER TABLE t ADD c text GENERATED ALWAYS AS (${text}) STORED`,
    [0, 'column', 'generated', 'expression'],
  ],
]

describe.each(expressions)('%s', expression => {
  test.each(places)('is found where it stands (%#)', (sql, path) => {
    const { reading, operations } = postgres.parse(sql(expression))
    expect(reading).toBe('grammar')
    const found = path.reduce<unknown>((value, key) => Object(value)[key], operations)
    expect(found).toBe(path.at(-1) === 'default' && path.includes('columns') ? `(${expression})` : expression)
  })
})
