import { beforeAll, expect, test } from 'vitest'
import type { Dialect } from '../dialects/dialect.ts'
import { mariadb } from '../dialects/mysql/index.ts'
import { postgres } from '../dialects/postgres/index.ts'
import { sqlite } from '../dialects/sqlite/index.ts'
import { apply } from './apply.ts'
import { emptySchema } from './empty-schema.ts'

beforeAll(() => Promise.all([postgres.load(), mariadb.load(), sqlite.load()]))

type Case = readonly [Dialect, readonly string[], Readonly<Record<string, string>>]

test.each<Case>([
  [postgres, ["SET timezone = 'UTC'"], { timezone: 'UTC' }],
  [postgres, ["SET lock_timeout TO '2s'", 'RESET lock_timeout'], {}],
  [postgres, ["SET lock_timeout TO '2s'", 'SET lock_timeout TO DEFAULT'], {}],
  [postgres, ['SET a.b = 1', 'SET row_security = off', 'RESET ALL'], {}],
  [postgres, ['SET row_security = off'], { row_security: '0' }],
  [postgres, ["SELECT pg_catalog.set_config('search_path', '', false)"], { search_path: '' }],
  [postgres, ["SET lock_timeout = '9s'", 'BEGIN', "SET LOCAL lock_timeout = '1s'"], { lock_timeout: '1s' }],
  [
    postgres,
    ["SET lock_timeout = '9s'", 'BEGIN', "SET LOCAL lock_timeout = '1s'", 'COMMIT'],
    { lock_timeout: '9s' },
  ],
  [postgres, ['BEGIN', "SET LOCAL lock_timeout = '1s'", 'ROLLBACK'], {}],
  [
    postgres,
    ['BEGIN', "SET LOCAL lock_timeout = '1s'", "SET lock_timeout = '5s'", 'COMMIT'],
    { lock_timeout: '5s' },
  ],
  [mariadb, ['SET FOREIGN_KEY_CHECKS = OFF'], { foreign_key_checks: '0' }],
  [mariadb, ['SET @OLD = @@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS = 0', 'SET FOREIGN_KEY_CHECKS = @OLD'], {}],
  [mariadb, ["SET SESSION sql_mode = ''", 'SET GLOBAL max_connections = 9'], { sql_mode: '' }],
  [mariadb, ["SET sql_mode = 'ANSI'", 'SET sql_mode = DEFAULT'], {}],
  [sqlite, ['PRAGMA foreign_keys = OFF'], { foreign_keys: '0' }],
  [sqlite, ['PRAGMA foreign_keys = OFF', 'PRAGMA foreign_keys'], { foreign_keys: '0' }],
  [sqlite, ['PRAGMA foreign_keys(1)', 'PRAGMA journal_mode = WAL'], { foreign_keys: '1' }],
])('$name: %j leaves %j', (dialect, statements, variables) => {
  const schema = statements
    .flatMap(statement => dialect.parse(statement).operations)
    .reduce(apply, emptySchema(dialect.semantics, { complete: true }))
  expect(Object.fromEntries(schema.sessionVariables ?? [])).toEqual(variables)
})
