import { beforeAll, expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import { readSqlScript } from '../readers/sql/read-sql-script.ts'
import { emptySchema } from './empty-schema.ts'
import { replayScript } from './replay.ts'

beforeAll(() => dialects.postgres.load())

function tablesAfter(dialect: 'postgres' | 'mysql', sql: string): readonly string[] {
  const { semantics } = dialects[dialect]
  const script = readSqlScript({ file: '1.sql', transaction: 'none' }, sql, dialects[dialect])
  const empty = emptySchema(semantics, { complete: true })
  const { after } = replayScript(script, empty, new Set(), { pending: false })
  return [...after.tables.values()].map(({ name }) => name)
}

test('DROP DATABASE of MySQL takes the tables in it, and CASCADE those of a schema', () => {
  const given = 'CREATE TABLE parser.trees (id int); CREATE TABLE code.files (id int);'
  expect(tablesAfter('mysql', `${given} DROP DATABASE parser`)).toEqual(['code.files'])
  expect(tablesAfter('postgres', `${given} DROP SCHEMA parser CASCADE`)).toEqual(['code.files'])
})
