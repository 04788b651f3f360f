import { describe, expect, test } from 'vitest'
import type { Column, DataType } from '../../../operations/column.ts'
import { mariadb, mysql } from '../index.ts'

function columnOf(definition: string, dialect: typeof mysql = mysql): Column | undefined {
  const { operations, reading } = dialect.parse(`ALTER TABLE t ADD COLUMN ${definition}`)
  expect(reading).toBe('own-parser')
  const [first] = operations
  return first?.kind === 'add-column' ? first.column : undefined
}

describe('a type is the one that the server makes of it', () => {
  const types: readonly (readonly [written: string, type: Partial<DataType>])[] = [
    ['INTEGER(11)', { name: 'int', args: [] }],
    ['INT8', { name: 'bigint', args: [] }],
    ['INT4 UNSIGNED', { name: 'int', args: [], unsigned: true }],
    ['INT(5) ZEROFILL', { name: 'int', args: [5], unsigned: true, zerofill: true }],
    ['BOOLEAN', { name: 'tinyint', args: [1] }],
    ['TINYINT(1)', { name: 'tinyint', args: [1] }],
    ['TINYINT(4)', { name: 'tinyint', args: [] }],
    ['NUMERIC', { name: 'decimal', args: [10, 0] }],
    ['DEC(12)', { name: 'decimal', args: [12, 0] }],
    ['FIXED(12, 3)', { name: 'decimal', args: [12, 3] }],
    ['DOUBLE PRECISION', { name: 'double', args: [] }],
    ['FLOAT(53)', { name: 'double', args: [] }],
    ['REAL', { name: 'double', args: [] }],
    ['CHAR', { name: 'char', args: [1] }],
    ['CHARACTER VARYING(20)', { name: 'varchar', args: [20] }],
    ['NATIONAL VARCHAR(20)', { name: 'varchar', args: [20], charset: 'utf8mb3' }],
    ['VARCHAR(20) CHARACTER SET utf8 COLLATE utf8_bin', { charset: 'utf8mb3', collation: 'utf8mb3_bin' }],
    ['VARCHAR(20) NOT NULL COLLATE utf8mb4_bin', { collation: 'utf8mb4_bin' }],
    ['VARCHAR(20) ASCII', { charset: 'latin1' }],
    ['VARCHAR(20) CHARACTER SET binary', { name: 'varbinary', args: [20] }],
    ['TEXT NOT NULL COLLATE binary', { name: 'blob' }],
    ['LONG VARCHAR', { name: 'mediumtext' }],
    ['TEXT(60)', { name: 'tinytext' }],
    ['TEXT(70000)', { name: 'mediumtext' }],
    ['BLOB(300)', { name: 'blob' }],
    ['DATETIME(0)', { name: 'datetime', args: [] }],
    ['TIMESTAMP(6)', { name: 'timestamp', args: [6] }],
    ['YEAR(4)', { name: 'year', args: [] }],
    ["ENUM('it''s', 'b')", { name: 'enum', values: ["it's", 'b'] }],
    ["SET('a', 'b') CHARSET latin1", { name: 'set', values: ['a', 'b'], charset: 'latin1' }],
    ['SERIAL', { name: 'bigint', unsigned: true }],
    ['VECTOR(3)', { name: 'vector', args: [3] }],
    ['POINT SRID 4326', { name: 'point' }],
  ]

  test.each(types)('%s', (written, type) => {
    expect(columnOf(`a ${written}`)?.type).toMatchObject(type)
  })

  test('keeps what was written', () => {
    expect(columnOf('a Integer (11)  UNSIGNED NOT NULL')?.type?.text).toBe('Integer (11)  UNSIGNED')
  })
})

describe('attributes in any order', () => {
  const attributes: readonly (readonly [definition: string, column: Partial<Column>])[] = [
    ['a INT', { nullable: true }],
    ['a INT NOT NULL', { nullable: false }],
    ['a INT PRIMARY KEY', { nullable: false }],
    ['a INT KEY AUTO_INCREMENT', { nullable: false, autoIncrement: 'auto-increment' }],
    ["a INT DEFAULT 5 NOT NULL COMMENT 'it''s'", { default: '5', nullable: false, comment: "it's" }],
    ['a INT DEFAULT -1', { default: '-1' }],
    ["a VARCHAR(9) DEFAULT 'a' 'b'", { default: "'a' 'b'" }],
    ["a VARCHAR(9) DEFAULT _utf8mb4'x'", { default: "_utf8mb4'x'" }],
    ["a BIT DEFAULT b'0'", { default: "b'0'" }],
    ['a CHAR(36) DEFAULT (uuid())', { default: '(uuid())' }],
    [
      'a DATETIME(6) DEFAULT CURRENT_TIMESTAMP(6) ON UPDATE CURRENT_TIMESTAMP(6)',
      { default: 'CURRENT_TIMESTAMP(6)', onUpdate: 'CURRENT_TIMESTAMP(6)' },
    ],
    ['a INT GENERATED ALWAYS AS (b + 1) STORED', { generated: { expression: 'b + 1', storage: 'stored' } }],
    ['a INT AS (b)', { generated: { expression: 'b', storage: 'virtual' } }],
    ['a INT AS (b) PERSISTENT', { generated: { expression: 'b', storage: 'stored' } }],
    ['a INT INVISIBLE', { invisible: true }],
    ['a INT COLUMN_FORMAT DYNAMIC STORAGE DISK', { name: 'a' }],
  ]

  test.each(attributes)('%s', (definition, column) => {
    expect(columnOf(definition)).toMatchObject(column)
  })

  test.each(['a INT', 'a INT NULL', 'a INT DEFAULT NULL', 'a INT NULL DEFAULT NULL'])(
    '%s has no default',
    text => {
      expect(columnOf(text)?.default).toBeUndefined()
    },
  )

  test('MariaDB takes a call without parentheses', () => {
    expect(columnOf('a UUID DEFAULT uuid()', mariadb)?.default).toBe('uuid()')
    expect(columnOf('a BIGINT DEFAULT NEXT VALUE FOR s', mariadb)?.default).toBe('NEXT VALUE FOR s')
  })
})

describe('what is written beside a column', () => {
  test('UNIQUE is an index of its own', () => {
    expect(mysql.parse('CREATE TABLE t (a INT UNIQUE)').operations).toMatchObject([
      { constraints: [], indexes: [{ table: 't', parts: [{ column: 'a' }], unique: true }] },
    ])
  })

  test('a CHECK knows its column', () => {
    expect(
      mysql.parse('CREATE TABLE t (a INT CONSTRAINT c CHECK (a > 0) NOT ENFORCED)').operations,
    ).toMatchObject([
      { constraints: [{ type: 'check', name: 'c', expression: 'a > 0', column: 'a', notEnforced: true }] },
    ])
  })

  test('MySQL ignores REFERENCES there, MariaDB does not', () => {
    const text = 'CREATE TABLE t (a INT REFERENCES u (id) ON DELETE CASCADE)'
    expect(mysql.parse(text).operations).toMatchObject([
      { constraints: [], ignoredReferences: [{ columns: ['a'] }] },
    ])
    expect(mariadb.parse(text).operations).toMatchObject([
      {
        constraints: [
          { type: 'foreign-key', columns: ['a'], onDelete: 'cascade', references: { table: 'u' } },
        ],
      },
    ])
  })
})
