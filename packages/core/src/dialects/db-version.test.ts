import { beforeAll, expect, test } from 'vitest'
import { apply } from '../schema/apply.ts'
import { emptySchema } from '../schema/empty-schema.ts'
import type { Dialect, Effect, MissingFeature } from './dialect.ts'
import { mariadb, mysql } from './mysql/index.ts'
import { postgres } from './postgres/index.ts'
import { sqlite } from './sqlite/index.ts'

beforeAll(() => Promise.all([postgres.load(), mysql.load(), mariadb.load(), sqlite.load()]))

/** Where the change is known from: servers on both sides of it were asked, the nearest that could be had, or one that
 * is newer. Which version between the two it came with is the manual's word, and the release notes'. */
type Source = 'measured' | 'measured above'

/** Statement, the versions before and since, what either answers, and whence it is known. */
type Boundary = readonly [
  statement: string,
  before: string,
  since: string,
  claims: readonly [string, string],
  source: Source,
  given?: string,
]

const table = 'CREATE TABLE t (id int PRIMARY KEY, a int, note varchar(50))'
const partitioned = `CREATE TABLE t (at date) PARTITION BY RANGE (at);
  CREATE TABLE p PARTITION OF t FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')`
const generated = 'CREATE TABLE t (id int PRIMARY KEY, a int, b int GENERATED ALWAYS AS (a + 1) STORED)'

/** fixtures/truth/postgres.json has an answer of each of 12 to 18. */
const postgresBoundaries: readonly Boundary[] = [
  [
    'ALTER TABLE t ALTER b DROP EXPRESSION',
    '12',
    '13',
    ['lacks DROP EXPRESSION', 't ACCESS EXCLUSIVE'],
    'measured',
    generated,
  ],
  [
    'ALTER TABLE t DETACH PARTITION p',
    '13',
    '14',
    ['t ACCESS EXCLUSIVE, p SHARE UPDATE EXCLUSIVE', 't ACCESS EXCLUSIVE, p ACCESS EXCLUSIVE'],
    'measured',
    partitioned,
  ],
  [
    'ALTER TABLE t DETACH PARTITION p CONCURRENTLY',
    '13',
    '14',
    ['lacks DETACH PARTITION … CONCURRENTLY', 't SHARE UPDATE EXCLUSIVE, p ACCESS EXCLUSIVE'],
    'measured',
    partitioned,
  ],
  [
    'ALTER TABLE t ALTER note SET COMPRESSION pglz',
    '13',
    '14',
    ['lacks COMPRESSION', 't ACCESS EXCLUSIVE'],
    'measured',
  ],
  [
    'CREATE OR REPLACE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()',
    '13',
    '14',
    ['lacks CREATE OR REPLACE TRIGGER', 't SHARE ROW EXCLUSIVE'],
    'measured',
  ],
  [
    'ALTER TABLE t SET ACCESS METHOD heap',
    '14',
    '15',
    ['lacks SET ACCESS METHOD', 't ACCESS EXCLUSIVE'],
    'measured',
  ],
  [
    'ALTER TABLE t ADD CONSTRAINT k UNIQUE NULLS NOT DISTINCT (a)',
    '14',
    '15',
    ['lacks NULLS NOT DISTINCT', 't ACCESS EXCLUSIVE'],
    'measured',
  ],
  [
    'CREATE UNIQUE INDEX k ON t (a) NULLS NOT DISTINCT',
    '14',
    '15',
    ['lacks NULLS NOT DISTINCT', 't SHARE'],
    'measured',
  ],
  [
    'ALTER TABLE t ALTER b SET EXPRESSION AS (a + 2)',
    '16',
    '17',
    ['lacks SET EXPRESSION', 't ACCESS EXCLUSIVE rewrite'],
    'measured',
    generated,
  ],
  ['GRANT SELECT ON t TO PUBLIC', '17', '18', ['', 't ACCESS SHARE'], 'measured'],
  [
    'ALTER TABLE t ADD CONSTRAINT k NOT NULL a NOT VALID',
    '17',
    '18',
    ['lacks a NOT NULL constraint with a name of its own', 't ACCESS EXCLUSIVE'],
    'measured',
  ],
  [
    'ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0) NOT ENFORCED',
    '17',
    '18',
    ['lacks NOT ENFORCED', 't ACCESS EXCLUSIVE'],
    'measured',
  ],
  [
    'ALTER TABLE t ADD b int GENERATED ALWAYS AS (a + 1) VIRTUAL',
    '17',
    '18',
    ['lacks a virtual generated column', 't ACCESS EXCLUSIVE'],
    'measured',
  ],
]

/** fixtures/truth/mysql.json and features.json: 5.6, 5.7.37, 8.0.27 and 9.7. */
const mysqlBoundaries: readonly Boundary[] = [
  [
    'ALTER TABLE t RENAME INDEX k TO l',
    '5.6',
    '5.7',
    ['lacks RENAME INDEX', 't INPLACE NONE'],
    'measured',
    'CREATE TABLE t (a int, KEY k (a))',
  ],
  ['ALTER TABLE t ADD b json', '5.6', '5.7.8', ['lacks the type JSON', 't INPLACE NONE rewrite'], 'measured'],
  [
    'ALTER TABLE t RENAME COLUMN note TO words',
    '5.7',
    '8.0.11',
    ['lacks RENAME COLUMN', 't INPLACE NONE'],
    'measured',
  ],
  [
    'ALTER TABLE t ADD KEY k (a DESC)',
    '5.7',
    '8.0.11',
    ['ignores an index in descending order', 't INPLACE NONE'],
    'measured',
  ],
  [
    'ALTER TABLE t ALTER INDEX k INVISIBLE',
    '5.7',
    '8.0.11',
    ['lacks INVISIBLE for an index', 't INPLACE NONE'],
    'measured',
  ],
  ['ALTER TABLE t ADD b int', '8.0.11', '8.0.12', ['t INPLACE NONE rewrite', 't INSTANT NONE'], 'measured'],
  [
    'ALTER TABLE t ALTER a SET DEFAULT 3',
    '8.0.11',
    '8.0.12',
    ['t INPLACE NONE', 't INSTANT NONE'],
    'measured',
  ],
  [
    'ALTER TABLE t ADD b char(36) DEFAULT (uuid())',
    '8.0.12',
    '8.0.13',
    ['lacks an expression as a default', 't COPY SHARED rewrite'],
    'measured',
  ],
  [
    'ALTER TABLE t ADD KEY k ((lower(note)))',
    '8.0.12',
    '8.0.13',
    ['lacks an index over an expression', 't INPLACE SHARED'],
    'measured',
  ],
  [
    'ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0)',
    '8.0.15',
    '8.0.16',
    ['ignores CHECK', 't COPY SHARED rewrite'],
    'measured',
  ],
  ['ALTER TABLE t DROP CHECK k', '8.0.15', '8.0.16', ['lacks DROP CHECK', 't INSTANT NONE'], 'measured'],
  [
    'ALTER TABLE t DROP CONSTRAINT k',
    '8.0.18',
    '8.0.19',
    ['lacks DROP CONSTRAINT', 't INPLACE NONE'],
    'measured',
    'CREATE TABLE t (a int, UNIQUE KEY k (a))',
  ],
  [
    'ALTER TABLE t ALTER a SET INVISIBLE',
    '8.0.22',
    '8.0.23',
    ['lacks SET INVISIBLE', 't INSTANT NONE'],
    'measured',
  ],
  [
    'ALTER TABLE t RENAME COLUMN note TO words',
    '8.0.27',
    '8.0.28',
    ['t INPLACE NONE', 't INSTANT NONE'],
    'measured',
  ],
  [
    'ALTER TABLE t DROP COLUMN note',
    '8.0.28',
    '8.0.29',
    ['t INPLACE NONE rewrite', 't INSTANT NONE'],
    'measured',
  ],
  [
    'ALTER TABLE t ADD b int FIRST',
    '8.0.28',
    '8.0.29',
    ['t INPLACE NONE rewrite', 't INSTANT NONE'],
    'measured',
  ],
  [
    'ALTER TABLE t ADD b int REFERENCES u (id)',
    '8.4',
    '9.0',
    ['t INSTANT NONE', 't COPY SHARED rewrite'],
    'measured',
  ],
  [
    'ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u (id)',
    '5.7',
    '8.0.11',
    ['t COPY SHARED rewrite', 't COPY SHARED rewrite, u SHARED_READ_ONLY'],
    'measured',
  ],
  [
    'ALTER TABLE t DROP PARTITION p',
    '5.7',
    '8.0.11',
    ['t EXCLUSIVE', 't INPLACE NONE'],
    'measured',
    'CREATE TABLE t (a int) PARTITION BY RANGE (a) (PARTITION p VALUES LESS THAN (9))',
  ],
  [
    'ALTER TABLE t MODIFY note varchar(50) COLLATE utf8mb4_bin',
    '5.7',
    '8.0.11',
    ['t COPY SHARED rewrite', 't INPLACE NONE'],
    'measured',
    'CREATE TABLE t (note varchar(50) COLLATE utf8mb4_general_ci)',
  ],
  [
    'ALTER TABLE t MODIFY a int CHECK (a > 0)',
    '8.0.15',
    '8.0.16',
    ['lacks CHECK in MODIFY or CHANGE', 'ignores CHECK in MODIFY or CHANGE'],
    'measured',
  ],
]

const mariadbBoundaries: readonly Boundary[] = [
  [
    'ALTER TABLE t ADD b int FIRST',
    '10.3',
    '10.4',
    ['t INPLACE NONE rewrite', 't INSTANT NONE'],
    'measured above',
  ],
  [
    'ALTER TABLE t RENAME COLUMN note TO words',
    '10.5.1',
    '10.5.2',
    ['lacks RENAME COLUMN', 't INSTANT NONE'],
    'measured above',
  ],
  [
    'ALTER TABLE t ALTER INDEX k IGNORED',
    '10.5',
    '10.6',
    ['lacks IGNORED for an index', 't INSTANT NONE'],
    'measured',
    'CREATE TABLE t (a int, KEY k (a))',
  ],
  ['ALTER TABLE t ADD b uuid', '10.6', '10.7', ['lacks the type UUID', 't INSTANT NONE'], 'measured'],
  [
    'ALTER TABLE t ADD KEY k (a DESC)',
    '10.7',
    '10.8',
    ['ignores an index in descending order', 't NOCOPY NONE'],
    'measured',
  ],
  ['ALTER TABLE t ADD b inet4', '10.9', '10.10', ['lacks the type INET4', 't INSTANT NONE'], 'measured'],
  [
    'ALTER TABLE t MODIFY a bigint',
    '11.1',
    '11.2',
    ['t COPY SHARED rewrite', 't COPY NONE rewrite'],
    'measured',
  ],
]

/** fixtures/truth/sqlite.json: a release before each of them, and one after. */
const sqliteBoundaries: readonly Boundary[] = [
  lacking('ALTER TABLE t RENAME COLUMN note TO words', '3.24', '3.25', 'ALTER TABLE RENAME COLUMN'),
  lacking('ALTER TABLE t ADD COLUMN b int AS (a)', '3.30', '3.31', 'GENERATED columns'),
  lacking('ALTER TABLE t DROP COLUMN note', '3.34', '3.35', 'ALTER TABLE DROP COLUMN'),
  lacking('CREATE TABLE s (a int) STRICT', '3.36', '3.37', 'STRICT'),
  lacking('ALTER TABLE t ALTER COLUMN note SET NOT NULL', '3.52', '3.53', 'ALTER COLUMN SET NOT NULL'),
  lacking('ALTER TABLE t ALTER COLUMN note DROP NOT NULL', '3.52', '3.53', 'ALTER COLUMN DROP NOT NULL'),
  lacking('ALTER TABLE t ADD CONSTRAINT k CHECK (a > 0)', '3.52', '3.53', 'ALTER TABLE ADD CONSTRAINT'),
  lacking('ALTER TABLE t DROP CONSTRAINT k', '3.52', '3.53', 'ALTER TABLE DROP CONSTRAINT'),
]

function lacking(statement: string, before: string, since: string, feature: string): Boundary {
  return [statement, before, since, [`lacks ${feature}`, ''], 'measured']
}

const engines: readonly (readonly [Dialect, readonly Boundary[]])[] = [
  [postgres, postgresBoundaries],
  [mysql, mysqlBoundaries],
  [mariadb, mariadbBoundaries],
  [sqlite, sqliteBoundaries],
]

const cases = engines.flatMap(([dialect, boundaries]) =>
  boundaries.map(boundary => {
    const [statement, before, since, , source] = boundary
    return { name: `${dialect.title} ${before} and ${since} (${source}): ${statement}`, dialect, boundary }
  }),
)

test.each(cases)('$name', ({ dialect, boundary }) => {
  const [statement, before, since, claims, , given = table] = boundary
  expect([before, since].map(version => claimOf(dialect, version, statement, given))).toEqual(claims)
})

test('MariaDB 11.4 and 11.5 (measured): TIMESTAMP ends in 2038, or later', () => {
  expect(['11.4', '11.5'].map(version => mariadb.traits(version).timestampEndsIn2038)).toEqual([true, false])
})

test('SQLite 3.25 and 3.26 (measured): a renamed table takes foreign keys along', () => {
  const follow = ['3.25', '3.26'].map(version => sqlite.traits(version).foreignKeysFollowRenames)
  expect(follow).toEqual(['where-enforced', 'always'])
})

test('MySQL 8.3 and 8.4 (measured): a foreign key to what is not unique', () => {
  expect(['8.3', '8.4'].map(version => mysql.traits(version).referencedKey)).toEqual(['index', 'unique'])
})

function claimOf(dialect: Dialect, version: string, statement: string, given: string): string {
  const schema = given
    .split(';')
    .flatMap(text => dialect.parse(text).operations)
    .reduce(apply, emptySchema(dialect.semantics, { complete: true }))
  const traits = dialect.traits(version)
  const { operations } = dialect.parse(statement)
  const missing = traits.missingFeature(operations, statement, schema)
  if (missing !== undefined) return lack(missing)
  if (dialect.name === 'sqlite') return ''
  const effects =
    traits.combinedEffects?.(operations, schema) ??
    operations.flatMap(operation => traits.effectsOf(operation, schema))
  return effects.map(inWords).join(', ')
}

function lack({ feature, ignored }: MissingFeature): string {
  return `${ignored ? 'ignores' : 'lacks'} ${feature}`
}

function inWords({ table: name, algorithm, lockClause, lock, rewrite }: Effect): string {
  const work = rewrite === true ? ' rewrite' : ''
  return algorithm == null ? `${name} ${lock}${work}` : `${name} ${algorithm} ${lockClause}${work}`
}
