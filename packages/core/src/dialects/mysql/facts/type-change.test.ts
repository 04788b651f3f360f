import { describe, expect, test } from 'vitest'
import type { DataType } from '../../../operations/column.ts'
import type { TypeChange } from '../../dialect.ts'
import { mariadb, mysql } from '../index.ts'

function typeOf(text: string): DataType {
  const [operation] = mariadb.parse(`ALTER TABLE t ADD a ${text}`).operations
  if (operation?.kind !== 'add-column' || !operation.column.type) throw new Error(text)
  return operation.column.type
}

function change(from: string, to: string, dialect: typeof mysql = mysql): TypeChange {
  return dialect.traits().typeChange(typeOf(from), typeOf(to))
}

describe('what a change of type does to values', () => {
  test.each([
    ['int', 'bigint', 'nothing'],
    ['int', 'int(11)', 'nothing'],
    ['int', 'smallint', 'can-fail'],
    ['int', 'int unsigned', 'can-fail'],
    ['int unsigned', 'int', 'can-fail'],
    ['int unsigned', 'bigint', 'nothing'],
    ['int', 'decimal(10, 0)', 'nothing'],
    ['int', 'decimal(10, 2)', 'can-fail'],
    ['bigint', 'double', 'silent'],
    ['int', 'double', 'nothing'],
    ['int', 'float', 'silent'],
    ['int', 'varchar(11)', 'nothing'],
    ['int', 'varchar(10)', 'can-fail'],
    ['int', 'date', 'can-fail'],
    ['tinyint(1)', 'bit(1)', 'can-fail'],
    ['bit(4)', 'bit(8)', 'nothing'],
    ['bit(8)', 'bit(4)', 'can-fail'],
    ['decimal(10, 2)', 'decimal(12, 2)', 'nothing'],
    ['decimal(10, 2)', 'decimal(10, 4)', 'can-fail'],
    ['decimal(10, 4)', 'decimal(12, 2)', 'silent'],
    ['decimal(10, 2)', 'double', 'silent'],
    ['float', 'double', 'nothing'],
    ['double', 'float', 'silent'],
    ['float(8, 2)', 'float(20, 2)', 'nothing'],
    ['float(8, 2)', 'double(20, 4)', 'nothing'],
    ['float(8, 2)', 'float', 'nothing'],
    ['float(8, 4)', 'float(20, 2)', 'silent'],
    ['float', 'float(20, 2)', 'silent'],
    ['float(8, 2)', 'float(8, 4)', 'can-fail'],
    ['double', 'int', 'silent'],
    ['varchar(20)', 'varchar(50)', 'nothing'],
    ['varchar(50)', 'varchar(20)', 'can-fail'],
    ['varchar(63)', 'tinytext', 'nothing'],
    ['varchar(64)', 'tinytext', 'can-fail'],
    ['varchar(255) character set latin1', 'tinytext character set latin1', 'nothing'],
    ['varchar(255)', 'text', 'nothing'],
    ['text', 'varchar(255)', 'can-fail'],
    ['tinytext', 'varchar(255)', 'nothing'],
    ['text', 'longtext', 'nothing'],
    ['mediumtext', 'text', 'can-fail'],
    ['text', 'json', 'can-fail'],
    ['json', 'longtext', 'nothing'],
    ['varchar(10)', 'int', 'can-fail'],
    ['varchar(10)', 'date', 'can-fail'],
    ['varchar(10) character set utf8mb3', 'varchar(10) character set utf8mb4', 'nothing'],
    ['varchar(10) character set utf8mb4', 'varchar(10) character set utf8mb3', 'can-fail'],
    ['varchar(10) character set utf8mb4', 'varchar(10) character set latin1', 'can-fail'],
    ['varchar(10) character set ascii', 'varchar(10) character set latin1', 'nothing'],
    ['binary(4)', 'binary(8)', 'silent'],
    ['binary(8)', 'varbinary(8)', 'nothing'],
    ['varbinary(8)', 'binary(8)', 'silent'],
    ['varbinary(8)', 'varbinary(4)', 'can-fail'],
    ["enum('a', 'b')", "enum('a', 'b', 'c')", 'nothing'],
    ["enum('a', 'b')", "enum('b', 'a')", 'nothing'],
    ["enum('a', 'b')", "enum('a')", 'can-fail'],
    ["enum('a', 'b')", "enum('A', 'b')", 'silent'],
    ["enum('a', 'bcd')", 'varchar(3)', 'nothing'],
    ["enum('a', 'bcd')", 'varchar(2)', 'can-fail'],
    ["enum('a', 'b')", 'int', 'silent'],
    ["set('a', 'b')", 'varchar(3)', 'nothing'],
    ["set('a', 'b')", "set('b')", 'can-fail'],
    ['varchar(5)', "enum('a')", 'can-fail'],
    ['datetime', 'timestamp', 'can-fail'],
    ['timestamp', 'datetime', 'nothing'],
    ['datetime', 'date', 'silent'],
    ['date', 'datetime', 'nothing'],
    ['datetime(6)', 'datetime', 'silent'],
    ['datetime', 'datetime(6)', 'nothing'],
    ['datetime', 'varchar(19)', 'nothing'],
    ['datetime', 'varchar(10)', 'can-fail'],
    ['uuid', 'char(36)', 'nothing'],
    ['inet4', 'inet6', 'can-fail'],
    ['inet6', 'inet4', 'can-fail'],
    ['point', 'geometry', 'nothing'],
    ['geometry', 'point', 'can-fail'],
  ] as const)('%s to %s: %s', (from, to, loses) => {
    expect(change(from, to).loses).toBe(loses)
  })

  test('says why, and that strict mode decides', () => {
    expect(change('int', 'smallint')).toEqual({
      loses: 'can-fail',
      silentWithoutStrictMode: true,
      cost: 'rewrite',
      why: 'values above 32767 do not fit',
    })
    expect(change("enum('a', 'b', 'c')", "enum('b')").why).toBe("'a', 'c' are not in the new list")
    expect(change('varchar(50)', 'varchar(20)').why).toBe('values longer than 20 characters do not fit')
  })
})

describe('what it costs', () => {
  test.each([
    ['varchar(50)', 'varchar(63)', 'none', 'none'],
    ['varchar(50)', 'varchar(64)', 'rewrite', 'rewrite'],
    ['varchar(64)', 'varchar(200)', 'none', 'none'],
    ['varchar(64)', 'varchar(60)', 'rewrite', 'rewrite'],
    ['varchar(50) character set latin1', 'varchar(255) character set latin1', 'none', 'none'],
    ['varchar(50) character set latin1', 'varchar(256) character set latin1', 'rewrite', 'none'],
    ['varchar(128) character set latin1', 'varchar(256) character set latin1', 'rewrite', 'rewrite'],
    ['int', 'bigint', 'rewrite', 'rewrite'],
    ['int(10)', 'int(11)', 'none', 'none'],
    ['char(10)', 'char(20)', 'rewrite', 'rewrite'],
    ["enum('a')", "enum('a', 'b')", 'none', 'none'],
    ["enum('a', 'b')", "enum('b', 'a')", 'rewrite', 'rewrite'],
    [
      "set('1','2','3','4','5','6','7','8')",
      "set('1','2','3','4','5','6','7','8','9')",
      'rewrite',
      'rewrite',
    ],
    ['varchar(50) collate utf8mb4_bin', 'varchar(50) collate utf8mb4_general_ci', 'none', 'none'],
  ] as const)('%s to %s: %s in MySQL, %s in MariaDB', (from, to, inMysql, inMariadb) => {
    expect(change(from, to).cost).toBe(inMysql)
    expect(change(from, to, mariadb).cost).toBe(inMariadb)
  })

  test('256 members need a second byte', () => {
    const list = (count: number): string =>
      `enum(${Array.from({ length: count }, (_, index) => `'${index}'`).join()})`
    expect(change(list(254), list(255)).cost).toBe('none')
    expect(change(list(255), list(256)).cost).toBe('rewrite')
  })
})
