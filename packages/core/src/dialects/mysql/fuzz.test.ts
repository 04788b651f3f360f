import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mariadb, mysql } from './index.ts'

const seeds = [
  "ALTER TABLE t ADD COLUMN a VARCHAR(20) NOT NULL DEFAULT 'x' AFTER b, DROP c, ADD UNIQUE KEY u (a(5)), ALGORITHM=INPLACE",
  "CREATE TABLE t (id INT PRIMARY KEY, a ENUM('x', 'y') AS (b) STORED, CONSTRAINT f FOREIGN KEY (a) REFERENCES u (id)) ENGINE=InnoDB PARTITION BY HASH (id) PARTITIONS 4",
  'CREATE PROCEDURE p(IN a INT) BEGIN DECLARE c CURSOR FOR SELECT 1; l: LOOP IF a THEN LEAVE l; END IF; END LOOP l; CASE a WHEN 1 THEN DROP TABLE x; END CASE; END',
  'UPDATE t AS x JOIN (SELECT id FROM u) y ON x.id = y.id SET x.a = CASE WHEN y.b THEN 1 ELSE 2 END WHERE x.id = x.id OR 1 = 1',
  "INSERT INTO t (a, b) SELECT x, COALESCE(y, 'z') FROM u WHERE c IN (1, 2) ON DUPLICATE KEY UPDATE a = 1",
  "SET @a = 1, GLOBAL sql_mode = '', @@session.x = (SELECT 1)",
  "GRANT SELECT (a, b), INSERT ON db.* TO 'u'@'%' WITH GRANT OPTION",
  '/*!50510 ALTER TABLE t PARTITION BY RANGE (id) (PARTITION a VALUES LESS THAN (10)) */',
]

const pieces = ['(', ')', ',', ';', '.', '=', "'", '`', '/*!', '*/', '--', '@', 'BEGIN', 'END', 'IF', 'FOR', 'SELECT', 'DROP', 'TABLE', 'PARTITION', '0', ' '] // biome-ignore format: a list

const mutated = fc
  .tuple(
    fc.constantFrom(...seeds),
    fc.array(fc.tuple(fc.nat(300), fc.nat(20), fc.constantFrom('', ...pieces)), { maxLength: 6 }),
  )
  .map(([seed, edits]) =>
    edits.reduce((text, [at, length, piece]) => {
      const start = at % (text.length + 1)
      return text.slice(0, start) + piece + text.slice(start + length)
    }, seed),
  )

describe('any text', () => {
  test('is read or said to be unreadable, and never throws', () => {
    fc.assert(
      fc.property(fc.oneof(mutated, fc.string({ unit: 'binary', maxLength: 80 })), text => {
        for (const dialect of [mysql, mariadb]) {
          const { operations, reading } = dialect.parse(text)
          expect(operations.length).toBeGreaterThan(0)
          const isUnread = operations.some(operation => operation.kind === 'unreadable')
          expect(isUnread).toBe(reading !== 'own-parser')
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('gives the same answer twice', () => {
    fc.assert(
      fc.property(mutated, text => {
        expect(mysql.parse(text)).toEqual(mysql.parse(text))
      }),
      { numRuns: 200 },
    )
  })

  test('says where reading stopped, inside the text', () => {
    fc.assert(
      fc.property(mutated, text => {
        for (const operation of mysql.parse(text).operations) {
          if (operation.kind !== 'unreadable') continue
          expect(operation.offset).toBeGreaterThanOrEqual(0)
          expect(operation.offset).toBeLessThanOrEqual(text.length)
          expect(operation.reason).not.toBe('')
        }
      }),
      { numRuns: 1000 },
    )
  })
})

describe('deep nesting costs no stack', () => {
  const depth = 20_000
  test.each([
    ['parentheses in a query', `SELECT ${'('.repeat(depth)}1${')'.repeat(depth)}`],
    ['parentheses in a condition', `DELETE FROM t WHERE ${'('.repeat(depth)}1=1${')'.repeat(depth)}`],
    ['an open end', `CREATE TABLE t (a INT CHECK (${'('.repeat(depth)}`],
    ['blocks', `CREATE PROCEDURE p() ${'BEGIN '.repeat(depth)}SELECT 1; ${'END; '.repeat(depth)}`],
    ['definitions in definitions', `${'CREATE PROCEDURE p() '.repeat(depth)} SELECT 1`],
    ['statements in statements', `${'ANALYZE '.repeat(depth)} SELECT 1`],
    ['a long list of NOT', `DELETE FROM t WHERE ${'NOT '.repeat(depth)} 1 = 1`],
    ['dots', `DROP TABLE ${'a.'.repeat(depth)}b`],
    ['strings', `ALTER TABLE t COMMENT ${"'a' ".repeat(depth)}`],
  ])('%s', (_name, text) => {
    expect(mariadb.parse(text).operations.length).toBeGreaterThan(0)
  })

  test('a list of many rows is one operation', () => {
    const rows = Array.from({ length: 50_000 }, (_, index) => `(${index}, 'text ${index}')`).join(', ')
    expect(mysql.parse(`INSERT INTO t (a, b) VALUES ${rows}`)).toMatchObject({
      reading: 'own-parser',
      operations: [{ kind: 'insert-rows', table: 't', columns: ['a', 'b'] }],
    })
  })
})
