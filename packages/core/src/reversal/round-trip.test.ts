import { beforeAll, describe, expect, test } from 'vitest'
import type { Dialect } from '../dialects/dialect.ts'
import { mysql } from '../dialects/mysql/index.ts'
import { postgres } from '../dialects/postgres/index.ts'
import { sqlite } from '../dialects/sqlite/index.ts'
import type { Migration, Script } from '../migration/migration.ts'
import { readSqlScript } from '../readers/sql/read-sql-script.ts'
import { replay } from '../schema/replay.ts'
import { type Grade, gradeOf, type RoundTrip, roundTrip } from './round-trip.ts'

interface Case {
  readonly title: string
  readonly dialect?: Dialect
  /** Absent: nothing is known of the schema before. */
  readonly given?: string
  readonly up: string
  readonly down: string
  readonly grade: Grade
  readonly differences?: readonly string[]
  readonly lost?: readonly string[]
}

const users = 'CREATE TABLE users (id int PRIMARY KEY, email text NOT NULL, age int)'

const partitioned = `CREATE TABLE visits (id int, site int) PARTITION BY LIST (site);
CREATE TABLE visits_1 PARTITION OF visits FOR VALUES IN (1)`

const withHistory: readonly Case[] = [
  {
    title: 'a new table and its drop',
    given: users,
    up: 'CREATE TABLE orders (id serial PRIMARY KEY, user_id int REFERENCES users (id)); CREATE INDEX by_user ON orders (user_id)',
    down: 'DROP TABLE orders',
    grade: 'lossless',
  },
  {
    title: 'a view over two tables, of which one has had a column renamed: its text is not known any more',
    given: `CREATE TABLE a (id int, plan text); CREATE TABLE b (id int, plan text);
CREATE VIEW all_plans AS SELECT id, plan FROM a UNION ALL SELECT id, plan FROM b;
ALTER TABLE a RENAME COLUMN plan TO tier`,
    up: 'DROP VIEW all_plans; CREATE VIEW all_plans AS SELECT id FROM a',
    down: `DROP VIEW all_plans;
CREATE VIEW all_plans AS SELECT id, tier AS plan FROM a UNION ALL SELECT id, plan FROM b`,
    grade: 'unknown',
  },
  {
    title: 'a view over two tables that comes back otherwise',
    given: `CREATE TABLE a (id int, plan text); CREATE TABLE b (id int, plan text);
CREATE VIEW all_plans AS SELECT id, plan FROM a UNION ALL SELECT id, plan FROM b`,
    up: 'DROP VIEW all_plans',
    down: 'CREATE VIEW all_plans AS SELECT id, plan FROM a',
    grade: 'broken',
    differences: ['view all_plans: its definition differs'],
  },
  {
    title: 'an index of a partition goes with that of the parent',
    given: partitioned,
    up: 'CREATE INDEX v ON ONLY visits (id); CREATE INDEX v1 ON visits_1 (id); ALTER INDEX v ATTACH PARTITION v1',
    down: 'DROP INDEX v',
    grade: 'lossless',
  },
  {
    title: 'an index that is attached is dropped',
    given: partitioned,
    up: 'CREATE INDEX v ON ONLY visits (id); CREATE INDEX v1 ON visits_1 (id); ALTER INDEX v ATTACH PARTITION v1',
    down: 'DROP INDEX v1; DROP INDEX v',
    grade: 'broken',
    differences: ['down stops: index v1 is dropped while it is attached to v'],
  },
  {
    title: 'an index comes back without those of the partitions',
    given: `${partitioned}; CREATE INDEX v ON visits (id)`,
    up: 'DROP INDEX v',
    down: 'CREATE INDEX v ON ONLY visits (id)',
    grade: 'broken',
    differences: ['index v: is not valid, was'],
  },
  {
    title: 'an index that was hidden comes back in sight',
    dialect: mysql,
    given: 'CREATE TABLE t (a int, KEY ka (a)); ALTER TABLE t ALTER INDEX ka INVISIBLE',
    up: 'ALTER TABLE t DROP INDEX ka',
    down: 'ALTER TABLE t ADD INDEX ka (a)',
    grade: 'broken',
    differences: ['index ka: is visible, was not'],
  },
  {
    title: 'an index is hidden, and shown again',
    dialect: mysql,
    given: "CREATE TABLE t (a int, UNIQUE KEY ka (a) COMMENT 'one')",
    up: 'ALTER TABLE t ALTER INDEX ka INVISIBLE',
    down: 'ALTER TABLE t ALTER INDEX ka VISIBLE',
    grade: 'lossless',
  },
  {
    title: 'an index comes back without its comment',
    dialect: mysql,
    given: "CREATE TABLE t (a int, KEY ka (a) COMMENT 'one')",
    up: 'DROP INDEX ka ON t',
    down: 'CREATE INDEX ka ON t (a)',
    grade: 'broken',
    differences: ['index ka: its comment differs'],
  },
  {
    title: 'a CHECK is not enforced any more',
    dialect: mysql,
    given: 'CREATE TABLE t (a int, CONSTRAINT positive CHECK (a > 0))',
    up: 'ALTER TABLE t ALTER CHECK positive NOT ENFORCED',
    down: 'ALTER TABLE t ALTER CHECK positive ENFORCED',
    grade: 'lossless',
  },
  {
    title: 'a CHECK that up no longer enforces stays so',
    dialect: mysql,
    given: 'CREATE TABLE t (a int, CONSTRAINT positive CHECK (a > 0))',
    up: 'ALTER TABLE t ALTER CHECK positive NOT ENFORCED',
    down: 'DO 1',
    grade: 'broken',
    differences: ['check positive of t: is not enforced, was'],
  },
  {
    title: 'a function that takes what a column has is dropped by its type',
    given: 'CREATE TABLE teams (id char(32))',
    up: "CREATE FUNCTION f(team teams.id%TYPE) RETURNS int LANGUAGE sql AS 'SELECT 1'",
    down: 'DROP FUNCTION f(character)',
    grade: 'lossless',
  },
  {
    title: 'of a longer name the server keeps 63 bytes, in the text of a trigger too',
    given: 'CREATE TABLE reviews (id int)',
    up: `CREATE FUNCTION notify_the_owner_of_a_shop_that_a_customer_has_written_a_new_review() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER written AFTER INSERT ON reviews FOR EACH ROW EXECUTE FUNCTION notify_the_owner_of_a_shop_that_a_customer_has_written_a_new_review();`,
    down: 'DROP FUNCTION notify_the_owner_of_a_shop_that_a_customer_has_written_a_new_review(); DROP TRIGGER written ON reviews',
    grade: 'broken',
    differences: [
      'down stops: function notify_the_owner_of_a_shop_that_a_customer_has_written_a_new_re is dropped while trigger written on reviews runs it',
    ],
  },
  {
    title: 'a parent is dropped before its child',
    given: users,
    up: 'CREATE TABLE teams (id int PRIMARY KEY); CREATE TABLE members (team_id int REFERENCES teams (id))',
    down: 'DROP TABLE teams; DROP TABLE members',
    grade: 'broken',
    differences: [
      'down stops: table teams is dropped while foreign key members_team_id_fkey of members refers to it',
    ],
  },
  {
    title: 'a column is dropped before its foreign key',
    dialect: mysql,
    given: 'CREATE TABLE teams (id int PRIMARY KEY); CREATE TABLE members (id int)',
    up: 'ALTER TABLE members ADD COLUMN team int, ADD CONSTRAINT of_team FOREIGN KEY (team) REFERENCES teams (id)',
    down: 'ALTER TABLE members DROP COLUMN team',
    grade: 'broken',
    differences: ['down stops: column members.team is dropped while foreign key of_team needs it'],
  },
  {
    title: 'an index is dropped before the foreign key that needs it',
    dialect: mysql,
    given: 'CREATE TABLE teams (id int PRIMARY KEY)',
    up: 'CREATE TABLE members (team int, KEY by_team (team), CONSTRAINT of_team FOREIGN KEY (team) REFERENCES teams (id))',
    down: 'ALTER TABLE members DROP KEY by_team; DROP TABLE members',
    grade: 'broken',
    differences: ['down stops: index by_team is dropped while foreign key of_team needs it'],
  },
  {
    title: 'a column is dropped before the view that has read it with *',
    given: 'CREATE TABLE teams (id int); CREATE VIEW v AS SELECT t.* FROM teams t',
    up: 'ALTER TABLE teams ADD COLUMN name text; CREATE OR REPLACE VIEW v AS SELECT t.* FROM teams t',
    down: 'ALTER TABLE teams DROP COLUMN name',
    grade: 'broken',
    differences: ['down stops: column teams.name is dropped while view v needs it'],
  },
  {
    title: 'a parent and its child are dropped together',
    given: users,
    up: 'CREATE TABLE teams (id int PRIMARY KEY); CREATE TABLE members (team_id int REFERENCES teams (id))',
    down: 'DROP TABLE teams, members',
    grade: 'lossless',
  },
  {
    title: 'a table is dropped before the view that reads it',
    given: users,
    up: 'CREATE TABLE teams (id int); CREATE VIEW team_ids AS SELECT id FROM teams',
    down: 'DROP TABLE teams; DROP VIEW team_ids',
    grade: 'broken',
    differences: ['down stops: table teams is dropped while view team_ids reads it'],
  },
  {
    title: 'a type is dropped before the column that has it',
    given: users,
    up: "CREATE TYPE mood AS ENUM ('ok'); ALTER TABLE users ADD COLUMN mood mood",
    down: 'DROP TYPE mood; ALTER TABLE users DROP COLUMN mood',
    grade: 'broken',
    differences: ['down stops: type mood is dropped while column users.mood has it'],
  },
  {
    title: 'a function is dropped before the trigger that runs it',
    given: users,
    up: `CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE TRIGGER t BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch()`,
    down: 'DROP FUNCTION touch(); DROP TRIGGER t ON users',
    grade: 'broken',
    differences: ['down stops: function touch is dropped while trigger t on users runs it'],
  },
  {
    title: 'a down that the grammar refuses',
    given: users,
    up: 'ALTER TABLE users ADD COLUMN a int',
    down: 'ALTER TABLE users DROP COLUMN a int',
    grade: 'broken',
    differences: [
      'down stops: line 1 is no valid SQL, syntax error at or near "int"',
      'column users.a is left over',
    ],
  },
  {
    title: 'a schema is dropped with all that is in it',
    given: users,
    up: `CREATE SCHEMA audit; CREATE TABLE audit.log (id serial, at date); CREATE TYPE audit.kind AS ENUM ('a');
      CREATE FUNCTION audit.f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE VIEW audit.v AS SELECT id FROM audit.log`,
    down: 'DROP SCHEMA audit CASCADE',
    grade: 'lossless',
  },
  {
    title: 'what is temporary is gone when the script ends',
    given: users,
    up: `CREATE TEMP TABLE work ON COMMIT DROP AS SELECT * FROM users;
      CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
    down: 'SELECT 1',
    grade: 'lossless',
  },
  {
    title: 'one of two functions of a name is dropped',
    given: `CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1'`,
    up: `CREATE FUNCTION f(a text) RETURNS int LANGUAGE sql AS 'SELECT 2'; DROP FUNCTION f(integer)`,
    down: `CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1'; DROP FUNCTION f(text)`,
    grade: 'lossless',
  },
  {
    title: 'a check as the server writes it',
    given: `CREATE TABLE t (a text CONSTRAINT c CHECK ("a" in ('x', 'y')), b int CONSTRAINT d CHECK (b NOT IN (1)))`,
    up: 'ALTER TABLE t DROP CONSTRAINT c, DROP CONSTRAINT d',
    down: `ALTER TABLE t ADD CONSTRAINT c CHECK ((a = ANY (ARRAY['x'::text, 'y'::text]))),
      ADD CONSTRAINT d CHECK ((b <> ALL (ARRAY[1])))`,
    grade: 'lossless',
  },
  {
    title: 'a trigger of a renamed table, written anew',
    given: `CREATE TABLE user_ (a int); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE TRIGGER t AFTER DELETE ON user_ FOR EACH ROW WHEN (OLD.a = 1) EXECUTE PROCEDURE f();
      ALTER TABLE user_ RENAME TO person`,
    up: 'DROP TRIGGER t ON person',
    down: 'CREATE TRIGGER t AFTER DELETE ON person FOR EACH ROW WHEN ((OLD.a = 1)) EXECUTE FUNCTION f()',
    grade: 'lossless',
  },
  {
    title: 'a table made by AS SELECT, whose columns nobody lists',
    given: users,
    up: 'CREATE TABLE adults AS SELECT id, email FROM users WHERE age > 17; ALTER TABLE adults ALTER COLUMN email SET NOT NULL',
    down: 'DROP TABLE adults',
    grade: 'lossless',
  },
  {
    title: 'values copied to a column that is dropped again lose nothing of before',
    given: users,
    up: 'ALTER TABLE users ADD COLUMN mail text; UPDATE users SET mail = email',
    down: 'ALTER TABLE users DROP COLUMN mail',
    grade: 'lossless',
  },
  {
    title: 'a column made and dropped in the same script',
    given: users,
    up: 'ALTER TABLE users ADD COLUMN x int; ALTER TABLE users DROP COLUMN x',
    down: 'SELECT 1',
    grade: 'lossless',
  },
  {
    title: 'the index of a dropped column does not come back',
    given: `${users}; CREATE INDEX by_age ON users (age)`,
    up: 'ALTER TABLE users DROP COLUMN age',
    down: 'ALTER TABLE users ADD COLUMN age int',
    grade: 'broken',
    differences: ['index by_age is missing'],
    lost: ['users.age: every value'],
  },
  {
    title: 'an empty down',
    given: users,
    up: 'ALTER TABLE users ALTER COLUMN email DROP NOT NULL',
    down: '',
    grade: 'broken',
    differences: ['column users.email: is nullable, was NOT NULL'],
  },
  {
    title: 'an enum value cannot be taken back',
    given: `CREATE TYPE status AS ENUM ('a')`,
    up: `ALTER TYPE status ADD VALUE 'b'`,
    down: 'SELECT 1',
    grade: 'broken',
    differences: [`enum status: still has 'b'`],
  },
  {
    title: 'truncate',
    given: users,
    up: 'TRUNCATE users',
    down: 'SELECT 1',
    grade: 'structure-only',
    lost: ['users: every row'],
  },
  {
    title: 'TRUNCATE CASCADE empties the tables that refer to it',
    given: `${users}; CREATE TABLE orders (user_id int REFERENCES users (id))`,
    up: 'TRUNCATE users CASCADE',
    down: 'SELECT 1',
    grade: 'structure-only',
    lost: ['users: every row', 'orders: every row'],
  },
  {
    title: 'down deletes what up inserts',
    given: users,
    up: `INSERT INTO users VALUES (1, 'a', 2)`,
    down: 'DELETE FROM users WHERE id = 1',
    grade: 'lossless',
  },
  {
    title: 'what down deletes takes along, by ON DELETE CASCADE, what up inserts',
    given: `${users}; CREATE TABLE carts (id int PRIMARY KEY, user_id int REFERENCES users ON DELETE CASCADE)`,
    up: `INSERT INTO users VALUES (1, 'a', 2); INSERT INTO carts VALUES (1, 1)`,
    down: 'DELETE FROM users WHERE id = 1',
    grade: 'lossless',
  },
  {
    title: 'what down deletes leaves what up inserts, by ON DELETE SET NULL',
    given: `${users}; CREATE TABLE carts (id int PRIMARY KEY, user_id int REFERENCES users ON DELETE SET NULL)`,
    up: `INSERT INTO users VALUES (1, 'a', 2); INSERT INTO carts VALUES (1, 1)`,
    down: 'DELETE FROM users WHERE id = 1',
    grade: 'structure-only',
    lost: ['carts: the rows as they were (those that up inserts stay)'],
  },
  {
    title: 'down leaves what up inserts',
    given: users,
    up: `INSERT INTO users VALUES (1, 'a', 2)`,
    down: 'SELECT 1',
    grade: 'structure-only',
    lost: ['users: the rows as they were (those that up inserts stay)'],
  },
  {
    title: 'down deletes every row of a table of before',
    given: users,
    up: 'ALTER TABLE users ADD COLUMN x int',
    down: 'ALTER TABLE users DROP COLUMN x; DELETE FROM users',
    grade: 'structure-only',
    lost: ['users: every row'],
  },
  {
    title: 'a unique index where there was a constraint: DROP CONSTRAINT stops',
    given: users,
    up: 'CREATE UNIQUE INDEX by_email ON users (email)',
    down: 'ALTER TABLE users DROP CONSTRAINT by_email',
    grade: 'broken',
    differences: ['down stops: constraint by_email of users does not exist', 'index by_email is left over'],
  },
  {
    title: 'down makes what is still there',
    given: users,
    up: 'ALTER TABLE users ALTER COLUMN age SET DEFAULT 1',
    down: 'ALTER TABLE users ADD COLUMN age int; ALTER TABLE users ALTER COLUMN age DROP DEFAULT',
    grade: 'broken',
    differences: ['down stops: column users.age exists already'],
  },
  {
    title: 'a constraint that the engine names comes back under its name',
    given: 'CREATE TABLE users (id int, email text UNIQUE)',
    up: 'ALTER TABLE users DROP CONSTRAINT users_email_key',
    down: 'ALTER TABLE users ADD UNIQUE (email)',
    grade: 'lossless',
  },
  {
    title: 'what cannot be read makes it unknown',
    given: users,
    up: 'ALTER TABLE users ADD COLUMN x int',
    down: 'ALTER {{ kind }} users DROP COLUMN x',
    grade: 'unknown',
    differences: ['column users.x is left over'],
  },
  {
    title: 'a rebuild that adds a column, and its rebuild back',
    dialect: sqlite,
    given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT)',
    up: "CREATE TABLE new (id INTEGER PRIMARY KEY, email TEXT, host TEXT NOT NULL); INSERT INTO new SELECT id, email, substr(email, instr(email, '@') + 1) FROM users; DROP TABLE users; ALTER TABLE new RENAME TO users",
    down: 'CREATE TABLE old (id INTEGER PRIMARY KEY, email TEXT); INSERT INTO old SELECT id, email FROM users; DROP TABLE users; ALTER TABLE old RENAME TO users',
    grade: 'lossless',
  },
  {
    title: 'the old table is put aside, and its copy goes when down has filled the table again',
    dialect: sqlite,
    given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT)',
    up: 'ALTER TABLE users RENAME TO users_old; CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE); INSERT INTO users (id, email) SELECT id, email FROM users_old',
    down: 'ALTER TABLE users RENAME TO users_new; CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT); INSERT INTO users (id, email) SELECT id, email FROM users_new; DROP TABLE users_new; DROP TABLE users_old',
    grade: 'lossless',
  },
  {
    title: 'the old table is put aside, and goes when down has filled the table from another',
    dialect: sqlite,
    given: 'CREATE TABLE users (id INTEGER PRIMARY KEY); CREATE TABLE more (id INTEGER PRIMARY KEY)',
    up: 'ALTER TABLE users RENAME TO users_old; CREATE TABLE users (id INTEGER PRIMARY KEY)',
    down: 'DROP TABLE users; CREATE TABLE users (id INTEGER PRIMARY KEY); INSERT INTO users (id) SELECT id FROM more; DROP TABLE users_old',
    grade: 'structure-only',
    lost: ['users_old: every row'],
  },
  {
    title: 'zeros become NULL and zeros again',
    dialect: sqlite,
    given: 'CREATE TABLE songs (id INTEGER PRIMARY KEY, bpm INTEGER NOT NULL DEFAULT 0)',
    up: 'ALTER TABLE songs ADD COLUMN b INTEGER; UPDATE songs SET b = nullif(bpm, 0); ALTER TABLE songs DROP COLUMN bpm; ALTER TABLE songs RENAME COLUMN b TO bpm',
    down: 'ALTER TABLE songs ADD COLUMN b INTEGER NOT NULL DEFAULT 0; UPDATE songs SET b = coalesce(bpm, 0); ALTER TABLE songs DROP COLUMN bpm; ALTER TABLE songs RENAME COLUMN b TO bpm',
    grade: 'lossless',
  },
  {
    title: 'a unique index in the place of UNIQUE',
    dialect: sqlite,
    given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE)',
    up: 'CREATE TABLE new (id INTEGER PRIMARY KEY, email TEXT); INSERT INTO new SELECT id, email FROM users; DROP TABLE users; ALTER TABLE new RENAME TO users; CREATE UNIQUE INDEX users_email ON users (email)',
    down: 'CREATE TABLE old (id INTEGER PRIMARY KEY, email TEXT); INSERT INTO old SELECT id, email FROM users; DROP TABLE users; ALTER TABLE old RENAME TO users; CREATE UNIQUE INDEX users_email_key ON users (email)',
    grade: 'broken',
    differences: ['index users_email_key is left over'],
  },
  {
    title: 'a rebuild and its rebuild back',
    dialect: sqlite,
    given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, UNIQUE (email))',
    up: 'CREATE TABLE new (id INTEGER PRIMARY KEY, email TEXT NOT NULL, UNIQUE (email)); INSERT INTO new SELECT * FROM users; DROP TABLE users; ALTER TABLE new RENAME TO users',
    down: 'CREATE TABLE new (id INTEGER PRIMARY KEY, email TEXT, UNIQUE (email)); INSERT INTO new SELECT * FROM users; DROP TABLE users; ALTER TABLE new RENAME TO users',
    grade: 'lossless',
  },
]

const posts = 'CREATE TABLE posts (id int, is_spam boolean); CREATE TABLE comments (id int, is_spam boolean)'

/** Beside tables known whole, others may be there. */
const withSomeHistory: readonly Case[] = [
  {
    title: 'an index that the table of its name has not',
    given: posts,
    up: 'ALTER TABLE posts ADD COLUMN score float',
    down: 'DROP INDEX posts_is_spam_index; ALTER TABLE posts DROP COLUMN score',
    grade: 'broken',
    differences: ['down stops: index posts_is_spam_index does not exist'],
  },
  {
    title: 'an index of a table that no migration makes',
    given: posts,
    up: 'CREATE INDEX posts_id_index ON posts (id)',
    down: 'DROP INDEX posts_id_index; DROP INDEX posts_author_index; DROP INDEX users_email_idx; DROP INDEX by_spam',
    grade: 'broken',
    differences: [
      'index posts_author_index is missing',
      'index users_email_idx is missing',
      'index by_spam is missing',
    ],
  },
  {
    title: 'an index that somebody has made by hand, as up says',
    given: posts,
    up: 'DROP INDEX posts_is_spam_index',
    down: 'SELECT 1',
    grade: 'broken',
    differences: ['index posts_is_spam_index is missing'],
  },
  {
    title: 'an index that up may well not find',
    given: posts,
    up: 'DROP INDEX IF EXISTS idx_comments_id_is_spam; DROP INDEX IF EXISTS idx_by_hand',
    down: 'SELECT 1',
    grade: 'broken',
    differences: ['index idx_by_hand is missing'],
  },
]

const withoutHistory: readonly Case[] = [
  {
    title: 'a column added and dropped',
    up: 'ALTER TABLE users ADD COLUMN x int',
    down: 'ALTER TABLE users DROP COLUMN x',
    grade: 'lossless',
  },
  {
    title: 'a column dropped and added',
    up: 'ALTER TABLE users DROP COLUMN x',
    down: 'ALTER TABLE users ADD COLUMN x int',
    grade: 'structure-only',
    lost: ['users.x: every value'],
  },
  {
    title: 'a table dropped and made',
    up: 'DROP TABLE users',
    down: users,
    grade: 'structure-only',
    lost: ['users: every row'],
  },
  {
    title: 'a dropped column that does not come back',
    up: 'ALTER TABLE users DROP COLUMN x',
    down: 'SELECT 1',
    grade: 'broken',
    differences: ['column users.x is missing'],
    lost: ['users.x: every value'],
  },
  {
    title: 'down drops a column that up did not make',
    up: 'ALTER TABLE users ADD COLUMN x int',
    down: 'ALTER TABLE users DROP COLUMN y',
    grade: 'broken',
    differences: ['column users.y is missing', 'column users.x is left over'],
    lost: ['users.y: every value'],
  },
  {
    title: 'down drops a table by another name',
    up: 'CREATE TABLE groups (id int)',
    down: 'DROP TABLE IF EXISTS group_s',
    grade: 'broken',
    differences: ['table groups is left over'],
  },
  {
    title: 'SET NOT NULL and back',
    up: 'ALTER TABLE users ALTER COLUMN x SET NOT NULL',
    down: 'ALTER TABLE users ALTER COLUMN x DROP NOT NULL',
    grade: 'lossless',
  },
  {
    title: 'a default dropped and set: what it was nobody has seen',
    up: 'ALTER TABLE users ALTER x DROP DEFAULT',
    down: 'ALTER TABLE users ALTER x SET DEFAULT 1',
    grade: 'unknown',
    differences: [],
  },
  {
    title: 'a default that up sets and down sets again',
    up: 'ALTER TABLE users ALTER x SET DEFAULT 1',
    down: 'ALTER TABLE users ALTER x SET DEFAULT 1',
    grade: 'broken',
    differences: ['column users.x: has the default 1, had none that is known'],
  },
  {
    title: 'a default that down alone sets',
    up: 'ALTER TABLE users ALTER x DROP NOT NULL',
    down: 'ALTER TABLE users ALTER x SET NOT NULL; ALTER TABLE users ALTER x SET DEFAULT 1',
    grade: 'broken',
    differences: ['column users.x: has the default 1, had none that is known'],
  },
  {
    title: 'NOT NULL that goes behind the default and comes back',
    up: 'ALTER TABLE users ALTER x DROP DEFAULT; ALTER TABLE users ALTER x DROP NOT NULL',
    down: 'ALTER TABLE users ALTER x DROP DEFAULT; ALTER TABLE users ALTER x SET NOT NULL',
    grade: 'unknown',
    differences: [],
  },
  {
    title: 'SET NOT NULL and not back',
    up: 'ALTER TABLE users ALTER COLUMN x SET NOT NULL',
    down: 'SELECT 1',
    grade: 'broken',
    differences: ['column users.x: is NOT NULL, was nullable'],
  },
  {
    title: 'renames and back',
    up: 'ALTER TABLE users RENAME COLUMN a TO b; ALTER TABLE users RENAME TO people; ALTER INDEX i RENAME TO j',
    down: 'ALTER INDEX j RENAME TO i; ALTER TABLE people RENAME TO users; ALTER TABLE users RENAME COLUMN b TO a',
    grade: 'lossless',
  },
  {
    title: 'an index dropped and made: whether as it was is not known',
    up: 'DROP INDEX by_email',
    down: 'CREATE INDEX by_email ON users (email)',
    grade: 'unknown',
  },
  {
    title: 'an index made and dropped',
    up: 'CREATE INDEX CONCURRENTLY by_email ON users (email)',
    down: 'DROP INDEX CONCURRENTLY by_email',
    grade: 'lossless',
  },
  {
    title: 'IF EXISTS that only frees the way',
    up: 'DROP TABLE IF EXISTS users; CREATE TABLE users (id int)',
    down: 'DROP TABLE users',
    grade: 'structure-only',
    lost: ['users: every row'],
  },
  {
    title: 'a view replaced and put back',
    up: 'CREATE OR REPLACE VIEW v AS SELECT 1',
    down: 'CREATE OR REPLACE VIEW v AS SELECT 2',
    grade: 'unknown',
  },
  {
    title: 'a view made and dropped',
    up: 'CREATE OR REPLACE VIEW v AS SELECT 1',
    down: 'DROP VIEW v',
    grade: 'lossless',
  },
  {
    title: 'an enum value cannot be taken back',
    up: `ALTER TYPE status ADD VALUE 'b'`,
    down: '',
    grade: 'broken',
    differences: [`enum status: still has 'b'`],
  },
]

describe.each([
  ['on a known schema', withHistory],
  ['on a schema seen in part', withSomeHistory],
  ['on a schema never seen', withoutHistory],
])('up and down %s', (_title, cases) => {
  beforeAll(() => Promise.all([postgres.load(), sqlite.load()]))

  test.each(cases)('$title', each => {
    const { grade, differences, lost } = tripOf(each, cases === withHistory)
    expect({ grade, differences, lost }).toEqual({
      grade: each.grade,
      differences: each.differences ?? [],
      lost: each.lost ?? [],
    })
  })
})

describe('the grade without a way back', () => {
  beforeAll(() => postgres.load())

  test.each<[string, Partial<Migration>, Grade, string?]>([
    ['a change', {}, 'missing'],
    ['a change in a layout without downs', { downExpected: false }, 'unknown'],
    ['declared', { declaredIrreversible: {} }, 'irreversible'],
    ['no change', {}, 'lossless', 'SELECT 1'],
  ])('%s', (_title, changed, grade, up = users) => {
    const migration = { ...migrationOf(postgres, { up, pending: true }), ...changed }
    const [replayed] = replay([migration], postgres.semantics)
    expect(replayed && gradeOf(replayed, undefined)).toBe(grade)
  })

  test('a down that throws is irreversible', () => {
    const migration = migrationOf(postgres, { up: users, down: '', pending: true })
    const down: Script = {
      ...scriptOf(postgres, 'down.sql', ''),
      notes: [{ kind: 'throws', message: 'It throws.' }],
    }
    const [replayed] = replay([{ ...migration, down }], postgres.semantics)
    expect(replayed && roundTrip(replayed, postgres.traits())?.grade).toBe('irreversible')
  })
})

function tripOf({ dialect = postgres, given, up, down }: Case, complete: boolean): RoundTrip {
  const earlier = given === undefined ? [] : [migrationOf(dialect, { up: given, pending: false })]
  const migrations = [...earlier, migrationOf(dialect, { up, down, pending: true })]
  const replayed = replay(migrations, dialect.semantics, { complete }).at(-1)
  const trip = replayed && roundTrip(replayed, dialect.traits())
  if (trip === undefined) throw new Error('no round trip')
  return trip
}

function migrationOf(
  dialect: Dialect,
  { up, down, pending }: { readonly up: string; readonly down?: string; readonly pending: boolean },
): Migration {
  return {
    name: 'm',
    file: 'm.sql',
    layout: 'up-down-files',
    dialect: dialect.name,
    pending,
    downExpected: true,
    up: scriptOf(dialect, 'm.up.sql', up),
    ...(down === undefined ? {} : { down: scriptOf(dialect, 'm.down.sql', down) }),
  }
}

function scriptOf(dialect: Dialect, file: string, text: string): Script {
  return readSqlScript({ file, transaction: 'script' }, text, dialect)
}
