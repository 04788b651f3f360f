import { beforeAll, expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import { lint } from '../lint.ts'
import { readSqlScript } from '../readers/sql/read-sql-script.ts'

beforeAll(() => dialects.postgres.load())

const read = (text: string) =>
  readSqlScript({ file: 'x.sql', transaction: 'script' }, text, dialects.postgres)

const said = (dump: string, up: string) =>
  lint(
    [
      {
        name: 'x',
        file: 'x.sql',
        layout: 'plain',
        dialect: 'postgres',
        pending: true,
        downExpected: false,
        up: read(up),
      },
    ],
    { baseline: read(dump).statements, rules: { 'missing-down': 'off' } },
  )
    .findings.filter(({ ruleId }) => ruleId === 'object-missing')
    .map(({ message }) => message)

const dump = 'CREATE TABLE users (id bigint, email text); CREATE TABLE audit.events (id bigint);'

test.each([
  ['a table', 'ALTER TABLE "user" ADD COLUMN age int'],
  ['a column', 'ALTER TABLE users ALTER COLUMN mail SET NOT NULL'],
])('%s that a dump does not have', (_what, up) => {
  expect(said(dump, up)).toHaveLength(1)
})

test.each([
  ['what the deploy has made', 'CREATE TABLE teams (id int); ALTER TABLE teams ADD COLUMN age int'],
  ['IF EXISTS', 'ALTER TABLE IF EXISTS teams ADD COLUMN age int; DROP TABLE IF EXISTS teams'],
  ['a schema that the dump leaves out', 'ALTER TABLE auth.users ADD COLUMN age int'],
  ['what is there', 'ALTER TABLE users ADD COLUMN age int; ALTER TABLE audit.events ADD COLUMN at date'],
])('%s is not missing', (_what, up) => {
  expect(said(dump, up)).toEqual([])
})

test('an extension may have made it', () => {
  expect(said(`CREATE EXTENSION postgis; ${dump}`, 'DELETE FROM spatial_ref_sys WHERE srid = 1')).toEqual([])
})
