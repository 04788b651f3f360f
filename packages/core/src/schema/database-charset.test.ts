import { beforeAll, expect, test } from 'vitest'
import { mariadb } from '../dialects/mysql/index.ts'
import { apply } from './apply.ts'
import { emptySchema } from './empty-schema.ts'

beforeAll(() => mariadb.load())

function optionsOf(table: string, ...statements: readonly string[]) {
  return statements
    .flatMap(statement => mariadb.parse(statement).operations)
    .reduce(apply, emptySchema(mariadb.semantics, { complete: true }))
    .tables.get(table)?.options
}

/** Measured: MariaDB 10.11, information_schema.tables. */
test.each([
  [
    't',
    ['CREATE DATABASE d CHARACTER SET latin1', 'USE d', 'CREATE TABLE t (a text)'],
    { charset: 'latin1' },
  ],
  ['d.t', ['CREATE DATABASE d CHARSET = latin1', 'CREATE TABLE d.t (a text)'], { charset: 'latin1' }],
  ['t', ['ALTER DATABASE CHARACTER SET latin1', 'CREATE TABLE t (a text)'], { charset: 'latin1' }],
  [
    't',
    ['CREATE SCHEMA d DEFAULT CHARACTER SET utf8 COLLATE utf8_bin', 'USE d', 'CREATE TABLE t (a text)'],
    { charset: 'utf8', collate: 'utf8_bin' },
  ],
  [
    't',
    ['CREATE DATABASE d CHARACTER SET latin1', 'USE d', 'CREATE TABLE t (a text) CHARSET utf8mb4'],
    { charset: 'utf8mb4' },
  ],
  [
    't',
    [
      'CREATE DATABASE d CHARACTER SET latin1',
      'USE d',
      'ALTER DATABASE d COLLATE utf8mb4_bin',
      'CREATE TABLE t (a text)',
    ],
    { collate: 'utf8mb4_bin' },
  ],
  [
    't',
    [
      'CREATE DATABASE d CHARACTER SET latin1',
      'USE d',
      'CREATE TABLE t (a text)',
      'ALTER DATABASE d CHARACTER SET utf8mb4',
    ],
    { charset: 'latin1' },
  ],
  [
    't',
    [
      'CREATE DATABASE d CHARACTER SET latin1',
      'CREATE DATABASE e CHARACTER SET utf8mb4',
      'CREATE TABLE t (a text)',
    ],
    {},
  ],
  ['t', ['CREATE DATABASE d CHARACTER SET latin1', 'USE other', 'CREATE TABLE t (a text)'], {}],
])('%s after %j: %j', (table, statements, options) => {
  expect(optionsOf(table, ...statements)).toEqual(options)
})
