import { beforeAll, expect, test } from 'vitest'
import { postgres } from '../dialects/postgres/index.ts'
import { apply } from './apply.ts'
import { dependentsOf } from './dependents.ts'
import { emptySchema } from './empty-schema.ts'

beforeAll(() => postgres.load())

const tables = [
  'CREATE TABLE users (id bigint, email text, team int)',
  'CREATE TABLE teams (id int, email text)',
]

const views = (statements: readonly string[], table: string, column: string) =>
  dependentsOf(
    [...tables, ...statements]
      .flatMap(statement => postgres.parse(statement).operations)
      .reduce(apply, emptySchema(postgres.semantics, { complete: true })),
    table,
    column,
  ).map(({ name }) => name)

/** Measured: PostgreSQL 15, ALTER TABLE … DROP COLUMN is refused, or not. */
test.each<[string, readonly string[], readonly string[]]>([
  ['an alias', ['CREATE VIEW v AS SELECT id AS email FROM users'], []],
  [
    "another table's column",
    ['CREATE VIEW v AS SELECT t.email FROM users u JOIN teams t ON t.id = u.team'],
    [],
  ],
  ['a column in a condition', ["CREATE VIEW v AS SELECT id FROM users WHERE email <> ''"], ['v']],
  ['every column', ['CREATE VIEW v AS SELECT u.* FROM users u'], ['v']],
  ["another table's columns", ['CREATE VIEW v AS SELECT t.* FROM users u, teams t'], []],
  ['a whole row', ['CREATE VIEW v AS SELECT u FROM users u'], []],
  ['a whole row for a function', ['CREATE VIEW v AS SELECT row_to_json(u.*) FROM users u'], []],
  ['a query within', ['CREATE VIEW v AS SELECT x.mail FROM (SELECT email AS mail FROM users) x'], ['v']],
  ['a query in WITH', ['CREATE VIEW v AS WITH x AS (SELECT id, email FROM users) SELECT x.id FROM x'], ['v']],
  ['USING', ['CREATE VIEW v AS SELECT u.id FROM users u JOIN teams t USING (email)'], ['v']],
  [
    'a column that was added later',
    [
      'ALTER TABLE users DROP COLUMN email',
      'CREATE VIEW v AS SELECT * FROM users',
      'ALTER TABLE users ADD COLUMN email text',
    ],
    [],
  ],
  [
    'a column and a table that have other names now',
    [
      'CREATE VIEW v AS SELECT u.mail FROM (SELECT people.email AS mail FROM users people) u, teams',
      'ALTER TABLE users RENAME TO members',
      'ALTER TABLE members RENAME TO users',
    ],
    ['v'],
  ],
])('%s', (_what, statements, names) => {
  expect(views(statements, 'users', 'email')).toEqual(names)
})
