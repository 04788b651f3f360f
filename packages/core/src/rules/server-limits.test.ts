import { beforeAll, expect, test } from 'vitest'
import { dialectNames, dialects } from '../dialects/index.ts'
import { exampleFindings } from '../example-findings.ts'
import type { DialectName } from '../migration/migration.ts'

beforeAll(async () => {
  await Promise.all(dialectNames.map(name => dialects[name].load()))
})

const list = (count: number, text: (number: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index + 1)).join(', ')

const says = (dialect: DialectName, rule: string, up: string, given?: string) =>
  exampleFindings({ title: '', dialect, up, ...(given === undefined ? {} : { given }) }).some(
    ({ ruleId }) => ruleId === rule,
  )

/** Measured: PostgreSQL 15, MariaDB 10.11, SQLite 3.40; MySQL 8.4 manual, InnoDB Limits. */
test.each<[DialectName, number]>([
  ['postgres', 1600],
  ['mysql', 1017],
  ['mariadb', 1017],
  ['sqlite', 2000],
])('%s takes %i columns and no more', (dialect, most) => {
  const table = (columns: number) => `CREATE TABLE t (${list(columns, number => `c${number} int`)})`
  expect(says(dialect, 'row-too-large', table(most))).toBe(false)
  expect(says(dialect, 'row-too-large', table(most + 1))).toBe(true)
  expect(says(dialect, 'row-too-large', 'ALTER TABLE t ADD COLUMN more int', table(most))).toBe(true)
})

test.each<[DialectName, number]>([
  ['postgres', 32],
  ['mysql', 16],
  ['mariadb', 32],
])('a key of %s takes %i columns and no more', (dialect, most) => {
  const given = `CREATE TABLE t (${list(40, number => `c${number} int`)})`
  const index = (columns: number) => `CREATE INDEX i ON t (${list(columns, number => `c${number}`)})`
  expect(says(dialect, 'index-key-too-long', index(most), given)).toBe(false)
  expect(says(dialect, 'index-key-too-long', index(most + 1), given)).toBe(true)
})

test.each<[DialectName]>([['mysql'], ['mariadb']])('a table of %s takes 64 keys and no more', dialect => {
  const columns = list(70, number => `c${number} int`)
  const given = (keys: number) =>
    `CREATE TABLE t (id int PRIMARY KEY, ${columns}, ${list(keys, number => `KEY k${number} (c${number})`)})`
  const more = 'CREATE INDEX more ON t (c70)'
  expect(says(dialect, 'index-key-too-long', more, given(62))).toBe(false)
  expect(says(dialect, 'index-key-too-long', more, given(63))).toBe(true)
})
