import { describe, expect, it } from 'vitest'
import { classifyStatement } from './classify.ts'
import { mysqlLexicalRules } from './engines.ts'
import { tokenize } from './tokenize.ts'

describe('classifyStatement', () => {
  it.each([
    ['ALTER TABLE `a`.`b` FROBNICATE', 'ALTER TABLE', 'table', 'a.b'],
    ['ALTER IGNORE TABLE t X', 'ALTER TABLE', 'table', 't'],
    ['DROP TABLE IF EXISTS t ???', 'DROP TABLE', 'table', 't'],
    ['CREATE UNIQUE INDEX i ON t (', 'CREATE INDEX', 'index', 'i'],
    ['CREATE OR REPLACE MATERIALIZED VIEW v', 'CREATE MATERIALIZED VIEW', 'view', 'v'],
    ['CREATE DEFINER=`a`@`b` TRIGGER tr', 'CREATE TRIGGER', 'trigger', 'tr'],
    ['/* c */ truncate t', 'TRUNCATE', 'table', 't'],
    ['INSERT IGNORE INTO t (', 'INSERT', 'table', 't'],
    ['DELETE FROM ONLY t USING', 'DELETE', 'table', 't'],
    ['UPDATE t SET', 'UPDATE', 'table', 't'],
    ['/*!40000 ALTER TABLE t X */', 'ALTER TABLE', 'table', 't'],
  ])('%s', (text, verb, type, name) => {
    expect(classifyStatement(tokenize(text, mysqlLexicalRules))).toEqual({ verb, object: { type, name } })
  })

  it.each([['FROBNICATE t'], [''], ['-- a comment'], ['CREATE NONSENSE x'], ['42']])(
    'knows nothing of %j',
    text => {
      expect(classifyStatement(tokenize(text, mysqlLexicalRules))).toEqual({})
    },
  )

  it.each([['SELECT ('], ['GRANT ALL']])('knows the verb alone of %j', text => {
    expect(classifyStatement(tokenize(text, mysqlLexicalRules))).toEqual({ verb: text.split(' ', 1)[0] })
  })
})
