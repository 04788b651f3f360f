import { describe, expect, test } from 'vitest'
import { canonicalDefinition, canonicalExpression } from './canonical-text.ts'

describe('two spellings of one expression are equal', () => {
  test.each([
    [`'anon'::character varying`, `'anon'`],
    ['now()', 'CURRENT_TIMESTAMP'],
    ['current_timestamp()', 'current_timestamp'],
    ['((age > 0))', 'age>0'],
    [`'0'`, '0'],
    ['"age" > 0', 'AGE > 0'],
    ['(hot_rank <> (0)::double precision)', 'hot_rank != 0'],
    [`'All'::public.mode`, `'All'`],
    ['lower((name)::text)', 'lower(name)'],
    [`state = ANY (ARRAY['a'::text, 'b'::text]) AND n > 0`, `state IN ('b', 'a', 'b') AND n > 0`],
    ['n NOT IN (2, 1)', 'n <> ALL (ARRAY[1, 2])'],
  ])('%s and %s', (one, other) => {
    expect(canonicalExpression(one)).toBe(canonicalExpression(other))
  })

  test.each([
    [`'a'`, `'A'`],
    ['age > 0', 'age > 1'],
    [`state IN ('a', 'b')`, `state IN ('a', 'c')`],
    ['f(a, b) IN (1)', 'f(b, a) IN (1)'],
  ])('%s and %s are not', (one, other) => {
    expect(canonicalExpression(one)).not.toBe(canonicalExpression(other))
  })
})

test('damaged text ends', () => {
  for (const text of [`'open`, '"open', '/* open', '((((', '::', '']) {
    expect(typeof canonicalExpression(text)).toBe('string')
  }
})

describe('two spellings of one definition are equal', () => {
  test.each([
    ['CREATE OR REPLACE VIEW v AS SELECT 1;', 'create view v as select  1'],
    ['CREATE VIEW v AS ( SELECT (a), (b) FROM t );', 'create view v as select (a), (b) from t'],
    [
      'CREATE FUNCTION f() AS $$ BEGIN a; END $$ LANGUAGE sql',
      'CREATE FUNCTION f() LANGUAGE sql AS $x$ BEGIN a; END $x$',
    ],
    ['CREATE SEQUENCE s AS int OWNED BY t.id', 'CREATE SEQUENCE s AS integer'],
  ])('%s and %s', (one, other) => {
    expect(canonicalDefinition(one)).toBe(canonicalDefinition(other))
  })

  test('another body is another function', () => {
    const body = (text: string): string =>
      canonicalDefinition(`CREATE FUNCTION f() AS $$ ${text} $$ LANGUAGE sql`)
    expect(body('a; b')).not.toBe(body('b; a'))
  })
})
