import { describe, expect, it } from 'vitest'
import { blankConstantRows } from './blank-constant-rows.ts'
import { mysqlLexicalRules, postgresLexicalRules } from './engines.ts'

function blanked(text: string): string {
  const result = blankConstantRows(text, postgresLexicalRules)
  expect(result).toHaveLength(text.length)
  return result.replace(/ +/g, ' ').trimEnd()
}

describe('blankConstantRows', () => {
  it.each([
    ["INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, NULL)", "INSERT INTO t VALUES (1, 'a')"],
    [
      'insert into t (a) values (1),\n(-2.5e3),\n(true) RETURNING a',
      'insert into t (a) values (1) RETURNING a',
    ],
    ["REPLACE INTO t VALUES ('(;'), ('),('), ('it''s')", "REPLACE INTO t VALUES ('(;')"],
    ['INSERT INTO t VALUES (now()), (1), (f(2)), (3)', 'INSERT INTO t VALUES (now()) , (f(2))'],
    [
      'INSERT INTO t VALUES (1), (2) ON CONFLICT DO NOTHING',
      'INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING',
    ],
    ["INSERT INTO t VALUES ('😀'), ('😀😀'), (f())", "INSERT INTO t VALUES ('😀') , (f())"],
  ])('%s', (text, expected) => {
    expect(blanked(text)).toBe(expected)
  })

  it.each([
    ['one row', 'INSERT INTO t VALUES (1)'],
    ['no INSERT', 'SELECT * FROM (VALUES (1), (2)) x'],
    ['a query', 'INSERT INTO t SELECT * FROM (VALUES (1), (2)) x'],
    ['a table of that name', 'INSERT INTO values SELECT 1'],
    [
      'what a grammar may refuse',
      "INSERT INTO t VALUES (1), (1 2), (), (1,), (,), (E'\\u'), (0xg), (1a), ('a' 'b'), (DEFAULT)",
    ],
    ['what is open', 'INSERT INTO t VALUES (1), (2'],
    ['comments', 'INSERT INTO t VALUES (1), /* a */ (2)'],
  ])('leaves %s alone', (_, text) => {
    expect(blankConstantRows(text, postgresLexicalRules)).toBe(text)
  })

  it('leaves rows of an executable comment alone', () => {
    const text = 'INSERT INTO t VALUES (1) /*!40000 , (2) */, (3)'
    expect(blankConstantRows(text, mysqlLexicalRules)).toBe(text)
  })
})
