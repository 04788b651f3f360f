import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import type { Dialect } from '../dialects/dialect.ts'
import { mariadb, mysql } from '../dialects/mysql/index.ts'
import { postgres } from '../dialects/postgres/index.ts'
import { sqlite } from '../dialects/sqlite/index.ts'
import { readSqlScript } from '../readers/sql/read-sql-script.ts'
import { apply } from './apply.ts'
import { baselineState } from './baseline.ts'
import { emptySchema } from './empty-schema.ts'
import type { SchemaState } from './schema-state.ts'
import { mariadbChanges } from './testing/mariadb-changes.ts'
import { postgresChanges } from './testing/postgres-changes.ts'
import { seenInReplay } from './testing/seen-in-replay.ts'
import { factsOf } from './testing/seen-table.ts'
import { sqliteChanges } from './testing/sqlite-changes.ts'
import { typeText } from './testing/type-text.ts'

/** Written by pg_dump 15, mariadb-dump 10.11, mysqldump 9.7 and `.schema` of databases on which the setup was run. */
const dumps = [
  { file: 'postgres-15', dialect: postgres, setup: postgresChanges.setup },
  { file: 'mariadb-10.11', dialect: mariadb, setup: mariadbChanges.setup },
  { file: 'mysql-9.7', dialect: mysql, setup: mariadbChanges.setup },
  { file: 'sqlite', dialect: sqlite, setup: sqliteChanges.setup },
] as const

beforeAll(() => Promise.all(dumps.map(({ dialect }) => dialect.load())))

test.each(dumps)('the dump $file says what the statements that made it say', ({ file, dialect, setup }) => {
  const text = readFileSync(new URL(`testing/dumps/${file}.sql`, import.meta.url), 'utf8')
  const { statements } = readSqlScript({ file, transaction: 'none' }, text, dialect)
  const dumped = baselineState(statements, dialect.semantics)
  expect(dumped.complete).toBe(true)
  expect(factsAbout(dumped, dialect)).toEqual(factsAbout(replayed(setup, dialect), dialect))
})

function replayed(setup: readonly string[], dialect: Dialect): SchemaState {
  return setup
    .flatMap(statement => dialect.parse(statement).operations)
    .reduce(apply, emptySchema(dialect.semantics, { complete: true }))
}

function factsAbout(schema: SchemaState, { name }: Dialect): readonly string[] {
  return factsOf(seenInReplay(schema, { typeText, tellsNamesAndChecks: name !== 'sqlite' }))
}
