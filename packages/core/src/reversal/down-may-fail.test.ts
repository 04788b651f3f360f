import { beforeAll, expect, test } from 'vitest'
import type { Dialect } from '../dialects/dialect.ts'
import { mariadb } from '../dialects/mysql/index.ts'
import { postgres } from '../dialects/postgres/index.ts'
import type { Migration } from '../migration/migration.ts'
import { readSqlScript } from '../readers/sql/read-sql-script.ts'
import { replay } from '../schema/replay.ts'
import { downMayFailOnData } from './down-may-fail.ts'

beforeAll(() => Promise.all([postgres.load(), mariadb.load()]))

const given =
  'CREATE TABLE teams (id int PRIMARY KEY); ' +
  'CREATE TABLE users (id int PRIMARY KEY, email varchar(20) NOT NULL, name varchar(50), team int, ' +
  'CONSTRAINT u UNIQUE (email), CONSTRAINT c CHECK (team > 0), CONSTRAINT f FOREIGN KEY (team) REFERENCES teams (id));'

test.each<[string, Dialect, string, string, readonly string[]]>([
  [
    'NOT NULL',
    postgres,
    'ALTER TABLE users ALTER email DROP NOT NULL',
    'ALTER TABLE users ALTER email SET NOT NULL',
    ['users.email NOT NULL'],
  ],
  [
    'unique',
    postgres,
    'ALTER TABLE users DROP CONSTRAINT u',
    'ALTER TABLE users ADD CONSTRAINT u UNIQUE (email)',
    ['unique u (email) on users'],
  ],
  [
    'a unique index',
    postgres,
    'ALTER TABLE users DROP CONSTRAINT u',
    'CREATE UNIQUE INDEX u ON users (email)',
    ['unique (email) on users'],
  ],
  [
    'check',
    postgres,
    'ALTER TABLE users DROP CONSTRAINT c',
    'ALTER TABLE users ADD CONSTRAINT c CHECK (team > 0)',
    ['check c (team > 0) on users'],
  ],
  [
    'foreign key',
    postgres,
    'ALTER TABLE users DROP CONSTRAINT f',
    'ALTER TABLE users ADD CONSTRAINT f FOREIGN KEY (team) REFERENCES teams (id)',
    ['foreign key f (team) to teams (id) on users'],
  ],
  [
    'a narrower type',
    postgres,
    'ALTER TABLE users ALTER email TYPE text',
    'ALTER TABLE users ALTER email TYPE varchar(20)',
    ['users.email varchar(20)'],
  ],
  [
    'MODIFY',
    mariadb,
    'ALTER TABLE users MODIFY email varchar(20)',
    'ALTER TABLE users MODIFY email varchar(20) NOT NULL',
    ['users.email NOT NULL'],
  ],
  [
    'rows corrected',
    postgres,
    'ALTER TABLE users ALTER email DROP NOT NULL',
    "UPDATE users SET email = '' WHERE email IS NULL; ALTER TABLE users ALTER email SET NOT NULL",
    [],
  ],
  [
    'other rows corrected',
    postgres,
    'ALTER TABLE users ALTER email DROP NOT NULL',
    "UPDATE users SET name = ''; ALTER TABLE users ALTER email SET NOT NULL",
    ['users.email NOT NULL'],
  ],
  [
    'duplicates deleted',
    postgres,
    'ALTER TABLE users DROP CONSTRAINT u',
    'DELETE FROM users WHERE id > 9; ALTER TABLE users ADD CONSTRAINT u UNIQUE (email)',
    [],
  ],
  [
    'NOT VALID',
    postgres,
    'ALTER TABLE users DROP CONSTRAINT c',
    'ALTER TABLE users ADD CONSTRAINT c CHECK (team > 0) NOT VALID',
    [],
  ],
  ['NOT NULL that never went', postgres, 'SELECT 1', 'ALTER TABLE users ALTER email SET NOT NULL', []],
  [
    'a stricter key holds still',
    postgres,
    'ALTER TABLE users DROP CONSTRAINT u, ADD UNIQUE (email)',
    'ALTER TABLE users ADD UNIQUE (email, name)',
    [],
  ],
  [
    'a wider key does not',
    postgres,
    'ALTER TABLE users DROP CONSTRAINT u, ADD CONSTRAINT w UNIQUE (email, name)',
    'ALTER TABLE users ADD CONSTRAINT u UNIQUE (email)',
    ['unique u (email) on users'],
  ],
  [
    'the same reference',
    postgres,
    'ALTER TABLE users DROP CONSTRAINT f, ADD CONSTRAINT g FOREIGN KEY (team) REFERENCES teams (id) ON DELETE CASCADE',
    'ALTER TABLE users ADD CONSTRAINT f FOREIGN KEY (team) REFERENCES teams (id)',
    [],
  ],
  [
    'a column that down makes',
    postgres,
    'ALTER TABLE users DROP COLUMN email',
    'ALTER TABLE users ADD COLUMN email varchar(20); ALTER TABLE users ADD CONSTRAINT u UNIQUE (email)',
    [],
  ],
  [
    'NOT NULL of a column that down makes',
    postgres,
    'ALTER TABLE users DROP COLUMN email',
    'ALTER TABLE users ADD COLUMN email varchar(20); ALTER TABLE users ALTER email SET NOT NULL',
    ['users.email NOT NULL'],
  ],
  [
    'a table that down makes',
    postgres,
    'DROP TABLE users',
    'CREATE TABLE users (id int, a int); ALTER TABLE users ADD UNIQUE (a)',
    [],
  ],
])('%s', (_title, dialect, up, down, expected) => {
  const applied = migrationOf(dialect, 'given', given)
  const pending = { ...migrationOf(dialect, 'up', up), pending: true, down: scriptOf(dialect, 'down', down) }
  const replayed = replay([applied, pending], dialect.semantics, { complete: true }).at(-1)
  const found = replayed ? downMayFailOnData(replayed, dialect.traits()) : []
  expect(found.map(({ what }) => what)).toEqual(expected)
})

function migrationOf(dialect: Dialect, name: string, text: string): Migration {
  const up = scriptOf(dialect, name, text)
  return {
    name,
    file: up.file,
    layout: 'up-down-files',
    dialect: dialect.name,
    pending: false,
    downExpected: true,
    up,
  }
}

function scriptOf(dialect: Dialect, name: string, text: string): Migration['up'] {
  return readSqlScript({ file: `${name}.sql`, transaction: 'script' }, text, dialect)
}
