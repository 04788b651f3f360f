import { beforeAll, expect, test } from 'vitest'
import { dialectNames, dialects } from '../dialects/index.ts'
import { readSqlScript } from '../readers/sql/read-sql-script.ts'
import { examplesToUndo, type Undone, undo } from '../rules/testing/undone-examples.ts'
import { apply } from '../schema/apply.ts'
import { differencesOf } from '../schema/compare.ts'
import { inWords } from '../schema/difference.ts'
import { restOfWayBack } from './way-back.ts'

beforeAll(async () => {
  await Promise.all(dialectNames.map(name => dialects[name].load()))
})

const examples = examplesToUndo()
let written = 0

test.each(examples)('$dialect: $given; $up', example => {
  const { replayed, back } = undo(example)
  if (back === undefined) return
  written += 1
  const script = readSqlScript({ file: 'd.sql', transaction: 'none' }, back.sql, dialects[example.dialect])
  const operations = script.statements.flatMap(statement => statement.operations)
  expect(operations.filter(({ kind }) => kind === 'unreadable')).toEqual([])
  const after = operations.reduce(apply, replayed.up.after)
  expect(differencesOf(replayed.up.before, after).map(inWords), back.sql).toEqual([])
})

test('for most of them there is a way back', () => {
  expect(written / examples.length).toBeGreaterThan(0.6)
})

test.each([
  ['a rename that down forgets', 'ALTER TABLE users RENAME TO people', 'SELECT 1'],
  ['a column that is renamed', 'ALTER TABLE users RENAME COLUMN email TO mail', 'SELECT 1'],
  [
    'values that are moved',
    'ALTER TABLE users ADD COLUMN mail text; UPDATE users SET mail = email; ALTER TABLE users DROP COLUMN email',
    'ALTER TABLE users DROP COLUMN mail',
  ],
])('nothing is added to a down script where rows would be lost: %s', (_title, up, down) => {
  const given = 'CREATE TABLE users (id int, email text)'
  expect(restOf({ dialect: 'postgres', given, up, down })).toBeUndefined()
})

test('an index that down drops, and that no migration has made, is not made again', () => {
  const given = 'CREATE TABLE users (id int)'
  const up = 'ALTER TABLE users ADD COLUMN mail text'
  expect(restOf({ dialect: 'postgres', given, up, down: 'DROP INDEX by_id' })).toBeUndefined()
})

test('what a down script leaves out', () => {
  const given = 'CREATE TABLE users (id int)'
  const up = 'ALTER TABLE users ADD COLUMN mail text; CREATE INDEX by_id ON users (id)'
  const down = 'DROP INDEX by_id'
  expect(restOf({ dialect: 'postgres', given, up, down })).toBe('ALTER TABLE users DROP COLUMN mail;')
})

test.each([
  ['postgres', 'ALTER TABLE seen ADD COLUMN mail text', 'ALTER TABLE seen DROP COLUMN mail;'],
  ['sqlite', 'ALTER TABLE seen ADD COLUMN mail text', 'ALTER TABLE seen DROP COLUMN mail;'],
  ['mysql', 'ALTER TABLE seen ADD COLUMN mail text', 'ALTER TABLE seen DROP COLUMN mail;'],
  ['mysql', 'CREATE INDEX by_mail ON seen (mail)', 'ALTER TABLE seen DROP INDEX by_mail;'],
  [
    'mysql',
    'ALTER TABLE seen ADD CONSTRAINT one FOREIGN KEY (mail) REFERENCES mails (mail)',
    'ALTER TABLE seen DROP FOREIGN KEY one;',
  ],
] as const)('a table that no migration has made is not dropped: %s %s', (dialect, up, expected) => {
  expect(undo({ dialect, given: 'CREATE TABLE users (id int)', up }).back?.sql).toBe(expected)
  const more = `${up}; CREATE TABLE carts (id int)`
  expect(restOf({ dialect, given: 'CREATE TABLE users (id int)', up: more, down: 'DROP TABLE carts' })).toBe(
    expected,
  )
})

test('MySQL: an index that a foreign key needs is there again before the one that it has meanwhile is dropped', () => {
  const given = `CREATE TABLE topics (id int PRIMARY KEY);
CREATE TABLE ranks (topic_id int, KEY topic_id (topic_id), FOREIGN KEY (topic_id) REFERENCES topics (id))`
  const up = `ALTER TABLE ranks ADD COLUMN place int; CREATE INDEX by_place ON ranks (topic_id, place);
ALTER TABLE ranks DROP INDEX topic_id`
  const { back } = undo({ dialect: 'mysql', given, up })
  expect(back?.sql.split('\n')[0]).toBe('ALTER TABLE ranks ADD KEY topic_id (topic_id);')
})

test('MySQL: what CHANGE renames is renamed back, with its values', () => {
  const given = 'CREATE TABLE carts (userId int, CONSTRAINT k FOREIGN KEY (userId) REFERENCES users (id))'
  const up =
    'ALTER TABLE carts DROP FOREIGN KEY k; ALTER TABLE carts CHANGE userId user_id int; ALTER TABLE carts ADD CONSTRAINT k FOREIGN KEY (user_id) REFERENCES users (id)'
  const { back } = undo({ dialect: 'mysql', given, up })
  expect(back?.sql).toContain('CHANGE COLUMN user_id userId int')
  expect(back?.sql).not.toContain('DROP COLUMN')
})

test('values that are moved have no way back that is sure to be right', () => {
  const given = 'CREATE TABLE users (id int, email text)'
  const up =
    'ALTER TABLE users ADD COLUMN mail text; UPDATE users SET mail = email; ALTER TABLE users DROP COLUMN email'
  expect(undo({ dialect: 'postgres', given, up }).back).toBeUndefined()
})

const people = 'CREATE TABLE people (id int PRIMARY KEY, name text);'
const serial = 'CREATE TABLE people (id serial, name text);'

/** Each was suggested once, and run: rows were lost, values were others, or the server refused it. */
test.each<[string, Undone]>([
  [
    'a copy, of which the rows are deleted',
    {
      dialect: 'postgres',
      given: people,
      up: 'CREATE TABLE kept AS SELECT * FROM people; DELETE FROM people',
    },
  ],
  [
    'a copy in a table of another schema',
    {
      dialect: 'postgres',
      given: people,
      up: 'CREATE SCHEMA old; CREATE TABLE old.people AS SELECT * FROM people; DROP TABLE people',
    },
  ],
  [
    'a copy, of which the rows are emptied',
    { dialect: 'sqlite', given: people, up: 'CREATE TABLE kept AS SELECT * FROM people; DELETE FROM people' },
  ],
  [
    'a value that is moved within an UPDATE',
    {
      dialect: 'postgres',
      given: people,
      up: 'ALTER TABLE people ADD COLUMN label text; UPDATE people SET label = name, name = NULL',
    },
  ],
  [
    'a table that moves to a new schema',
    { dialect: 'postgres', given: people, up: 'CREATE SCHEMA old; ALTER TABLE people SET SCHEMA old' },
  ],
  [
    'values that USING computes',
    {
      dialect: 'postgres',
      given: 'CREATE TABLE prices (price numeric(10,2))',
      up: 'ALTER TABLE prices ALTER COLUMN price TYPE int USING (price * 100)::int',
    },
  ],
  [
    'a sequence whose serial column has another name by now',
    {
      dialect: 'postgres',
      given: `${serial} ALTER TABLE people RENAME TO persons;`,
      up: 'DROP TABLE persons',
    },
  ],
  [
    'a sequence that took the default of its serial column along',
    { dialect: 'postgres', given: serial, up: 'DROP SEQUENCE people_id_seq CASCADE' },
  ],
  [
    'an index of a materialized view',
    {
      dialect: 'postgres',
      given: `${people} CREATE MATERIALIZED VIEW names AS SELECT name FROM people; CREATE INDEX by_name ON names (name);`,
      up: 'DROP INDEX by_name',
    },
  ],
  [
    'AUTO_INCREMENT without its key',
    {
      dialect: 'mysql',
      given: 'CREATE TABLE people (id int AUTO_INCREMENT PRIMARY KEY, name text)',
      up: 'ALTER TABLE people DROP COLUMN id',
    },
  ],
  [
    'a column whose type nobody wrote',
    {
      dialect: 'mysql',
      given: `${people} CREATE TABLE numbers AS SELECT id + 1 AS number FROM people;`,
      up: 'DROP TABLE numbers',
    },
  ],
  ...[
    [
      'storage parameters',
      'CREATE TABLE t (n int); CREATE INDEX i ON t (n) WITH (fillfactor = 50)',
      'DROP INDEX i',
    ],
    [
      'INCLUDE of a key',
      'CREATE TABLE t (n int, m int, CONSTRAINT k UNIQUE (n) INCLUDE (m))',
      'ALTER TABLE t DROP CONSTRAINT k',
    ],
    [
      'MATCH FULL',
      'CREATE TABLE p (n int UNIQUE); CREATE TABLE t (n int, CONSTRAINT k FOREIGN KEY (n) REFERENCES p (n) MATCH FULL)',
      'ALTER TABLE t DROP CONSTRAINT k',
    ],
    [
      'how an identity counts',
      'CREATE TABLE t (n int GENERATED ALWAYS AS IDENTITY (START 100))',
      'DROP TABLE t',
    ],
    [
      'STORAGE',
      'CREATE TABLE t (n int, m text); ALTER TABLE t ALTER m SET STORAGE EXTERNAL',
      'ALTER TABLE t DROP COLUMN m',
    ],
    [
      'a view that was altered',
      'CREATE TABLE t (n int); CREATE VIEW v AS SELECT n FROM t; ALTER VIEW v SET (security_invoker = on)',
      'DROP VIEW v',
    ],
    [
      'a view whose column was renamed below it',
      'CREATE TABLE t (n int); CREATE VIEW v AS SELECT n FROM t; ALTER TABLE t RENAME n TO m',
      'DROP VIEW v',
    ],
    [
      'a view of all columns, of which there are more',
      'CREATE TABLE t (n int); CREATE VIEW v AS SELECT * FROM t; ALTER TABLE t ADD m int',
      'DROP VIEW v',
    ],
    [
      'a comment on a view',
      "CREATE TABLE t (n int); CREATE VIEW v AS SELECT n FROM t; COMMENT ON VIEW v IS 'x'; CREATE OR REPLACE VIEW v AS SELECT n + 1 AS n FROM t",
      'DROP VIEW v',
    ],
    [
      'a comment on an index',
      "CREATE TABLE t (n int); CREATE INDEX i ON t (n); COMMENT ON INDEX i IS 'x'",
      'DROP INDEX i',
    ],
    [
      'a comment on the index of a key',
      "CREATE TABLE t (n int, CONSTRAINT k UNIQUE (n)); COMMENT ON INDEX k IS 'x'",
      'DROP TABLE t',
    ],
    [
      'a comment on a constraint',
      "CREATE SCHEMA s; CREATE TABLE s.t (n int, CONSTRAINT k CHECK (n > 0)); COMMENT ON CONSTRAINT k ON s.t IS 'x'",
      'ALTER TABLE s.t DROP CONSTRAINT k',
    ],
    [
      'a comment on an enum',
      "CREATE TYPE mood AS ENUM ('good'); COMMENT ON TYPE mood IS 'x'",
      'DROP TYPE mood',
    ],
    [
      'a comment on a composite type',
      "CREATE TYPE pair AS (a int); COMMENT ON TYPE pair IS 'x'",
      'DROP TYPE pair',
    ],
    [
      'a comment on a trigger',
      "CREATE TABLE t (n int); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f(); COMMENT ON TRIGGER g ON t IS 'x'",
      'DROP TRIGGER g ON t',
    ],
    [
      'a materialized view that may have been refreshed',
      'CREATE TABLE t (n int); CREATE MATERIALIZED VIEW v AS SELECT n FROM t WITH NO DATA; REFRESH MATERIALIZED VIEW v',
      'DROP MATERIALIZED VIEW v',
    ],
    [
      'the name of an EXCLUDE over a function',
      'CREATE TABLE t (a text, EXCLUDE (lower(a) WITH =))',
      'DROP TABLE t',
    ],
    [
      'INCLUDE of an index that a key has taken over',
      'CREATE TABLE t (n int, m int); CREATE UNIQUE INDEX i ON t (n) INCLUDE (m); ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX i',
      'ALTER TABLE t DROP CONSTRAINT k',
    ],
    [
      'a trigger whose column was renamed',
      "CREATE TABLE t (n int); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER g BEFORE UPDATE OF n ON t FOR EACH ROW EXECUTE FUNCTION f(); ALTER TABLE t RENAME n TO m",
      'DROP TRIGGER g ON t',
    ],
    [
      'an index whose storage was altered',
      'CREATE TABLE t (n int); CREATE INDEX i ON t (n); ALTER INDEX i SET (fillfactor = 50)',
      'DROP INDEX i',
    ],
    [
      'the index of a key whose storage was altered',
      'CREATE TABLE t (n int PRIMARY KEY); ALTER INDEX t_pkey SET (fillfactor = 50)',
      'DROP TABLE t',
    ],
    [
      'statistics of an index',
      'CREATE TABLE t (n int); CREATE INDEX i ON t ((n + 1)); ALTER INDEX i ALTER COLUMN 1 SET STATISTICS 100',
      'DROP INDEX i',
    ],
    [
      'an index that the table is clustered on',
      'CREATE TABLE t (n int); CREATE INDEX i ON t (n); ALTER TABLE t CLUSTER ON i',
      'DROP INDEX i',
    ],
    [
      'an index that CLUSTER was told',
      'CREATE TABLE t (n int PRIMARY KEY); CLUSTER t USING t_pkey',
      'ALTER TABLE t DROP CONSTRAINT t_pkey',
    ],
    [
      'an index that tells rows to subscribers',
      'CREATE TABLE t (n int NOT NULL); CREATE UNIQUE INDEX i ON t (n); ALTER TABLE t REPLICA IDENTITY USING INDEX i',
      'DROP INDEX i',
    ],
    [
      'a materialized view that was emptied',
      'CREATE TABLE t (n int); CREATE MATERIALIZED VIEW v AS SELECT n FROM t; REFRESH MATERIALIZED VIEW v WITH NO DATA',
      'DROP MATERIALIZED VIEW v',
    ],
    [
      'the sequence of a serial column, altered',
      'CREATE TABLE t (n serial); ALTER SEQUENCE t_n_seq INCREMENT 5',
      'DROP TABLE t',
    ],
    [
      'the sequence of an identity, altered',
      'CREATE TABLE t (n int GENERATED ALWAYS AS IDENTITY); ALTER SEQUENCE t_n_seq INCREMENT 5',
      'DROP TABLE t',
    ],
    [
      'how an identity counts since',
      'CREATE TABLE t (n int GENERATED ALWAYS AS IDENTITY); ALTER TABLE t ALTER n SET INCREMENT 5',
      'DROP TABLE t',
    ],
    [
      'how an identity counts that was added',
      'CREATE TABLE t (n int NOT NULL); ALTER TABLE t ALTER n ADD GENERATED ALWAYS AS IDENTITY (START 5)',
      'DROP TABLE t',
    ],
    [
      'a trigger that is switched off',
      "CREATE TABLE t (n int); CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER g BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f(); ALTER TABLE t DISABLE TRIGGER g",
      'DROP TRIGGER g ON t',
    ],
  ].map(([title = '', given = '', up = '']): [string, Undone] => [title, { dialect: 'postgres', given, up }]),
  ...[
    ['KEY_BLOCK_SIZE of a key', 'CREATE TABLE t (n int, KEY k (n) KEY_BLOCK_SIZE = 4)', 'DROP INDEX k ON t'],
    ['a parser of a key', 'CREATE TABLE t (n text, FULLTEXT KEY k (n) WITH PARSER ngram)', 'DROP TABLE t'],
    ['a prefix of the primary key', 'CREATE TABLE t (n text, PRIMARY KEY (n(10)))', 'DROP TABLE t'],
    ['a period', 'CREATE TABLE t (a date, b date, PERIOD FOR p (a, b))', 'DROP TABLE t'],
    [
      'WITHOUT OVERLAPS',
      'CREATE TABLE t (n int, a date, b date, PERIOD FOR p (a, b), UNIQUE k (n, p WITHOUT OVERLAPS))',
      'ALTER TABLE t DROP INDEX k',
    ],
    ['a versioned column', 'CREATE TABLE t (n int WITH SYSTEM VERSIONING, m int)', 'DROP TABLE t'],
    [
      'a compressed column',
      'CREATE TABLE t (n int, m varchar(20) COMPRESSED)',
      'ALTER TABLE t MODIFY m varchar(30)',
    ],
  ].map(([title = '', given = '', up = '']): [string, Undone] => [title, { dialect: 'mariadb', given, up }]),
])('there is no way back that is sure to be right: %s', (_title, example) => {
  expect(undo(example).back?.sql).toBeUndefined()
})

test.each([
  'CREATE TABLE t (n int UNIQUE ON CONFLICT REPLACE)',
  'CREATE TABLE t (n int, UNIQUE (n) ON CONFLICT IGNORE)',
  'CREATE TABLE t (n int PRIMARY KEY ON CONFLICT REPLACE)',
  'CREATE TABLE t (n int NOT NULL ON CONFLICT REPLACE DEFAULT 1)',
  'CREATE TABLE t (n text, UNIQUE (n COLLATE NOCASE))',
  'CREATE TABLE t (n int, m int, PRIMARY KEY (n, m DESC))',
  'CREATE TABLE t (n INTEGER PRIMARY KEY DESC)',
])('SQLite: what is not kept of a key is not left out: %s', given => {
  expect(undo({ dialect: 'sqlite', given, up: 'DROP TABLE t' }).back?.sql).toBeUndefined()
})

test('SQLite: NOT NULL comes back beside the key that says it too', () => {
  const given = 'CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT)'
  const { back } = undo({ dialect: 'sqlite', given, up: 'DROP TABLE t' })
  expect(back?.sql).toContain('id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL')
  const bare = undo({
    dialect: 'sqlite',
    given: 'CREATE TABLE t (id INTEGER PRIMARY KEY)',
    up: 'DROP TABLE t',
  })
  expect(bare.back?.sql).not.toContain('NOT NULL')
})

test('a table goes back to its schema with its rows', () => {
  const given = `CREATE SCHEMA old; ${people}`
  const { back } = undo({ dialect: 'postgres', given, up: 'ALTER TABLE people SET SCHEMA old' })
  expect(back?.sql).toBe('ALTER TABLE old.people SET SCHEMA public;')
})

test('a composite type comes back before the table that has it', () => {
  const given = 'CREATE TYPE pair AS (a int, b text); CREATE TABLE pairs (one pair)'
  const { back } = undo({ dialect: 'postgres', given, up: 'DROP TABLE pairs; DROP TYPE pair' })
  expect(back?.sql).toMatch(/CREATE TYPE pair.*CREATE TABLE pairs/s)
})

test('a view of all columns that are there still is made again', () => {
  const given = 'CREATE TABLE t (n int); CREATE VIEW v AS SELECT * FROM t'
  const { back } = undo({ dialect: 'postgres', given, up: 'DROP VIEW v' })
  expect(back?.sql).toBe('CREATE VIEW v AS SELECT * FROM t;')
})

test('rights on a view are said not to come back', () => {
  const given = 'CREATE TABLE t (n int); CREATE VIEW v AS SELECT n FROM t; GRANT SELECT ON v TO app'
  const { back } = undo({ dialect: 'postgres', given, up: 'DROP VIEW v' })
  expect(back).toMatchObject({ isWhole: false, sql: expect.stringContaining('Rights that were granted') })
})

test('rights on some columns do not come back as rights on all', () => {
  const given = 'CREATE TABLE t (n int, m int); GRANT SELECT (n) ON t TO app'
  expect(undo({ dialect: 'postgres', given, up: 'DROP TABLE t' }).back).toBeUndefined()
})

test.each([
  [
    'GRANT SELECT ON t TO app WITH GRANT OPTION',
    'DROP TABLE t',
    'CREATE TABLE t (\n  n integer\n);\nGRANT SELECT ON t TO app WITH GRANT OPTION;',
  ],
  ['SELECT 1', 'GRANT SELECT ON t TO app WITH GRANT OPTION', 'REVOKE SELECT ON t FROM app;'],
  [
    'GRANT SELECT ON t TO app',
    'GRANT SELECT ON t TO app WITH GRANT OPTION',
    'REVOKE GRANT OPTION FOR SELECT ON t FROM app;',
  ],
  [
    'GRANT SELECT ON t TO app WITH GRANT OPTION',
    'REVOKE SELECT ON t FROM app',
    'GRANT SELECT ON t TO app WITH GRANT OPTION;',
  ],
  [
    'GRANT SELECT, UPDATE ON t TO app WITH GRANT OPTION',
    'REVOKE GRANT OPTION FOR UPDATE ON t FROM app',
    'GRANT UPDATE ON t TO app WITH GRANT OPTION;',
  ],
])('rights to grant on: %s; %s', (granted, up, down) => {
  const { back } = undo({ dialect: 'postgres', given: `CREATE TABLE t (n int); ${granted}`, up })
  expect(back?.sql.replace(/^--.*\n/gm, '')).toBe(down)
})

test.each([
  ['fillfactor = 50', 'ALTER TABLE t SET (fillfactor = 70)', 'ALTER TABLE t SET (fillfactor = 50);'],
  ['fillfactor = 50', 'ALTER TABLE t RESET (fillfactor)', 'ALTER TABLE t SET (fillfactor = 50);'],
  [
    'toast.autovacuum_enabled = false',
    'ALTER TABLE t SET (fillfactor = 70)',
    'ALTER TABLE t RESET (fillfactor);',
  ],
  [
    'fillfactor = 50',
    'DROP TABLE t',
    'CREATE TABLE t (\n  n integer\n);\nALTER TABLE t SET (fillfactor = 50, autovacuum_enabled = false);',
  ],
])('each storage parameter is one of its own: %s; %s', (parameter, up, down) => {
  const given = `CREATE TABLE t (n int) WITH (${parameter}); ALTER TABLE t SET (autovacuum_enabled = false)`
  expect(undo({ dialect: 'postgres', given, up }).back?.sql.replace(/^--.*\n/gm, '')).toBe(down)
})

test('a table comes back to its owner', () => {
  const given = 'CREATE TABLE t (n int); ALTER TABLE t OWNER TO app'
  expect(undo({ dialect: 'postgres', given, up: 'DROP TABLE t' }).back?.sql).toContain(
    'ALTER TABLE t OWNER TO app;',
  )
  const { back } = undo({ dialect: 'postgres', given, up: 'ALTER TABLE t OWNER TO admin' })
  expect(back?.sql).toContain('ALTER TABLE t OWNER TO app;')
})

test.each([
  ['CREATE TABLE t (n serial); GRANT USAGE ON SEQUENCE t_n_seq TO app', 'DROP TABLE t', 'sequence t_n_seq'],
  ['CREATE TABLE t (n int, m int); GRANT SELECT (m) ON t TO app', 'ALTER TABLE t DROP m', 'column t.m'],
  ['CREATE TABLE t (n int); CREATE PUBLICATION p FOR TABLE t', 'DROP TABLE t', 'PUBLICATION p ADD TABLE t'],
  [
    'CREATE TABLE t (n int); CREATE TABLE u (n int); CREATE PUBLICATION p FOR TABLE u; ALTER PUBLICATION p ADD TABLE t',
    'DROP TABLE t',
    'PUBLICATION p ADD TABLE t',
  ],
  ['CREATE VIEW v AS SELECT 1 AS n; ALTER VIEW v OWNER TO app', 'DROP VIEW v', "view v was app's"],
])('what was said elsewhere is said not to come back: %s', (given, up, note) => {
  const { back } = undo({ dialect: 'postgres', given, up })
  expect(back).toMatchObject({ isWhole: false, sql: expect.stringContaining(note) })
})

test.each([
  ['CREATE TABLE t (n int); CREATE PUBLICATION p FOR ALL TABLES', 'DROP TABLE t'],
  ['CREATE TABLE t (n int); CREATE TABLE u (n int); CREATE PUBLICATION p FOR TABLE u', 'DROP TABLE t'],
])('a publication that does not list it needs no word: %s', (given, up) => {
  expect(undo({ dialect: 'postgres', given, up }).back?.sql).not.toContain('PUBLICATION')
})

test('what RESTART gives next is no part of an identity', () => {
  const given = 'CREATE TABLE t (n int GENERATED ALWAYS AS IDENTITY); ALTER TABLE t ALTER n RESTART WITH 5'
  expect(undo({ dialect: 'postgres', given, up: 'DROP TABLE t' }).back?.sql).toContain('GENERATED ALWAYS')
})

test('MariaDB: KEY_BLOCK_SIZE comes after the row format that takes it', () => {
  const given = 'CREATE TABLE t (n int) ROW_FORMAT = COMPRESSED KEY_BLOCK_SIZE = 8'
  const up = 'ALTER TABLE t ROW_FORMAT = DYNAMIC KEY_BLOCK_SIZE = 0'
  expect(undo({ dialect: 'mariadb', given, up }).back?.sql).toBe(
    'ALTER TABLE t ROW_FORMAT = COMPRESSED;\nALTER TABLE t KEY_BLOCK_SIZE = 8;',
  )
})

test('DROP OWNED takes the rights to grant on too', () => {
  const given = 'CREATE TABLE t (n int); GRANT SELECT ON t TO app WITH GRANT OPTION; DROP OWNED BY app'
  expect(undo({ dialect: 'postgres', given, up: 'DROP TABLE t' }).back?.sql).toContain('CREATE TABLE t')
})

test('rights on a schema are said not to come back', () => {
  const given = 'CREATE SCHEMA audit; GRANT USAGE ON SCHEMA audit TO app'
  const { back } = undo({ dialect: 'postgres', given, up: 'DROP SCHEMA audit' })
  expect(back).toMatchObject({ isWhole: false, sql: expect.stringContaining('granted on schema audit') })
})

test('what was not validated comes back NOT VALID', () => {
  const given =
    'CREATE TABLE t (n int); INSERT INTO t VALUES (-1); ALTER TABLE t ADD CONSTRAINT k CHECK (n > 0) NOT VALID'
  const { back } = undo({ dialect: 'postgres', given, up: 'DROP TABLE t' })
  expect(back?.sql).toContain(`(
  n integer
);
ALTER TABLE t ADD CONSTRAINT k CHECK (n > 0) NOT VALID;`)
})

test('NOT VALID in CREATE TABLE is not: there are no rows yet', () => {
  const given = 'CREATE TABLE t (n int, CONSTRAINT k CHECK (n > 0) NOT VALID)'
  const { back } = undo({ dialect: 'postgres', given, up: 'ALTER TABLE t DROP CONSTRAINT k' })
  expect(back?.sql).toBe('ALTER TABLE t ADD CONSTRAINT k CHECK (n > 0);')
})

test('a CHECK that is not inherited comes back as one', () => {
  const given = 'CREATE TABLE t (n int, CONSTRAINT k CHECK (n > 0) NO INHERIT)'
  const { back } = undo({ dialect: 'postgres', given, up: 'ALTER TABLE t DROP CONSTRAINT k' })
  expect(back?.sql).toBe('ALTER TABLE t ADD CONSTRAINT k CHECK (n > 0) NO INHERIT;')
})

test('nothing is said of the values of a column that goes again', () => {
  const up = "ALTER TABLE people ADD COLUMN label text; UPDATE people SET label = 'x'"
  expect(undo({ dialect: 'postgres', given: people, up }).back).toEqual({
    sql: 'ALTER TABLE people DROP COLUMN label;',
    isWhole: true,
    isNoted: false,
  })
})

test('MySQL: backslashes, SERIAL and national characters are written as they are read', () => {
  const given = String.raw`CREATE TABLE t (id serial, a nchar(3), b int COMMENT 'a\\b')`
  const { back } = undo({ dialect: 'mysql', given, up: 'DROP TABLE t' })
  expect(back?.sql).toContain('id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,\n  a nchar(3),')
  expect(back?.sql).toContain(String.raw`COMMENT 'a\\b'`)
})

const checked = 'CREATE TABLE t (n int CHECK (n > 0), m int)'

/** Measured: MariaDB 10.11, SHOW CREATE TABLE: a CHECK of the table is not one of the column, which goes with MODIFY. */
test.each([
  ['ALTER TABLE t DROP COLUMN n', 'ALTER TABLE t ADD COLUMN n int CHECK (n > 0) FIRST;'],
  ['ALTER TABLE t MODIFY n bigint', 'ALTER TABLE t MODIFY COLUMN n int CHECK (n > 0);'],
  ['ALTER TABLE t MODIFY n int', 'ALTER TABLE t MODIFY COLUMN n int CHECK (n > 0);'],
  ['ALTER TABLE t MODIFY m int CHECK (m > 1)', 'ALTER TABLE t MODIFY COLUMN m int;'],
  ['DROP TABLE t', 'CREATE TABLE t (\n  n int CHECK (n > 0),\n  m int\n);'],
])('MariaDB: the CHECK of a column comes back with it: %s', (up, down) => {
  const { back } = undo({ dialect: 'mariadb', given: checked, up })
  expect(back?.sql.replace(/^--.*\n/gm, '')).toBe(down)
})

test('MySQL: a CHECK that is written with its column is the table’s', () => {
  const { back } = undo({ dialect: 'mysql', given: checked, up: 'DROP TABLE t' })
  expect(back?.sql).toContain('CONSTRAINT t_chk_1 CHECK (n > 0)')
})

test('MySQL: a column that was moved and changed goes back to its place', () => {
  const given = 'CREATE TABLE t (a int, b int, c int)'
  const { back } = undo({ dialect: 'mysql', given, up: 'ALTER TABLE t MODIFY c bigint FIRST' })
  expect(back?.sql).toBe('ALTER TABLE t MODIFY COLUMN c int AFTER b;')
})

test('a foreign key to a table that comes back empty is said to stop', () => {
  const given = 'CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE t (p int REFERENCES p (id))'
  const up = 'DROP TABLE p CASCADE'
  const stop = `-- Stops where a row refers to one that is gone: those come first.
ALTER TABLE t ADD CONSTRAINT t_p_fkey`
  expect(undo({ dialect: 'postgres', given, up }).back?.sql).toContain(stop)
  const down = 'CREATE TABLE p (id int PRIMARY KEY)'
  expect(restOf({ dialect: 'postgres', given, up, down })).toContain(stop)
  const whole = undo({ dialect: 'postgres', given, up: 'DROP TABLE t' })
  expect(whole.back?.sql).not.toContain('Stops')
})

test.each([
  [
    'sqlite',
    'CREATE TABLE t (id INTEGER, reason text NOT NULL)',
    'reason',
    `-- Does not come back: t.reason: every value.
-- Rows that are there get '' in t.reason: NOT NULL needs a default here, which it did not have before.
ALTER TABLE t ADD COLUMN reason text NOT NULL DEFAULT '';`,
  ],
  [
    'sqlite',
    'CREATE TABLE t (id INTEGER, seen datetime NOT NULL)',
    'seen',
    `-- Does not come back: t.seen: every value.
-- t.seen was NOT NULL. Rows that are there have no value: it is nullable here.
ALTER TABLE t ADD COLUMN seen datetime;`,
  ],
  [
    'mysql',
    'CREATE TABLE t (id int, seen datetime NOT NULL)',
    'seen',
    `-- Does not come back: t.seen: every value.
ALTER TABLE t ADD COLUMN seen datetime;
-- Give t.seen its values here: what comes next stops at a row without one.
ALTER TABLE t MODIFY COLUMN seen datetime NOT NULL;`,
  ],
] as const)(
  'a column that rows have to have a value in comes back beside rows: %s',
  (dialect, given, column, sql) => {
    expect(undo({ dialect, given, up: `ALTER TABLE t DROP COLUMN ${column}` }).back?.sql).toBe(sql)
  },
)

test('a CHECK that children inherit comes back with the parent’s alone', () => {
  const given = `CREATE TABLE people (id int, CONSTRAINT positive CHECK (id > 0));
CREATE TABLE guests () INHERITS (people);`
  const { back } = undo({ dialect: 'postgres', given, up: 'ALTER TABLE people DROP CONSTRAINT positive' })
  expect(back?.sql).toBe('ALTER TABLE people ADD CONSTRAINT positive CHECK (id > 0);')
})

const events = `CREATE TABLE events (id int, at date) PARTITION BY RANGE (at);
CREATE TABLE events_2020 PARTITION OF events FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');`

test.each([
  [
    'ALTER TABLE events ADD CONSTRAINT positive CHECK (id > 0)',
    'ALTER TABLE events DROP CONSTRAINT positive;',
  ],
  [
    'CREATE INDEX by_id ON ONLY events (id); CREATE INDEX of_2020 ON events_2020 (id); ALTER INDEX by_id ATTACH PARTITION of_2020',
    'DROP INDEX by_id;',
  ],
])('what a partition has from its parent goes with that one: %s', (up, sql) => {
  expect(undo({ dialect: 'postgres', given: events, up }).back?.sql).toBe(sql)
})

test('a foreign key waits for the key of a table that down has made in part', () => {
  const given = 'CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a int REFERENCES a (id))'
  const up = 'DROP TABLE b, a'
  expect(restOf({ dialect: 'postgres', given, up, down: 'CREATE TABLE a (id int)' })).toMatch(
    /CREATE TABLE b .*ADD CONSTRAINT a_pkey .*ADD CONSTRAINT b_a_fkey /s,
  )
})

test('MySQL: an index that a foreign key needs is changed in one statement', () => {
  const given = `CREATE TABLE a (id int PRIMARY KEY);
CREATE TABLE b (x int, y int, KEY xy (x, y), FOREIGN KEY (x) REFERENCES a (id))`
  const { back } = undo({ dialect: 'mysql', given, up: 'ALTER TABLE b DROP COLUMN y' })
  expect(back?.sql).toContain('ALTER TABLE b DROP INDEX xy, ADD KEY xy (x, y);')
})

test('MySQL: columns come after the character set that they have from their table', () => {
  const given = 'CREATE TABLE t (id int, name varchar(9)) CHARACTER SET latin1'
  const up = 'ALTER TABLE t DROP COLUMN name, DEFAULT CHARACTER SET utf8mb4'
  expect(undo({ dialect: 'mysql', given, up }).back?.sql).toMatch(/CHARACTER SET = latin1;.*ADD COLUMN name/s)
  const down = 'CREATE TABLE t (id int)'
  expect(restOf({ dialect: 'mysql', given, up: 'DROP TABLE t', down })).toBeUndefined()
})

const routine = 'CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2; END'

test.each([
  ['goose', 'DROP PROCEDURE p', `-- +goose StatementBegin\n${routine};\n-- +goose StatementEnd`],
  ['sql-migrate', 'DROP PROCEDURE p', `-- +migrate StatementBegin\n${routine};\n-- +migrate StatementEnd`],
  ['sqitch', 'DROP PROCEDURE p', `DELIMITER //\n${routine}//\nDELIMITER ;`],
  ['plain', 'DELIMITER ;\nDROP PROCEDURE p', `DELIMITER //\n${routine}//\nDELIMITER ;`],
  ['golang-migrate', 'DROP PROCEDURE p', `${routine};`],
])('a body is written as its runner takes it: %s', (layout, up, sql) => {
  const given = `DELIMITER $$\n${routine}$$\nDELIMITER ;`
  expect(undo({ dialect: 'mysql', given, up, layout }).back?.sql).toBe(sql)
})

test('what has no semicolon inside needs no frame', () => {
  const given = 'CREATE PROCEDURE p() SELECT 1'
  const { back } = undo({ dialect: 'mysql', given, up: 'DROP PROCEDURE p', layout: 'goose' })
  expect(back?.sql).toBe(`${given};`)
})

test('MySQL: a column that CHANGE renames keeps its values', () => {
  const given = "CREATE TABLE t (id int, name varchar(9) NOT NULL DEFAULT 'x', KEY k (name))"
  const up = 'ALTER TABLE t CHANGE name title varchar(20)'
  expect(undo({ dialect: 'mysql', given, up }).back?.sql).toBe(
    "-- Stops where t.title is NULL, as rows of the new release may have it.\nALTER TABLE t CHANGE COLUMN title name varchar(9) NOT NULL DEFAULT 'x';",
  )
  expect(restOf({ dialect: 'mysql', given, up, down: 'SELECT 1' })).toBeUndefined()
})

function restOf(example: Undone & { readonly down: string }): string | undefined {
  return restOfWayBack(undo(example).replayed, dialects[example.dialect].traits())
}
