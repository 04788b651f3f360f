import { beforeAll, describe, expect, it } from 'vitest'
import { sqlite } from '../../dialects/sqlite/index.ts'
import { readSqlScript } from './read-sql-script.ts'

beforeAll(() => sqlite.load())

/** What was recognised: `drop t by new_t`, `rename new_t`. */
function recognised(script: string): readonly string[] {
  const { statements } = readSqlScript({ file: 'a.sql', transaction: 'none' }, script, sqlite)
  return statements.flatMap(({ operations }) =>
    operations.flatMap(operation => {
      if (operation.kind === 'drop-table' && operation.replacedBy !== undefined) {
        return [`drop ${operation.table} by ${operation.replacedBy}`]
      }
      return operation.kind === 'rename-table' && operation.completesRebuild
        ? [`rename ${operation.table}`]
        : []
    }),
  )
}

describe('recogniseRebuilds', () => {
  it.each([
    [
      'create, copy, drop, rename',
      'PRAGMA foreign_keys=OFF; CREATE TABLE "new_T" (a); INSERT INTO new_T (a) SELECT a FROM t; CREATE INDEX i ON new_t (a); DROP TABLE T; ALTER TABLE new_t RENAME TO t; PRAGMA foreign_keys=ON;',
      ['drop T by new_T', 'rename new_t'],
    ],
    [
      'the old table moved away first',
      'ALTER TABLE t RENAME TO old_t; CREATE TABLE t (a); INSERT INTO t SELECT a FROM old_t; DROP TABLE old_t;',
      ['rename t', 'drop old_t by t'],
    ],
    [
      'copied out and back',
      'CREATE TEMP TABLE b AS SELECT * FROM t; DROP TABLE t; CREATE TABLE t (a); INSERT INTO t SELECT a FROM b; DROP TABLE b;',
      ['drop t by t', 'drop b by t'],
    ],
    [
      'two tables, interleaved',
      'CREATE TABLE n1 (a); CREATE TABLE n2 (a); INSERT INTO n1 SELECT * FROM t1; INSERT INTO n2 SELECT * FROM t2; DROP TABLE t1; DROP TABLE t2; ALTER TABLE n1 RENAME TO t1; ALTER TABLE n2 RENAME TO t2;',
      ['drop t1 by n1', 'drop t2 by n2', 'rename n1', 'rename n2'],
    ],
    [
      'the same table twice',
      'CREATE TABLE n (a); INSERT INTO n SELECT * FROM t; DROP TABLE t; ALTER TABLE n RENAME TO t; CREATE TABLE n (a); INSERT INTO n SELECT * FROM t; DROP TABLE t; ALTER TABLE n RENAME TO t;',
      ['drop t by n', 'rename n', 'drop t by n', 'rename n'],
    ],
    [
      'rows copied elsewhere too',
      'CREATE TABLE n (a); INSERT INTO n SELECT * FROM t; INSERT INTO other SELECT a FROM t; DROP TABLE t; ALTER TABLE n RENAME TO t;',
      ['drop t by n', 'rename n'],
    ],
  ])('%s', (_, script, expected) => {
    expect(recognised(script)).toEqual(expected)
  })

  it.each([
    ['no copy', 'CREATE TABLE n (a); DROP TABLE t; ALTER TABLE n RENAME TO t;', []],
    [
      'another table copied',
      'CREATE TABLE n (a); INSERT INTO n SELECT * FROM u; DROP TABLE t; ALTER TABLE n RENAME TO t;',
      [],
    ],
    [
      'copied after the drop',
      'CREATE TABLE n (a); DROP TABLE t; INSERT INTO n SELECT * FROM t; ALTER TABLE n RENAME TO t;',
      [],
    ],
    [
      'another name',
      'CREATE TABLE n (a); INSERT INTO n SELECT * FROM t; DROP TABLE t; ALTER TABLE n RENAME TO u;',
      [],
    ],
    [
      'rows left behind',
      'CREATE TABLE n (a); INSERT INTO n SELECT * FROM t WHERE a > 0; DROP TABLE t; ALTER TABLE n RENAME TO t;',
      ['rename n'],
    ],
    [
      'copied rows deleted again',
      'CREATE TABLE n (a); INSERT INTO n SELECT * FROM t; DELETE FROM n; DROP TABLE t; ALTER TABLE n RENAME TO t;',
      [],
    ],
    [
      'the copy rolled back',
      'CREATE TABLE n (a); BEGIN; INSERT INTO n SELECT * FROM t; ROLLBACK; DROP TABLE t; ALTER TABLE n RENAME TO t;',
      [],
    ],
  ])('keeps the drop a drop: %s', (_, script, expected) => {
    expect(recognised(script)).toEqual(expected)
  })
})
