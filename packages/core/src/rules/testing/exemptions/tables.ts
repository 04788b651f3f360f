import type { Exemptions } from './exemption.ts'
import { tables, touch, visits } from './shop.ts'

export const tablesTold: Exemptions = {
  'a CHECK pins a column that may be NULL in many rows': {
    given: 'CREATE TABLE settings (id int UNIQUE CHECK (id = 1), plan text);',
    up: 'CREATE INDEX settings_plan ON settings (plan);',
    told: 'create-index-not-concurrently warning',
  },
  'a CHECK pins one column of two in the key': {
    given: 'CREATE TABLE settings (id int CHECK (id = 1), no int, plan text, PRIMARY KEY (id, no));',
    up: 'CREATE INDEX settings_plan ON settings (plan);',
    told: 'create-index-not-concurrently warning',
  },
  'a CHECK that leaves more than one value': {
    given: 'CREATE TABLE settings (id int PRIMARY KEY CHECK (id = 1 OR id = 2), plan text);',
    up: 'CREATE INDEX settings_plan ON settings (plan);',
    told: 'create-index-not-concurrently warning',
  },
  'another table than the renamed one moves to a schema': {
    given: tables,
    up: 'ALTER TABLE users RENAME TO people; ALTER TABLE orders SET SCHEMA archive;',
    told: 'rename-table warning users is called people from now on',
  },
  'another table than the one with the new column gets a new name': {
    given: tables,
    up: `ALTER TABLE users ADD COLUMN site int; UPDATE users SET site = id;
ALTER TABLE users ALTER COLUMN site SET NOT NULL; ALTER TABLE orders RENAME TO carts;`,
    told: 'ddl-after-backfill warning users.site',
  },
  'the table with the new column gets its old name back': {
    given: tables,
    up: `ALTER TABLE users ADD COLUMN site int; UPDATE users SET site = id;
ALTER TABLE users ALTER COLUMN site SET NOT NULL; ALTER TABLE users RENAME TO people; ALTER TABLE people RENAME TO users;`,
    told: 'ddl-after-backfill warning users.site',
  },
  'the rows were moved by one statement': {
    given: tables,
    after:
      'CREATE TABLE copies (id int, email text); WITH old AS (DELETE FROM users RETURNING id, email) INSERT INTO copies SELECT * FROM old',
    up: 'TRUNCATE copies',
    told: 'truncate error',
  },
  'the table that was copied from is emptied, and another one stays': {
    given: `${tables} CREATE TABLE notes (id int, text text);`,
    after: 'CREATE TABLE copies AS SELECT id, email FROM users; DELETE FROM users',
    up: 'DROP TABLE copies',
    told: 'drop-table error',
  },
  'a copy of a copy, whose first is emptied': {
    given: tables,
    after:
      'CREATE TABLE copies AS SELECT id, email FROM users; CREATE TABLE mails AS SELECT email FROM copies; DELETE FROM users; DELETE FROM copies',
    up: 'DROP TABLE mails',
    told: 'drop-table error',
  },
  'a copy of a copy, whose first holds what was deleted': {
    given: tables,
    after:
      'CREATE TABLE copies AS SELECT id, email FROM users; CREATE TABLE mails AS SELECT email FROM copies; DELETE FROM users',
    up: 'DROP TABLE copies; DROP TABLE mails',
    told: 'drop-table error Dropping mails deletes every row in it.',
  },
  'rows that refer to those that are deleted go with them': {
    given:
      'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE mails (user_id int REFERENCES users (id) ON DELETE CASCADE, email text)',
    after: 'CREATE TABLE copies AS SELECT email FROM mails; DELETE FROM users WHERE id > 9',
    up: 'DROP TABLE copies',
    told: 'drop-table error',
  },
  'the copy is made through a view': {
    given: `${tables} CREATE VIEW mails AS SELECT id, email FROM users;`,
    after: 'DELETE FROM orders; CREATE TABLE copies AS SELECT id, email FROM mails; DELETE FROM users',
    up: 'DROP TABLE copies',
    told: 'drop-table error',
  },
  'what was copied was written over since': {
    given: tables,
    after: "CREATE TABLE copies AS SELECT id, email FROM users; UPDATE users SET email = 'none' WHERE banned",
    up: 'DROP TABLE copies',
    told: 'drop-table error',
  },
  'a column from before is written over along with the new one': {
    given: tables,
    after:
      "CREATE TABLE copies AS SELECT id, email FROM users; ALTER TABLE users ADD COLUMN place int; UPDATE users SET place = 1, email = 'none' WHERE banned",
    up: 'DROP TABLE copies',
    told: 'drop-table error',
  },
  'a column from before takes the name of the new one, and is written over': {
    given: tables,
    after:
      "CREATE TABLE copies AS SELECT id, email FROM users; ALTER TABLE users ADD COLUMN mail text; ALTER TABLE users DROP COLUMN mail; ALTER TABLE users RENAME COLUMN email TO mail; CREATE TABLE kept AS SELECT id, mail FROM users; UPDATE users SET mail = 'none' WHERE banned",
    up: 'DROP TABLE kept',
    told: 'drop-table error',
  },
  'the emptied table is dropped and made again': {
    given: 'CREATE TABLE members (id int)',
    up: 'TRUNCATE members; DROP TABLE members; CREATE TABLE members (id int, name text)',
    told: 'truncate error',
  },
  'the table is emptied and dropped': {
    given: 'CREATE TABLE sessions (id int)',
    up: 'DELETE FROM sessions; DROP TABLE sessions',
    told: 'drop-table error',
  },
  'the table is truncated and dropped': {
    given: 'CREATE TABLE sessions (id int)',
    up: 'TRUNCATE sessions; DROP TABLE sessions',
    told: 'drop-table error',
  },
  'a CHECK calls the function': {
    given: `CREATE FUNCTION fold(t text) RETURNS text IMMUTABLE LANGUAGE sql AS $$ SELECT lower(t) $$;
CREATE TABLE users (id int, email text, CONSTRAINT folded CHECK (email = fold(email)));`,
    up: 'DROP FUNCTION IF EXISTS fold CASCADE',
    told: 'drop-cascade-any warning Dropping the function fold with CASCADE also drops the CHECK folded of users.',
  },
  'no migration makes the function that the script drops': {
    given: 'CREATE TABLE users (id int, email text)',
    up: 'DROP FUNCTION IF EXISTS fold CASCADE',
    told: 'drop-cascade-any info',
  },
  'some of the rows only were copied': {
    given: 'CREATE TABLE users (id int)',
    up: 'CREATE TABLE kept AS SELECT * FROM users WHERE id < 9; TRUNCATE users',
    told: 'truncate error',
  },
  'a table of another database is another one': {
    dialect: 'mysql',
    given: `${tables} CREATE TABLE archive.orders (id int PRIMARY KEY);`,
    up: 'DROP TABLE archive.orders',
    told: 'drop-table error',
  },
  'DROP VIEW IF EXISTS … CASCADE of what no migration makes': {
    given: tables,
    up: 'DROP VIEW IF EXISTS active_users CASCADE',
    told: 'drop-cascade-any info',
  },
  'the same without a history, in which the view may be': {
    given: '',
    up: 'DROP VIEW IF EXISTS active_users CASCADE; CREATE VIEW active_users AS SELECT 1',
    told: 'drop-cascade-any warning',
  },
  'a function that a trigger still runs': {
    given: `${tables} ${touch}; CREATE TRIGGER on_users BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch()`,
    up: 'DROP FUNCTION touch CASCADE',
    told: 'drop-cascade-any warning Dropping the function touch with CASCADE also drops the trigger on_users of users.',
  },
  'a function that a default calls': {
    given: `${tables} CREATE FUNCTION next_id() RETURNS int LANGUAGE sql AS 'SELECT 1';
ALTER TABLE users ALTER COLUMN id SET DEFAULT next_id();`,
    up: 'DROP FUNCTION next_id CASCADE',
    told: 'drop-cascade-any warning Dropping the function next_id with CASCADE also drops the default of users.id.',
  },
  'of two renames the first is told': {
    given: tables,
    up: 'ALTER TABLE users RENAME TO members; ALTER TABLE members RENAME TO people',
    told: 'rename-table warning users is called members',
  },
  'a table that another deploy has renamed': {
    given: `${tables} ALTER TABLE users RENAME TO members`,
    up: 'ALTER TABLE members RENAME TO people',
    told: 'rename-table warning members is called people',
  },
  'two copies that may leave rows out between them': {
    dialect: 'sqlite',
    given: 'CREATE TABLE teams (id INTEGER PRIMARY KEY, name TEXT)',
    up: `CREATE TABLE teams_new (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO teams_new SELECT id, name FROM teams WHERE name = 'all';
INSERT INTO teams_new SELECT id, name FROM teams WHERE name <> 'all';
DROP TABLE teams; ALTER TABLE teams_new RENAME TO teams;`,
    told: 'drop-table warning Lines 2 and 3 each copy some rows of teams into teams_new, which takes its place: what none of them copies is deleted.',
  },
  'a copy of some rows alone': {
    dialect: 'sqlite',
    given: 'CREATE TABLE teams (id INTEGER PRIMARY KEY, name TEXT)',
    up: `CREATE TABLE teams_new (id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO teams_new SELECT id, name FROM teams WHERE name = 'all';
DROP TABLE teams; ALTER TABLE teams_new RENAME TO teams;`,
    told: 'drop-table error Line 2 copies only some rows',
  },
  'a copy WITH NO DATA': {
    given: tables,
    up: 'CREATE TABLE kept AS SELECT * FROM users WITH NO DATA; DROP TABLE users',
    told: 'drop-table error',
  },
  'a copy EXCEPT some rows': {
    given: tables,
    up: 'CREATE TABLE kept AS SELECT * FROM users EXCEPT SELECT * FROM gone; DROP TABLE users',
    told: 'drop-table error',
  },
  'a copy that leaves out what is in the way': {
    dialect: 'mysql',
    given: tables,
    up: 'INSERT IGNORE INTO orders (id, email) SELECT id, email FROM users; DROP TABLE users',
    told: 'drop-table error',
  },
  'a copy that is rolled back': {
    given: tables,
    up: 'BEGIN; INSERT INTO orders (id, email) SELECT id, email FROM users; ROLLBACK; DROP TABLE users',
    told: 'drop-table error',
  },
  'a copy that goes under its next name': {
    given: tables,
    up: 'CREATE TABLE a AS SELECT * FROM users; ALTER TABLE a RENAME TO b; DROP TABLE users; DROP TABLE b',
    told: 'drop-table error Dropping users',
  },
  'one partition stays with the table': {
    given: visits,
    up: 'ALTER TABLE visits DETACH PARTITION visits_1; DROP TABLE visits',
    told: 'drop-table error',
  },
  'a partition takes the place of those that were detached': {
    given: `${visits} ALTER TABLE visits DETACH PARTITION visits_1; ALTER TABLE visits DETACH PARTITION visits_2;
ALTER TABLE visits ATTACH PARTITION visits_1 FOR VALUES IN (3);`,
    up: 'DROP TABLE visits',
    told: 'drop-table error',
  },
  'the schema is made after it was dropped': {
    given: tables,
    up: 'DROP SCHEMA app CASCADE; CREATE SCHEMA app',
    told: 'drop-schema warning',
  },
  'the schema may have been there before the deploy': {
    given: tables,
    after: 'CREATE SCHEMA IF NOT EXISTS app',
    up: 'DROP SCHEMA app CASCADE',
    told: 'drop-schema warning',
  },
  'a table that refers to it is made after others that do not': {
    given: 'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE carts (user_id int REFERENCES users (id))',
    up: 'TRUNCATE users CASCADE',
    told: 'truncate-cascade error TRUNCATE deletes every row of users, and through CASCADE of carts.',
  },
  'the type is a new one of the old name': {
    given: "CREATE TYPE mood AS ENUM ('a'); CREATE SCHEMA types",
    after: "ALTER TYPE mood RENAME TO mood_old; CREATE TYPE mood AS ENUM ('b')",
    up: 'ALTER TYPE mood_old SET SCHEMA types; ALTER TYPE mood SET SCHEMA types',
    told: 'set-schema warning The type mood moves',
  },
  'the server may be older than the version that is asked for': {
    given: tables,
    up: "DO $$ BEGIN IF current_setting('server_version_num')::int < 170000 THEN EXECUTE 'DROP TABLE users'; END IF; END $$",
    told: 'drop-table error',
  },
  'a table of the deploy, of whose source rows were deleted since': {
    given: 'CREATE TABLE replies (id int PRIMARY KEY, sent timestamptz)',
    up: `CREATE TABLE inbox AS SELECT id AS reply_id, sent FROM replies; DELETE FROM replies WHERE sent < '2020-01-01';
ALTER TABLE replies RENAME TO notifications; DROP TABLE inbox;`,
    told: 'drop-table error Dropping inbox deletes every row in it.',
  },
  'a table of the deploy, whose rows go with those of its source': {
    given: 'CREATE TABLE replies (id int PRIMARY KEY, sent timestamptz)',
    up: `CREATE TABLE inbox AS SELECT id AS reply_id, sent FROM replies;
ALTER TABLE inbox ADD FOREIGN KEY (reply_id) REFERENCES replies (id) ON DELETE CASCADE;
DELETE FROM replies WHERE sent < '2020-01-01'; DROP TABLE inbox;`,
    told: 'drop-table info Dropping inbox: the deploy itself has filled it from replies, and what it took from there is',
  },
  'a table of the deploy, which keeps the old values of its source': {
    given: 'CREATE TABLE replies (id int PRIMARY KEY, sent timestamptz)',
    up: `CREATE TABLE inbox AS SELECT id AS reply_id, sent FROM replies; UPDATE replies SET sent = now() WHERE sent IS NULL;
ALTER TABLE replies RENAME TO notifications; DROP TABLE inbox;`,
    told: 'drop-table error Dropping inbox deletes every row in it.',
  },
  'a table of the deploy, which keeps a renamed column that its source has lost': {
    given: 'CREATE TABLE replies (id int PRIMARY KEY, sent timestamptz)',
    up: `CREATE TABLE inbox AS SELECT id AS reply_id, sent FROM replies; ALTER TABLE replies RENAME COLUMN sent TO sent_at;
ALTER TABLE replies DROP COLUMN sent_at; DROP TABLE inbox;`,
    told: 'drop-table error Dropping inbox deletes every row in it.',
  },
  'a table of the deploy, of whose source another foreign key takes rows': {
    given: `CREATE TABLE people (id int PRIMARY KEY);
CREATE TABLE replies (id int PRIMARY KEY, person_id int REFERENCES people (id) ON DELETE CASCADE)`,
    up: `CREATE TABLE inbox AS SELECT id AS reply_id FROM replies; DELETE FROM people WHERE id < 9;
ALTER TABLE replies RENAME TO notifications; DROP TABLE inbox;`,
    told: 'drop-table error Dropping inbox deletes every row in it.',
  },
}
