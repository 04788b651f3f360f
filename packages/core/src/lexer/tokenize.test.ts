import { describe, expect, it } from 'vitest'
import {
  mariadbLexicalRules,
  mysqlLexicalRules,
  postgresLexicalRules,
  sqliteLexicalRules,
} from './engines.ts'
import type { LexicalRules } from './lexical-rules.ts'
import { tokenize } from './tokenize.ts'

/** `kind:text` of every token that is not white space. */
function code(text: string, rules: LexicalRules): readonly string[] {
  return tokenize(text, rules)
    .filter(token => token.kind !== 'whitespace')
    .map(token => `${token.kind}:${token.text}`)
}

function values(text: string, rules: LexicalRules): readonly (string | undefined)[] {
  return tokenize(text, rules)
    .filter(token => token.kind !== 'whitespace')
    .map(token => token.value)
}

describe('quotes', () => {
  it.each([
    ["'it''s'", postgresLexicalRules, "it's"],
    ["E'a\\'b'", postgresLexicalRules, "a'b"],
    ["'a\\'", postgresLexicalRules, 'a\\'],
    ['$a$x$$y$a$', postgresLexicalRules, 'x$$y'],
    ['"a""b"', postgresLexicalRules, 'a"b'],
    ["'a\\'b\\n'", mysqlLexicalRules, "a'b\n"],
    ['"a""b\'\'"', mysqlLexicalRules, "a\"b''"],
    ['`a``b`', mysqlLexicalRules, 'a`b'],
    ['[a b]', sqliteLexicalRules, 'a b'],
    ["x'ff'", sqliteLexicalRules, 'ff'],
  ])('%s', (text, rules, value) => {
    expect(values(text, rules)).toEqual([value])
  })

  it.each([["'open"], ['"open'], ['/* open'], ['$$ open']])('%s is damaged to the end', text => {
    expect(code(`${text}; SELECT 1`, postgresLexicalRules)).toEqual([`damaged:${text}; SELECT 1`])
  })
})

describe('comments', () => {
  it('nest in PostgreSQL alone', () => {
    const text = '/* a /* b */ c */'
    expect(code(text, postgresLexicalRules)).toEqual([`comment:${text}`])
    expect(code(text, sqliteLexicalRules)).toEqual([
      'comment:/* a /* b */',
      'word:c',
      'operator:*',
      'operator:/',
    ])
  })

  it('need a space after -- in MySQL, but for the start of a line', () => {
    expect(code('SELECT 1--1', mysqlLexicalRules)).toEqual([
      'word:SELECT',
      'number:1',
      'operator:-',
      'operator:-',
      'number:1',
    ])
    expect(code('--x', mysqlLexicalRules)).toEqual(['comment:--x'])
    expect(code('a --> statement-breakpoint b', mysqlLexicalRules)).toEqual([
      'word:a',
      'comment:--> statement-breakpoint',
      'word:b',
    ])
  })

  it.each([
    ['/*!40101 SET x */', mysqlLexicalRules, ['comment:/*!40101', 'word:SET', 'word:x', 'comment:*/']],
    ['/*!SET x*/', mysqlLexicalRules, ['comment:/*!', 'word:SET', 'word:x', 'comment:*/']],
    ['/*!80013 x */', mysqlLexicalRules, ['comment:/*!80013', 'word:x', 'comment:*/']],
    ['/*!80013 x */', mariadbLexicalRules, ['comment:/*!80013 x */']],
    ['/*!100100 x */', mariadbLexicalRules, ['comment:/*!100100', 'word:x', 'comment:*/']],
    ['/*M!100100 x */', mariadbLexicalRules, ['comment:/*M!100100', 'word:x', 'comment:*/']],
    ['/*M!100100 x */', mysqlLexicalRules, ['comment:/*M!100100 x */']],
    ['/*!999999\\- sandbox */', mysqlLexicalRules, ['comment:/*!999999\\- sandbox */']],
    ['/*!40101 x', mysqlLexicalRules, ['damaged:/*!40101', 'word:x']],
    ['/*!40101 x */', postgresLexicalRules, ['comment:/*!40101 x */']],
  ])('%s', (text, rules, expected) => {
    expect(code(text, rules)).toEqual(expected)
  })
})

describe('numbers, names and parameters', () => {
  it.each([
    ['1.5e-3 .5 0xFF', mysqlLexicalRules, ['number:1.5e-3', 'number:.5', 'number:0xFF']],
    ['1st_try t.2nd', mysqlLexicalRules, ['word:1st_try', 'word:t', 'punctuation:.', 'word:2nd']],
    ['t.5', sqliteLexicalRules, ['word:t', 'punctuation:.', 'number:5']],
    ['@a @@b ?', mysqlLexicalRules, ['parameter:@a', 'parameter:@@b', 'parameter:?']],
    ['a @> b ? c', postgresLexicalRules, ['word:a', 'operator:@>', 'word:b', 'operator:?', 'word:c']],
    ['x::int :id', postgresLexicalRules, ['word:x', 'operator:::', 'word:int', 'parameter::id']],
    [
      "a[1:2] :'x'",
      postgresLexicalRules,
      ['word:a', 'punctuation:[', 'number:1', 'operator::', 'number:2', 'punctuation:]', "parameter::'x'"],
    ],
    [
      `\${a}_b %T%c {{x}} {$N}`,
      mysqlLexicalRules,
      [`parameter:\${a}`, 'word:_b', 'parameter:%T%', 'word:c', 'parameter:{{x}}', 'parameter:{$N}'],
    ],
    ['5 % 3', mysqlLexicalRules, ['number:5', 'operator:%', 'number:3']],
    ['naïve été 表', postgresLexicalRules, ['word:naïve', 'word:été', 'word:表']],
  ])('%s', (text, rules, expected) => {
    expect(code(text, rules)).toEqual(expected)
  })
})

it.each(['a @@', 'x ::', '$t$::', '1 <='])('an operator at the very end ends there: %s', text => {
  expect(tokenize(text, postgresLexicalRules).at(-1)?.end).toBe(text.length)
})
