import { beforeAll, expect, test } from 'vitest'
import { dialects } from '../dialects/index.ts'
import { readSqlScript } from '../readers/sql/read-sql-script.ts'
import { replay } from './replay.ts'
import { migrationOf } from './testing/script-cases.ts'

beforeAll(() => dialects.postgres.load())

function after(script: string): { readonly columns: readonly string[]; readonly indexes: readonly string[] } {
  const { postgres } = dialects
  const up = readSqlScript({ file: 'a.sql', transaction: 'none' }, script, postgres)
  const [one] = replay([migrationOf('postgres', up)], postgres.semantics, { complete: true })
  const table = one?.up.after.tables.get('t')
  return {
    columns: [...(table?.columns.values() ?? [])].map(({ name, default: value = '' }) =>
      `${name} ${value}`.trim(),
    ),
    indexes: (table?.indexes ?? []).map(({ name = '' }) => name),
  }
}

// Measured: PostgreSQL 15, with citext, hstore and pg_trgm.
test('CASCADE takes columns of its types, indexes by its operators and defaults that call it', () => {
  expect(
    after(`CREATE EXTENSION citext; CREATE TABLE t (a citext, b int); CREATE INDEX ti ON t (a);
DROP EXTENSION citext CASCADE`),
  ).toEqual({ columns: ['b'], indexes: [] })
  expect(
    after(`CREATE EXTENSION pg_trgm; CREATE TABLE t (a text); CREATE INDEX by_a ON t (a);
CREATE INDEX by_parts ON t USING gin (a gin_trgm_ops); DROP EXTENSION pg_trgm CASCADE`),
  ).toEqual({ columns: ['a'], indexes: ['by_a'] })
  expect(
    after(`CREATE EXTENSION "uuid-ossp"; CREATE TABLE t (id uuid DEFAULT uuid_generate_v4(), n int DEFAULT 0);
DROP EXTENSION "uuid-ossp" CASCADE`),
  ).toEqual({ columns: ['id', 'n 0'], indexes: [] })
})

test('without CASCADE it takes nothing, or fails', () => {
  expect(after('CREATE EXTENSION citext; CREATE TABLE t (a citext); DROP EXTENSION citext').columns).toEqual([
    'a',
  ])
})
