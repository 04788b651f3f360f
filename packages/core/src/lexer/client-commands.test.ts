import { describe, expect, test } from 'vitest'
import { mysqlLexicalRules, postgresLexicalRules, sqliteLexicalRules } from './engines.ts'
import type { LexicalRules } from './lexical-rules.ts'
import { splitStatements } from './split-statements.ts'

type Probe = readonly [text: string, statements: readonly string[], unread: readonly string[]]

function probe(rules: LexicalRules, [text, statements, unread]: Probe): void {
  const parts = splitStatements(text, rules)
  expect(parts.statements.map(statement => statement.text.trim())).toEqual(statements)
  expect(parts.commands.map(({ reason }) => reason)).toEqual(unread)
  expect(parts.damage).toEqual([])
}

const file = (name: string): string => `it runs the statements of ${name}, which were not read`
const shell = 'it runs a program of the shell'
const elsewhere = 'what follows runs in another connection or database'

describe('psql', () => {
  test.each<Probe>([
    ['\\i more/tables.sql\nDROP TABLE t;', ['DROP TABLE t'], [file('more/tables.sql')]],
    ['\\ir x.sql', [], [file('x.sql')]],
    [
      '--!include a/b.sql\nDROP TABLE t;\n--! include c.sql \n-- !include',
      ['DROP TABLE t'],
      [file('a/b.sql'), file('c.sql')],
    ],
    ['\\include x.sql', [], [file('x.sql')]],
    ["\\echo 'a \\i b' \\i c.sql", [], [file('c.sql')]],
    ['\\set x 1 \\\\ DROP TABLE t;', ['DROP TABLE t'], []],
    [
      'SELECT a \\gexec\nDROP TABLE t;',
      ['SELECT a', 'DROP TABLE t'],
      ['\\gexec runs each value that this query gives as a statement: which ones, only the database tells'],
    ],
    ['SELECT a \\g |sh', ['SELECT a'], [shell]],
    ['\\o |sh\n\\! rm x\n\\set x `rm x`', [], [shell, shell, shell]],
    ['\\set a `cat /run/x`\n\\set b `echo "$B"`\n\\set c `cat x | sh`', [], [shell]],
    ['\\c other\n\\connect other', [], [elsewhere, elsewhere]],
    ["\\copy t from 'x.csv' csv\nDROP TABLE u;", ["copy t from 'x.csv' csv", 'DROP TABLE u'], []],
    ['\\copy t (a) from stdin\n1;\n\\.\nDROP TABLE u;', ['copy t (a) from stdin', 'DROP TABLE u'], []],
    ['DROP TABLE t \\; DELETE FROM u;', ['DROP TABLE t', 'DELETE FROM u'], []],
    ['\\lo_unlink 5', [], ['it changes large objects']],
    ['\\frobnicate', [], ['it is no command of psql that is known']],
    ['\\set ON_ERROR_STOP on\n\\timing\n\\pset pager off\n\\d+ t\n\\restrict abc\n\\q', [], []],
    ['-- x\rDROP TABLE t;', ['DROP TABLE t'], []],
    [
      'COPY (SELECT 1 FROM stdin) TO STDOUT;\nDROP TABLE t;',
      ['COPY (SELECT 1 FROM stdin) TO STDOUT', 'DROP TABLE t'],
      [],
    ],
  ])('%j', (...row) => probe(postgresLexicalRules, row))
})

describe('the mysql client', () => {
  test.each<Probe>([
    ['source x.sql\nDROP TABLE t;', ['DROP TABLE t'], [file('x.sql')]],
    ['  SOURCE x.sql;\nDROP TABLE t;', ['DROP TABLE t'], [file('x.sql')]],
    ['\\. x.sql\nDROP TABLE t;', ['DROP TABLE t'], [file('x.sql')]],
    ['system rm x\n\\! rm x\nDROP TABLE t;', ['DROP TABLE t'], [shell, shell]],
    ['tee x\nwarnings\nDROP TABLE t;', ['DROP TABLE t'], []],
    ['SELECT\nsource FROM t;', ['SELECT\nsource FROM t'], []],
    ['DELIMITER // DROP TABLE t//', ['DROP TABLE t'], []],
  ])('%j', (...row) => probe(mysqlLexicalRules, row))
})

describe('the SQLite shell', () => {
  test.each<Probe>([
    ['.read more.sql\nDROP TABLE t;', ['DROP TABLE t'], [file('more.sql')]],
    ['.shell rm x\n.output |sh\nDROP TABLE t;', ['DROP TABLE t'], [shell, shell]],
    ['.import x.csv t', [], ['it is a command of the client, which was not read']],
    ['.mode csv\n.headers on\nDROP TABLE t;', ['DROP TABLE t'], []],
    ['SELECT 1\n.5;', ['SELECT 1\n.5'], []],
  ])('%j', (...row) => probe(sqliteLexicalRules, row))
})

describe('a setting of the session that changes what quotes mean', () => {
  test.each<readonly [LexicalRules, string, number]>([
    [mysqlLexicalRules, "SET sql_mode = 'NO_BACKSLASH_ESCAPES'; SELECT 'a\\'; DELETE FROM t; SELECT '';", 4],
    [
      mysqlLexicalRules,
      "SET sql_mode = 'NO_BACKSLASH_ESCAPES'; SET sql_mode = ''; SELECT 'a\\'; DELETE FROM t';",
      3,
    ],
    [mysqlLexicalRules, 'SET SESSION sql_mode = "ANSI_QUOTES"; SELECT "a\\"; DELETE FROM t;', 3],
    [postgresLexicalRules, "SET standard_conforming_strings = off; SELECT '\\''; DELETE FROM t;", 3],
  ])('%#', (rules, text, statements) => {
    expect(splitStatements(text, rules).statements).toHaveLength(statements)
  })
})
