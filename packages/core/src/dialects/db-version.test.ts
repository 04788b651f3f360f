import { beforeAll, expect, test } from 'vitest'
import { apply } from '../schema/apply.ts'
import { emptySchema } from '../schema/empty-schema.ts'
import type { Dialect, Effect } from './dialect.ts'
import { mariadb, mysql } from './mysql/index.ts'
import { postgres } from './postgres/index.ts'
import { sqlite } from './sqlite/index.ts'

beforeAll(() => Promise.all([postgres.load(), mysql.load(), mariadb.load(), sqlite.load()]))

interface Boundary {
  readonly dialect: Dialect
  readonly before: string
  readonly since: string
  readonly given: string
  readonly statement: string
  /** The claim, as either version answers it. */
  readonly claims: readonly [string, string]
}

const table = 'CREATE TABLE t (id int PRIMARY KEY, a int, note varchar(50))'

const boundaries: readonly Boundary[] = [
  {
    dialect: postgres,
    before: '13',
    since: '14',
    given: `CREATE TABLE t (at date) PARTITION BY RANGE (at);
      CREATE TABLE p PARTITION OF t FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')`,
    statement: 'ALTER TABLE t DETACH PARTITION p',
    claims: ['t ACCESS EXCLUSIVE, p SHARE UPDATE EXCLUSIVE', 't ACCESS EXCLUSIVE, p ACCESS EXCLUSIVE'],
  },
  {
    dialect: postgres,
    before: '17',
    since: '18',
    given: table,
    statement: 'GRANT SELECT ON t TO PUBLIC',
    claims: ['', 't ACCESS SHARE'],
  },
  {
    dialect: mysql,
    before: '5.7',
    since: '8.0.12',
    given: table,
    statement: 'ALTER TABLE t ADD b int',
    claims: ['t INPLACE NONE rewrite', 't INSTANT NONE'],
  },
  {
    dialect: mysql,
    before: '8.0.27',
    since: '8.0.28',
    given: table,
    statement: 'ALTER TABLE t RENAME COLUMN note TO words',
    claims: ['t INPLACE NONE', 't INSTANT NONE'],
  },
  {
    dialect: mysql,
    before: '8.0.28',
    since: '8.0.29',
    given: table,
    statement: 'ALTER TABLE t DROP COLUMN note',
    claims: ['t INPLACE NONE rewrite', 't INSTANT NONE'],
  },
  {
    dialect: mysql,
    before: '8.4',
    since: '9.0',
    given: table,
    statement: 'ALTER TABLE t ADD b int REFERENCES u (id)',
    claims: ['t INSTANT NONE', 't COPY SHARED rewrite'],
  },
  {
    dialect: mariadb,
    before: '10.11',
    since: '11.4',
    given: table,
    statement: 'ALTER TABLE t MODIFY a bigint',
    claims: ['t COPY SHARED rewrite', 't COPY NONE rewrite'],
  },
  ...[
    ['3.24', '3.25', 'ALTER TABLE t RENAME COLUMN note TO words', 'ALTER TABLE RENAME COLUMN'],
    ['3.30', '3.31', 'ALTER TABLE t ADD COLUMN b int AS (a)', 'GENERATED columns'],
    ['3.34', '3.35', 'ALTER TABLE t DROP COLUMN note', 'ALTER TABLE DROP COLUMN'],
    ['3.36', '3.37', 'CREATE TABLE s (a int) STRICT', 'STRICT'],
    ['3.52', '3.53', 'ALTER TABLE t ALTER COLUMN note SET NOT NULL', 'ALTER COLUMN SET NOT NULL'],
  ].map(
    ([before = '', since = '', statement = '', feature = '']): Boundary => ({
      dialect: sqlite,
      before,
      since,
      given: table,
      statement,
      claims: [`lacks ${feature}`, ''],
    }),
  ),
]

test.each(boundaries)('$dialect.name $before and $since: $statement', boundary => {
  const { before, since, claims } = boundary
  expect([claimOf(boundary, before), claimOf(boundary, since)]).toEqual(claims)
})

function claimOf({ dialect, given, statement }: Boundary, version: string): string {
  const schema = given
    .split(';')
    .flatMap(text => dialect.parse(text).operations)
    .reduce(apply, emptySchema(dialect.semantics, { complete: true }))
  const traits = dialect.traits(version)
  const { operations } = dialect.parse(statement)
  const missing = traits.missingFeature(operations, statement, schema)
  if (missing !== undefined) return `lacks ${missing.feature}`
  if (dialect.name === 'sqlite') return ''
  const effects =
    traits.combinedEffects?.(operations, schema) ??
    operations.flatMap(operation => traits.effectsOf(operation, schema))
  return effects.map(inWords).join(', ')
}

function inWords({ table: name, algorithm, lockClause, lock, rewrite }: Effect): string {
  if (algorithm == null) return `${name} ${lock}`
  return `${name} ${algorithm} ${lockClause}${rewrite === true ? ' rewrite' : ''}`
}
