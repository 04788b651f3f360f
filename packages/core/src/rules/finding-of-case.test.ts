import { beforeAll, expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import { lint } from '../lint.ts'
import type { DialectName, RunnerTransaction } from '../migration/migration.ts'
import { readSqlScript } from '../readers/sql/read-sql-script.ts'

beforeAll(() => dialects.postgres.load())

interface Case {
  readonly rule: string
  readonly given?: string
  /** Pending, one file each. */
  readonly pending: readonly string[]
  readonly dialect?: DialectName
  readonly dbVersion?: string
  readonly transaction?: RunnerTransaction
}

/** `severity message > instead`, in the order of the report. */
function said({ rule, given = '', pending, dialect = 'postgres', dbVersion, transaction = 'script' }: Case) {
  const migration = (text: string, at: number) => {
    const file = `${at}.sql`
    const up = readSqlScript({ file, transaction }, text, dialects[dialect])
    return {
      layout: 'plain',
      dialect,
      downExpected: false,
      name: `${at}`,
      file,
      pending: at > 0,
      up,
    } as const
  }
  const report = lint([given, ...pending].map(migration), { dialect, ...(dbVersion && { dbVersion }) })
  return [...report.findings, ...report.migrations.flatMap(({ findings }) => findings)].flatMap(
    ({ ruleId, severity, message, instead }) =>
      ruleId === rule ? [`${severity} ${message} > ${instead}`] : [],
  )
}

const longer = 'varchar-length-byte-boundary'
const swap = 'table-swap'
const commits = 'implicit-commit-multi-ddl'

test('NOT NULL that a longer varchar loses is what the rows are written for', () => {
  const of = (up: string) =>
    said({
      rule: longer,
      dialect: 'mysql',
      given: 'CREATE TABLE users (id int, name varchar(30) NOT NULL) CHARSET utf8mb4',
      pending: [up],
    })[0]
  expect(of('ALTER TABLE users MODIFY name varchar(90)')).toContain(
    'Up to 63 characters, with NOT NULL kept, it would take no time.',
  )
  expect(of('ALTER TABLE users MODIFY name varchar(90) NULL')).toContain(
    'Up to 63 characters it would be written again for NULL alone, while writes go on.',
  )
  expect(of('ALTER TABLE users MODIFY name varchar(90) NOT NULL')).toContain(
    'Up to 63 characters it would take no time.',
  )
})

test('two statements leave a moment without the table', () => {
  const of = (renames: string) =>
    said({
      rule: swap,
      dialect: 'mysql',
      given: 'CREATE TABLE users (id int PRIMARY KEY)',
      pending: [
        `CREATE TABLE made (id bigint PRIMARY KEY);\nINSERT INTO made SELECT id FROM users;\n${renames}`,
      ],
    })[0]
  expect(of('RENAME TABLE users TO old;\nRENAME TABLE made TO users;')).toContain(
    'Until line 4 there is no users, and what reads or writes it fails: without the lock, RENAME TABLE users TO old, made TO users leaves no such moment.',
  )
  expect(of('RENAME TABLE users TO old, made TO users;')).not.toContain('Until line')
})

test('what is altered under a condition is no clause of one ALTER TABLE', () => {
  const of = (second: string) =>
    said({
      rule: commits,
      dialect: 'mysql',
      given: 'CREATE TABLE users (id int)',
      pending: [`ALTER TABLE users ADD COLUMN a int;\n${second}`],
    })[0]
  expect(of('ALTER TABLE users ADD COLUMN b int')).toContain('fit into one ALTER TABLE')
  expect(
    of(`SET @s = IF((SELECT count(*) FROM settings) > 0, 'ALTER TABLE users ADD COLUMN b int', 'SELECT 1');
PREPARE s FROM @s;
EXECUTE s;`),
  ).not.toContain('fit into one')
})

test('a server that nobody named may not know ALGORITHM=INSTANT', () => {
  const of = (dbVersion?: string) =>
    said({
      rule: 'mysql-combined-alter-loses-instant',
      dialect: 'mysql',
      given: 'CREATE TABLE users (id int)',
      pending: ['ALTER TABLE users ADD COLUMN a int, ADD INDEX (a)'],
      ...(dbVersion && { dbVersion }),
    })[0]
  expect(of()).toContain('That is so from MySQL 8.0.29 on')
  expect(of('8.0.36')).toContain('with ALGORITHM=INSTANT where you count on it')
})

test('ON UPDATE that is lost alone is what the code may set itself', () => {
  const of = (type: string) =>
    said({
      rule: 'modify-drops-attributes',
      dialect: 'mysql',
      given: 'CREATE TABLE users (id int, seen timestamp NOT NULL DEFAULT now() ON UPDATE now())',
      pending: [`ALTER TABLE users MODIFY seen ${type}`],
    })[0]
  expect(of('timestamp NOT NULL DEFAULT now()')).toMatch(/^warning .* > Repeat it, unless every UPDATE/)
  expect(of('timestamp NOT NULL')).toMatch(/^error /)
})
