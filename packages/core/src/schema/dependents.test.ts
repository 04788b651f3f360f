import { beforeAll, expect, test } from 'vitest'
import type { Dialect } from '../dialects/dialect.ts'
import { mariadb } from '../dialects/mysql/index.ts'
import { postgres } from '../dialects/postgres/index.ts'
import { sqlite } from '../dialects/sqlite/index.ts'
import { apply } from './apply.ts'
import { dependentsOf } from './dependents.ts'
import { emptySchema } from './empty-schema.ts'

const postgresSchema = [
  `CREATE TABLE users (
    id bigserial PRIMARY KEY, email text UNIQUE, age int CHECK (age > 0),
    shout text GENERATED ALWAYS AS (upper(email)) STORED
  )`,
  'CREATE INDEX by_lower ON users (lower(email)) WHERE age > 3',
  'CREATE TABLE orders (user_id bigint REFERENCES users)',
  'CREATE VIEW mails AS SELECT email FROM users',
  'CREATE VIEW everybody AS SELECT * FROM users',
  'CREATE MATERIALIZED VIEW counted AS SELECT count(*) AS n FROM mails',
  'CREATE VIEW other AS SELECT email FROM contacts',
  'CREATE POLICY own ON users USING (email = current_user)',
  'CREATE TRIGGER touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch()',
  'CREATE TABLE events (at date) PARTITION BY RANGE (at)',
  'CREATE TABLE events_rest PARTITION OF events DEFAULT',
]

beforeAll(() => Promise.all([postgres.load(), mariadb.load(), sqlite.load()]))

test.each<[string, Dialect, readonly string[], readonly [string, string?], readonly string[]]>([
  [
    'a table',
    postgres,
    postgresSchema,
    ['users'],
    [
      'view mails',
      'view everybody',
      'materialized-view counted',
      'foreign-key orders_user_id_fkey of orders',
      'policy own of users',
      'trigger touch of users',
      'sequence users_id_seq',
    ],
  ],
  [
    'a column',
    postgres,
    postgresSchema,
    ['users', 'email'],
    [
      'view mails',
      'view everybody',
      'materialized-view counted',
      'policy own of users',
      'unique users_email_key of users',
      'index by_lower of users',
      'generated-column shout of users',
    ],
  ],
  [
    'a column of a predicate and a check',
    postgres,
    postgresSchema,
    ['users', 'age'],
    ['view everybody', 'check users_age_check of users', 'index by_lower of users'],
  ],
  [
    'a key column',
    postgres,
    postgresSchema,
    ['users', 'id'],
    [
      'view everybody',
      'foreign-key orders_user_id_fkey of orders',
      'sequence users_id_seq',
      'primary-key users_pkey of users',
    ],
  ],
  ['a partitioned table', postgres, postgresSchema, ['events'], ['partition events_rest']],
  ['nothing', postgres, postgresSchema, ['nowhere', 'a'], []],
  [
    'a view follows its table',
    postgres,
    [
      ...postgresSchema,
      'ALTER TABLE users RENAME TO people',
      'ALTER TABLE people RENAME COLUMN age TO years',
    ],
    ['people', 'years'],
    ['view everybody', 'check users_age_check of people', 'index by_lower of people'],
  ],
  [
    'a view of MariaDB stays behind',
    mariadb,
    ['CREATE TABLE a (x int)', 'CREATE VIEW v AS SELECT x FROM a', 'RENAME TABLE a TO b'],
    ['b'],
    [],
  ],
  [
    'a view of SQLite',
    sqlite,
    ['CREATE TABLE a (x INT)', 'CREATE VIEW v AS SELECT x FROM a', 'ALTER TABLE a RENAME TO b'],
    ['b', 'x'],
    ['view v'],
  ],
])('%s', (_title, dialect, statements, [table, column], expected) => {
  const schema = statements
    .flatMap(statement => dialect.parse(statement).operations)
    .reduce(apply, emptySchema(dialect.semantics, { complete: true }))
  const found = dependentsOf(schema, table, column)
  expect(
    found.map(each => `${each.kind} ${each.name}${each.table === undefined ? '' : ` of ${each.table}`}`),
  ).toEqual(expected)
})
