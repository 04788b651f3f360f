import { describe, expect, test } from 'vitest'
import { apply } from '../../schema/apply.ts'
import { emptySchema } from '../../schema/empty-schema.ts'
import type { Effect } from '../dialect.ts'
import { mariadb, mysql } from './index.ts'

const setup = `CREATE TABLE t (id INT PRIMARY KEY, a INT, name VARCHAR(50), v INT AS (a) VIRTUAL, p INT, INDEX ia (a),
  CONSTRAINT f FOREIGN KEY (p) REFERENCES u (id)) ENGINE=InnoDB`

function effect(text: string, version: string, dialect: typeof mysql = mysql): Effect | undefined {
  const before = dialect
    .parse(setup)
    .operations.reduce(apply, emptySchema(dialect.semantics, { complete: true }))
  return dialect.traits(version).combinedEffects?.(dialect.parse(text).operations, before)[0]
}

describe('MySQL, by version', () => {
  test.each([
    ['ADD b INT', '5.7', 'INPLACE', 'NONE', true],
    ['ADD b INT', '8.0.12', 'INSTANT', 'NONE', false],
    ['ADD b INT FIRST', '8.0.28', 'INPLACE', 'NONE', true],
    ['ADD b INT FIRST', '8.0.29', 'INSTANT', 'NONE', false],
    ['ADD b INT AUTO_INCREMENT', '8.4', 'INPLACE', 'SHARED', true],
    ['ADD b INT AS (a) STORED', '8.4', 'COPY', 'SHARED', true],
    ['ADD b INT AS (a) VIRTUAL', '8.4', 'INSTANT', 'NONE', false],
    ['ADD b CHAR(36) DEFAULT (uuid())', '8.4', 'COPY', 'SHARED', true],
    ['ADD b DATETIME DEFAULT CURRENT_TIMESTAMP', '8.4', 'INSTANT', 'NONE', false],
    ['DROP name', '8.0.28', 'INPLACE', 'NONE', true],
    ['DROP name', '8.0.29', 'INSTANT', 'NONE', false],
    ['DROP v', '8.4', 'INSTANT', 'NONE', false],
    ['RENAME COLUMN name TO n', '8.0.27', 'INPLACE', 'NONE', false],
    ['RENAME COLUMN name TO n', '8.0.28', 'INSTANT', 'NONE', false],
    ['RENAME COLUMN p TO q', '8.4', 'INSTANT', 'NONE', false],
    ['MODIFY a BIGINT', '8.4', 'COPY', 'SHARED', true],
    ['MODIFY a INT NOT NULL', '8.4', 'INPLACE', 'NONE', true],
    ['MODIFY a INT FIRST', '8.4', 'INPLACE', 'NONE', true],
    ['MODIFY name VARCHAR(63)', '8.4', 'INPLACE', 'NONE', false],
    ['MODIFY name VARCHAR(64)', '8.4', 'COPY', 'SHARED', true],
    ['ALTER a SET DEFAULT 5', '5.7', 'INPLACE', 'NONE', false],
    ['ALTER a SET DEFAULT 5', '8.0.12', 'INSTANT', 'NONE', false],
    ['ADD INDEX (name)', '8.4', 'INPLACE', 'NONE', false],
    ['ADD FULLTEXT (name)', '8.4', 'INPLACE', 'SHARED', true],
    ['DROP INDEX ia', '8.4', 'INPLACE', 'NONE', false],
    ['DROP PRIMARY KEY', '8.4', 'COPY', 'SHARED', true],
    ['DROP PRIMARY KEY, ADD PRIMARY KEY (a)', '8.4', 'INPLACE', 'NONE', true],
    ['ADD FOREIGN KEY (a) REFERENCES u (id)', '8.4', 'COPY', 'SHARED', true],
    ['DROP FOREIGN KEY f', '8.4', 'INPLACE', 'NONE', false],
    ['ADD CHECK (a > 0)', '8.4', 'COPY', 'SHARED', true],
    ['CONVERT TO CHARACTER SET latin1', '8.4', 'COPY', 'SHARED', true],
    ['ENGINE=InnoDB', '8.4', 'INPLACE', 'NONE', true],
    ['ENGINE=MyISAM', '8.4', 'COPY', 'SHARED', true],
    ['PARTITION BY HASH (id)', '8.4', 'COPY', 'SHARED', true],
    ['RENAME TO s', '8.4', 'INSTANT', 'EXCLUSIVE', false],
    ['ADD b INT, ADD INDEX (b)', '8.4', 'INPLACE', 'NONE', true],
    ['ADD b INT, MODIFY a BIGINT', '8.4', 'COPY', 'SHARED', true],
  ] as const)('%s on %s: %s, LOCK=%s', (clause, version, algorithm, lockClause, rewrite) => {
    expect(effect(`ALTER TABLE t ${clause}`, version)).toMatchObject({
      table: 't',
      algorithm,
      lockClause,
      rewrite,
      blocksWrites: lockClause !== 'NONE',
    })
  })

  test('without the column before, the cost of MODIFY is not known', () => {
    expect(effect('ALTER TABLE t MODIFY unheard BIGINT', '8.4')).toMatchObject({
      algorithm: null,
      rewrite: null,
    })
  })
})

describe('other statements', () => {
  test.each([
    ['DROP TABLE t', { blocksReads: true, blocksWrites: true }],
    ['TRUNCATE t', { blocksReads: true, blocksWrites: true }],
    ['UPDATE t SET a = 1', { lock: 'SHARED_WRITE', blocksWrites: true, scan: true }],
    ['UPDATE t SET a = 1 WHERE id = 1', { lock: 'SHARED_WRITE', blocksWrites: null }],
    ['INSERT INTO t (a) VALUES (1)', { lock: 'SHARED_WRITE', blocksWrites: false }],
    ['OPTIMIZE TABLE t', { rewrite: true }],
    ['LOCK TABLES t WRITE', { blocksReads: true }],
  ])('%s', (text, expected) => {
    expect(effect(text, '10.11', mariadb) ?? one(text)).toMatchObject(expected)
  })

  function one(text: string): Effect | undefined {
    const [operation] = mariadb.parse(text).operations
    return (
      operation &&
      mariadb.traits().effectsOf(operation, emptySchema(mariadb.semantics, { complete: true }))[0]
    )
  }

  test('a checked foreign key keeps writers out of the other table', () => {
    const [operation] = mysql.parse('ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u (id)').operations
    const before = emptySchema(mysql.semantics, { complete: false })
    expect(
      operation &&
        mysql
          .traits()
          .effectsOf(operation, before)
          .map(({ table }) => table),
    ).toEqual(['t', 'u'])
  })
})

describe('implicit commits', () => {
  test.each([
    ['ALTER TABLE t ADD a INT', true],
    ['CREATE TABLE t (a INT)', true],
    ['CREATE TEMPORARY TABLE t (a INT)', false],
    ['DROP TEMPORARY TABLE t', false],
    ['DROP TABLE t', true],
    ['TRUNCATE t', true],
    ['LOCK TABLES t READ', true],
    ['BEGIN', true],
    ['GRANT SELECT ON t TO u', true],
    ['CREATE USER u', true],
    ['ANALYZE TABLE t', true],
    ['COMMIT', false],
    ['SAVEPOINT a', false],
    ['UPDATE t SET a = 1', false],
    ['SET sql_mode = 1', false],
  ] as const)('%s: %s', (text, commits) => {
    const [operation] = mysql.parse(text).operations
    expect(operation && mysql.traits().commitsImplicitly(operation)).toBe(commits)
  })
})

describe('a required column on a table with rows', () => {
  test.each([
    ['a INT', 'allowed', 'allowed'],
    ['a INT NOT NULL DEFAULT 1', 'allowed', 'allowed'],
    ['a INT NOT NULL', 'implicit-value', 'implicit-value'],
    ["a ENUM('x') NOT NULL", 'implicit-value', 'implicit-value'],
    ['a DATETIME NOT NULL', 'fails', 'implicit-value'],
    ['a POINT NOT NULL', 'fails', 'implicit-value'],
    ['a INT NOT NULL AUTO_INCREMENT', 'allowed', 'allowed'],
    ['a INT AS (b) NOT NULL', 'allowed', 'allowed'],
  ] as const)('%s: %s in MySQL, %s in MariaDB', (definition, inMysql, inMariadb) => {
    const [operation] = mysql.parse(`ALTER TABLE t ADD ${definition}`).operations
    if (operation?.kind !== 'add-column') throw new Error(definition)
    expect(mysql.traits().addRequiredColumn(operation.column)).toBe(inMysql)
    expect(mariadb.traits().addRequiredColumn(operation.column)).toBe(inMariadb)
  })
})

test('a name is quoted where it has to be', () => {
  const { quote } = mysql.traits()
  expect([quote('users'), quote('order'), quote('a`b'), quote('1a')]).toEqual([
    'users',
    '`order`',
    '`a``b`',
    '`1a`',
  ])
})
