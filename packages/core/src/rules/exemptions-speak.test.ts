import { beforeAll, expect, test } from 'vitest'
import { dialectNames, dialects } from '../dialects/index.ts'
import { exampleFindings } from '../example-findings.ts'
import type { DialectName } from '../migration/migration.ts'

beforeAll(async () => {
  await Promise.all(dialectNames.map(name => dialects[name].load()))
})

interface Case {
  readonly dialect?: DialectName
  readonly given: string
  /** Pending, before it. */
  readonly after?: string
  readonly up: string
  readonly down?: string
  /** `rule severity`, of which each has to be among the findings. */
  readonly told: string
}

const tables = `CREATE TABLE users (id int PRIMARY KEY, email varchar(100), banned boolean);
CREATE TABLE orders (id int PRIMARY KEY, email varchar(100), user_id int);`
const keyed = `${tables} CREATE UNIQUE INDEX users_email ON users (email);`
const makeKey = 'CREATE UNIQUE INDEX users_mail ON users (email);'
const dropColumn = 'ALTER TABLE users DROP COLUMN email;'
const deduplicate = 'DELETE FROM users a USING users b WHERE a.email = b.email AND a.id > b.id;'
const touch = `CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`

const visits = `CREATE TABLE visits (id int, site int) PARTITION BY LIST (site);
CREATE TABLE visits_1 PARTITION OF visits FOR VALUES IN (1); CREATE TABLE visits_2 PARTITION OF visits FOR VALUES IN (2);`

const cases: Readonly<Record<string, Case>> = {
  'two columns get a time zone under a search_path: told once': {
    given: 'CREATE TABLE app.visits (id int, made timestamp, seen timestamp)',
    up: 'SET search_path = app; ALTER TABLE visits ALTER made TYPE timestamptz, ALTER seen TYPE timestamptz',
    told: 'alter-column-type-rewrite warning Changing app.visits.made from timestamp to timestamptz and app.visits.seen from timestamp to timestamptz',
  },
  'two columns are written again under a search_path': {
    given: 'CREATE TABLE app.visits (id int, made int)',
    up: 'SET search_path = app; ALTER TABLE visits ALTER id TYPE bigint, ALTER made TYPE bigint',
    told: 'alter-column-type-rewrite error',
  },
  'two tables are given to everybody under a search_path': {
    given: 'CREATE TABLE app.visits (id int); CREATE TABLE app.seen (id int)',
    up: 'SET search_path = app; GRANT SELECT ON visits, seen TO PUBLIC',
    told: 'grant-public warning Everybody may SELECT on',
  },
  'another function is taken from PUBLIC than the one that gets the rights of its owner': {
    given: touch,
    up: `CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS 'BEGIN RETURN NEW; END';
REVOKE ALL ON FUNCTION other() FROM PUBLIC;`,
    told: 'function-rights-changed warning touch ran with the rights of whoever made its trigger fire',
  },
  'the values of some rows alone are kept in another table': {
    given: tables,
    up: `CREATE TABLE kept AS SELECT id, email FROM users WHERE banned;
ALTER TABLE users DROP COLUMN email, ADD COLUMN email bytea;`,
    told: 'drop-and-re-add-column error users.email is dropped and added again: its values are in kept alone (line 1, perhaps not of every row)',
  },
  'one of the two columns alone is kept in another table': {
    given: tables,
    up: `CREATE TABLE kept AS SELECT id, email FROM users;
ALTER TABLE users DROP COLUMN email, ADD COLUMN email bytea, DROP COLUMN banned, ADD COLUMN banned int;`,
    told: 'drop-and-re-add-column error users.email and users.banned are dropped and added again: every old value is lost.',
  },
  'another table than the renamed one moves to a schema': {
    given: tables,
    up: 'ALTER TABLE users RENAME TO people; ALTER TABLE orders SET SCHEMA archive;',
    told: 'rename-table warning users is called people from now on',
  },
  'a column that the statement drops beside one that is kept': {
    given: tables,
    up: `CREATE TABLE kept AS SELECT id, email FROM users;
ALTER TABLE users DROP COLUMN email, DROP COLUMN banned;`,
    told: 'drop-column error Dropping users.banned deletes every value in it.',
  },
  'the rows were moved into the table, and are nowhere else': {
    given: tables,
    after:
      'CREATE TABLE copies (id int, email text); INSERT INTO copies SELECT id, email FROM users; DELETE FROM users',
    up: 'DELETE FROM copies',
    told: 'delete-without-where error',
  },
  'the rows were moved by one statement': {
    given: tables,
    after:
      'CREATE TABLE copies (id int, email text); WITH old AS (DELETE FROM users RETURNING id, email) INSERT INTO copies SELECT * FROM old',
    up: 'TRUNCATE copies',
    told: 'truncate error',
  },
  'what was copied was written over since': {
    given: tables,
    after: "CREATE TABLE copies AS SELECT id, email FROM users; UPDATE users SET email = 'none' WHERE banned",
    up: 'DROP TABLE copies',
    told: 'drop-table error',
  },
  'rows of a table from before go with those of the copy': {
    given: tables,
    after: `CREATE TABLE copies (id int PRIMARY KEY); INSERT INTO copies SELECT id FROM users;
ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES copies (id) ON DELETE CASCADE;`,
    up: 'DELETE FROM copies',
    told: 'delete-without-where error',
  },
  'code that cannot be seen may have taken what was copied': {
    given: tables,
    after: 'CREATE TABLE copies AS SELECT id, email FROM users; CALL clean_up()',
    up: 'DELETE FROM copies',
    told: 'delete-without-where error',
  },
  'the default stays and NOT NULL goes': {
    dialect: 'sqlite',
    given: "CREATE TABLE users (id INTEGER PRIMARY KEY, settings TEXT NOT NULL DEFAULT '')",
    up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, settings TEXT DEFAULT '', seen INTEGER);
INSERT INTO users_new (id, settings) SELECT id, settings FROM users; DROP TABLE users; ALTER TABLE users_new RENAME TO users;`,
    told: 'sqlite-rebuild-lost-objects info The rebuild of users does not bring back NOT NULL of settings.',
  },
  'the lock of the ALTER TABLE is gone before the index is dropped': {
    given: keyed,
    up: 'ALTER TABLE users ADD COLUMN plan text; COMMIT; DROP INDEX users_email',
    told: 'drop-unique warning Without users_email, users takes rows with the same email. Without CONCURRENTLY',
  },
  'a ROLLBACK TO gives the lock of the ALTER TABLE back': {
    given: `${tables} CREATE INDEX users_email ON users (email);`,
    up: 'SAVEPOINT s; ALTER TABLE users ADD COLUMN plan text; ROLLBACK TO s; DROP INDEX users_email',
    told: 'drop-index-not-concurrently warning',
  },
  'another table is locked': {
    given: `${tables} CREATE INDEX users_email ON users (email);`,
    up: 'ALTER TABLE orders ADD COLUMN plan text; DROP INDEX users_email',
    told: 'drop-index-not-concurrently warning',
  },
  'a condition decides whether the table is locked': {
    given: `${tables} CREATE INDEX users_email ON users (email);`,
    up: 'DO $$ BEGIN IF random() > 0.5 THEN ALTER TABLE users ADD COLUMN plan text; END IF; END $$; DROP INDEX users_email',
    told: 'drop-index-not-concurrently warning',
  },
  'the rows are written after their indexes were built anew': {
    given: tables,
    up: 'ALTER TABLE users ALTER COLUMN id TYPE bigint; UPDATE users SET banned = false; REINDEX TABLE users',
    told: 'reindex-not-concurrently warning Nobody can read or write users until REINDEX',
  },
  'the UPDATE before moves the rows with another value': {
    given: "CREATE TABLE jobs (id int, state text CONSTRAINT known CHECK (state IN ('new', 'lost', 'done')))",
    up: `ALTER TABLE jobs DROP CONSTRAINT known; UPDATE jobs SET state = 'done' WHERE state = 'new';
ALTER TABLE jobs ADD CONSTRAINT known CHECK (state = 'done' OR state = 'new' OR state IS NULL);`,
    told: "add-check-on-existing warning A row of jobs with state 'lost' stops the statement: the CHECK before let it in.",
  },
  'the rows are moved, and the code may still write the value': {
    given: "CREATE TABLE jobs (id int, state text CONSTRAINT known CHECK (state IN ('new', 'lost', 'done')))",
    up: `ALTER TABLE jobs DROP CONSTRAINT known; DELETE FROM jobs WHERE state = 'lost';
ALTER TABLE jobs ADD CONSTRAINT known CHECK (state IN ('new', 'done'));`,
    told: 'add-check-on-existing info',
  },
  'one bound is wider and the other narrower': {
    given: 'CREATE TABLE users (id int, age int CHECK (age BETWEEN 10 AND 90))',
    up: `ALTER TABLE users DROP CONSTRAINT users_age_check;
ALTER TABLE users ADD CHECK (age > 0 AND age < 80) NOT VALID;`,
    told: 'A row of users with age > 79 stays, and NOT VALID refuses every later UPDATE of it: the CHECK before let in age >= 10 and age <= 90.',
  },
  'the database whose character set is said is another one': {
    dialect: 'mysql',
    given: `CREATE DATABASE old CHARACTER SET latin1; CREATE DATABASE shop CHARACTER SET utf8mb4;
CREATE TABLE old.users (name text); CREATE TABLE shop.users (name text);`,
    up: 'ALTER TABLE shop.users CONVERT TO CHARACTER SET latin1',
    told: 'charset-conversion error Text in shop.users is converted from utf8mb4 to latin1',
  },
  'the only text column has a character set of its own': {
    dialect: 'mysql',
    given: 'CREATE TABLE users (id int, name text CHARACTER SET utf8mb4) CHARSET latin1',
    up: 'ALTER TABLE users CONVERT TO CHARACTER SET latin1',
    told: 'charset-conversion error',
  },
  'a longer column in a table of which InnoDB is said': {
    dialect: 'mysql',
    given: 'CREATE TABLE users (name varchar(50)) ENGINE=InnoDB',
    up: 'ALTER TABLE users MODIFY name varchar(100)',
    told: 'varchar-length-byte-boundary warning users.name grows from 50 to 100 characters. No migration says its character set',
  },
  'together they rebuild a table of which InnoDB is said': {
    dialect: 'mysql',
    given: 'CREATE TABLE users (id bigint) ENGINE=InnoDB',
    up: 'ALTER TABLE users ADD COLUMN plan int, ADD INDEX users_plan (plan)',
    told: 'mysql-combined-alter-loses-instant warning',
  },
  'down sets one value in every row': {
    given: 'CREATE TABLE users (id int, banned boolean)',
    up: 'ALTER TABLE users DROP COLUMN banned',
    down: 'ALTER TABLE users ADD COLUMN banned boolean; UPDATE users SET banned = false',
    told: 'down-loses-data warning',
  },
  'down fills another name after it took the column': {
    given: 'CREATE TABLE users (id int, kind text, old text)',
    up: 'ALTER TABLE users DROP COLUMN kind',
    down: 'UPDATE users SET old = lower(old); ALTER TABLE users ADD COLUMN kind text',
    told: 'down-loses-data warning',
  },
  'the column that CHANGE renames is not of the up script': {
    dialect: 'mysql',
    given: 'CREATE TABLE users (id int, name varchar(20))',
    up: 'ALTER TABLE users CHANGE name nick varchar(20)',
    down: 'ALTER TABLE users DROP COLUMN nick, ADD COLUMN name varchar(20)',
    told: 'down-loses-data warning',
  },
  'the rebuild of down does not copy every column': {
    dialect: 'sqlite',
    given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, nick TEXT)',
    up: 'ALTER TABLE users ADD COLUMN age INTEGER',
    down: `CREATE TABLE u (id INTEGER PRIMARY KEY, name TEXT, nick TEXT);
INSERT INTO u (id, name) SELECT id, name FROM users; DROP TABLE users; ALTER TABLE u RENAME TO users;`,
    told: 'down-loses-data warning The down script does not bring back every value of users.nick.',
  },
  'down casts the type back, which does not give back what up wrote over': {
    given: 'CREATE TABLE users (id int, age int)',
    up: 'UPDATE users SET age = age + 1; ALTER TABLE users ALTER age TYPE bigint',
    down: 'ALTER TABLE users ALTER age TYPE int USING age::int',
    told: 'down-loses-data warning',
  },
  'the rebuild that took NOT NULL away has made NULL of a value': {
    dialect: 'sqlite',
    given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, plan TEXT NOT NULL)',
    up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, plan TEXT);
INSERT INTO users_new SELECT id, nullif(plan, '') FROM users; DROP TABLE users; ALTER TABLE users_new RENAME TO users;
CREATE TABLE users_new (id INTEGER PRIMARY KEY, plan TEXT NOT NULL);
INSERT INTO users_new SELECT id, plan FROM users; DROP TABLE users; ALTER TABLE users_new RENAME TO users;`,
    told: 'sqlite-not-null-rebuild warning',
  },
  'the deployed key is on other columns than the one of the new table': {
    dialect: 'sqlite',
    given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, a TEXT, b TEXT, UNIQUE (a, b))',
    up: `ALTER TABLE users RENAME TO users_old; CREATE TABLE users (id INTEGER PRIMARY KEY, a TEXT UNIQUE, b TEXT);
INSERT INTO users (id, a, b) SELECT id, a, b FROM users_old; DROP TABLE users_old;`,
    told: 'add-unique-on-existing warning',
  },
  'USING writes a column over, of which some rows are copied': {
    given: 'CREATE TABLE users (id int, age text, years int)',
    up: `UPDATE users SET years = age::int WHERE id > 9; ALTER TABLE users ALTER age TYPE int USING years`,
    told: 'type-narrowing error Every value of users.age is written over with years',
  },
  'USING reads a column that is filled from the old one': {
    given: 'CREATE TABLE users (id int, age text)',
    up: `ALTER TABLE users ADD COLUMN years int; UPDATE users SET years = age::int;
ALTER TABLE users ALTER age TYPE int USING years`,
    told: 'type-narrowing info',
  },
  'one column of those that exchange their names is new': {
    dialect: 'mysql',
    given: 'CREATE TABLE users (id int, name varchar(20))',
    up: 'ALTER TABLE users ADD COLUMN nick varchar(20); ALTER TABLE users CHANGE name nick varchar(20), CHANGE nick name varchar(20)',
    told: 'rename-column warning users.name and users.nick exchange their names',
  },
  'the names are exchanged, and the type of one gets narrower': {
    dialect: 'mysql',
    given: 'CREATE TABLE users (id int, name varchar(20), nick varchar(20))',
    up: 'ALTER TABLE users CHANGE name nick varchar(10), CHANGE nick name varchar(20)',
    told: 'type-narrowing error users.nick changes from varchar(20) to varchar(10)',
  },
  'another key of fewer columns is dropped beside the wider one': {
    dialect: 'mysql',
    given: 'CREATE TABLE users (id int PRIMARY KEY, team int, email varchar(50), UNIQUE KEY email (email))',
    up: 'ALTER TABLE users DROP KEY email, ADD UNIQUE KEY email (team, email)',
    told: 'drop-unique info Rows of users with the same email are taken from now on where team differs, which email refused.',
  },
  'the rows of the small key come from another table': {
    dialect: 'mysql',
    given: tables,
    up: 'CREATE TABLE kinds (id smallint AUTO_INCREMENT PRIMARY KEY, name varchar(100)); INSERT INTO kinds (name) SELECT email FROM users',
    told: 'autoincrement-capacity info',
  },
  'one column of a key of two loses its default': {
    given: 'CREATE TABLE seats (team int DEFAULT 1, id int, PRIMARY KEY (team, id))',
    up: 'ALTER TABLE seats ALTER team DROP DEFAULT',
    told: 'drop-default warning',
  },
  'the key of one column loses a default that makes a key for each row': {
    given: 'CREATE TABLE seats (id uuid PRIMARY KEY DEFAULT gen_random_uuid())',
    up: 'ALTER TABLE seats ALTER id DROP DEFAULT',
    told: 'drop-default warning',
  },
  'the table of versions has more than its version': {
    given: 'CREATE TABLE schema_version (version int, note text)',
    up: 'UPDATE schema_version SET version = 5',
    told: 'update-without-where info',
  },
  'the deploy gives the enum its name alone': {
    given: "CREATE TYPE feeling AS ENUM ('sad')",
    after: 'ALTER TYPE feeling RENAME TO mood',
    up: "ALTER TYPE mood ADD VALUE 'ok'",
    told: 'irreversible-operation warning',
  },
  'up makes the extension, and stops at it the next time': {
    given: tables,
    up: 'CREATE EXTENSION btree_gist; CREATE TABLE stays (id int)',
    down: 'DROP TABLE stays',
    told: 'down-does-not-restore-schema error',
  },
  'the sequence belongs to no column of the table that comes back': {
    given: 'CREATE TABLE keys (id serial)',
    up: 'DROP TABLE keys',
    down: 'CREATE TABLE keys (id int NOT NULL); CREATE SEQUENCE keys_id_seq1',
    told: 'down-does-not-restore-schema error',
  },
  'the index calls the function which CASCADE drops': {
    given: `CREATE FUNCTION rank(n int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE TABLE posts (id int, rank int); CREATE INDEX posts_rank ON posts (rank(id))`,
    up: "DROP FUNCTION rank(n int) CASCADE; CREATE FUNCTION rank(n bigint) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 2'",
    down: "DROP FUNCTION rank(n bigint); CREATE FUNCTION rank(n int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1'",
    told: 'down-does-not-restore-schema error',
  },
  'down drops the column first, and more is missing': {
    dialect: 'sqlite',
    given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)',
    up: 'ALTER TABLE users ADD COLUMN gone INTEGER; CREATE INDEX gone ON users (gone); CREATE INDEX names ON users (name)',
    down: 'ALTER TABLE users DROP COLUMN gone; DROP INDEX gone',
    told: 'down-does-not-restore-schema error',
  },
  'the key has values that the code writes': {
    given: 'CREATE TABLE apps (id uuid PRIMARY KEY, name text NOT NULL)',
    up: 'ALTER TABLE apps DROP CONSTRAINT apps_pkey',
    down: 'ALTER TABLE apps ADD PRIMARY KEY (id)',
    told: 'down-can-fail-on-data warning',
  },
  'up locks another table under a new name': {
    given: `CREATE TABLE people (id int PRIMARY KEY); CREATE TABLE teams (id int PRIMARY KEY, owner int);
CREATE TABLE carts (user_id int, CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES people (id));`,
    up: `ALTER TABLE teams RENAME TO groups; ALTER TABLE carts DROP CONSTRAINT of_user; CREATE INDEX g ON groups (owner)`,
    down: `ALTER TABLE groups RENAME TO teams; DROP INDEX g;
ALTER TABLE carts ADD CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES people (id);`,
    told: 'down-unsafe-locks info',
  },
  'the column with the time is not alone': {
    given: 'CREATE TABLE flags (id int, name text, updated_at timestamptz)',
    up: "UPDATE flags SET name = lower(name), updated_at = now() WHERE name <> ''",
    down: 'UPDATE flags SET updated_at = now()',
    told: 'down-loses-data warning',
  },
  'a table that no migration has made is dropped, and only made again': {
    dialect: 'sqlite',
    given: 'CREATE TABLE users (id INTEGER PRIMARY KEY)',
    up: 'DROP TABLE tokens',
    down: 'CREATE TABLE tokens (id TEXT)',
    told: 'down-loses-data warning',
  },
  'the list had rows before the deploy': {
    given: 'CREATE TABLE counts (total int)',
    up: 'INSERT INTO counts (total) VALUES (0)',
    down: 'DELETE FROM counts',
    told: 'down-loses-data warning',
  },
  'the deploy has put rows into the list before': {
    given: tables,
    after: 'CREATE TABLE counts (total int); INSERT INTO counts (total) VALUES (1)',
    up: 'INSERT INTO counts (total) VALUES (2)',
    down: 'DELETE FROM counts',
    told: 'down-loses-data warning',
  },
  'what is put aside was copied by nobody': {
    dialect: 'mysql',
    given: 'CREATE TABLE keys_1 (id int PRIMARY KEY)',
    up: 'ALTER TABLE keys_1 RENAME keys_old',
    down: `CREATE TABLE keys_1 (id int PRIMARY KEY); CREATE TABLE other (id int PRIMARY KEY);
INSERT INTO keys_1 (id) SELECT id FROM other; DROP TABLE other; DROP TABLE keys_old`,
    told: 'down-loses-data warning',
  },
  'down leaves the value that the next up adds': {
    given: 'CREATE TABLE users (id int)',
    after: "CREATE TYPE mood AS ENUM ('sad')",
    up: "ALTER TYPE mood ADD VALUE 'ok'; CREATE TABLE moods (mood mood)",
    down: 'DROP TABLE moods',
    told: 'irreversible-operation warning',
  },
  'the working table is there at the end of the deploy': {
    given: tables,
    up: 'CREATE TABLE temp_users (id int); DROP TABLE IF EXISTS temp_orders; ALTER TABLE users RENAME COLUMN email TO tmp_email',
    told: 'experimental-object warning',
  },
  'the trigger function has a trigger on another table': {
    given: `CREATE TABLE users (id int, email text); CREATE TABLE mails (id int); CREATE TABLE notes (id int);
CREATE FUNCTION count_mails() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM email FROM users; RETURN NEW; END $$;
CREATE TRIGGER count_mails AFTER INSERT ON mails FOR EACH ROW EXECUTE FUNCTION count_mails();
CREATE TRIGGER count_notes AFTER INSERT ON notes FOR EACH ROW EXECUTE FUNCTION count_mails();`,
    up: 'DROP TRIGGER count_mails ON mails; DROP TABLE users',
    told: 'dependent-objects-broken warning',
  },
  'the procedure changes rows, as code asks it to': {
    dialect: 'mysql',
    given: 'CREATE TABLE users (id int); CREATE PROCEDURE tidy() BEGIN DELETE FROM users WHERE id < 0; END',
    up: 'DROP PROCEDURE tidy',
    told: 'drop-function warning',
  },
  'a later migration makes a view of another name': {
    given: 'CREATE TABLE users (id int); CREATE VIEW active_users AS SELECT id FROM users',
    after: 'DROP VIEW active_users',
    up: 'CREATE VIEW users_active AS SELECT id FROM users',
    told: 'drop-view warning',
  },
  'the column counts on as an identity from 1': {
    given: `CREATE SEQUENCE payout_ids; CREATE TABLE payouts (id bigint DEFAULT nextval('payout_ids') PRIMARY KEY);`,
    up: `ALTER TABLE payouts ALTER COLUMN id DROP DEFAULT; DROP SEQUENCE payout_ids;
ALTER TABLE payouts ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;`,
    told: 'drop-sequence warning',
  },
  'the unique index moves to another expression': {
    given:
      'CREATE TABLE files (id int, team int, name text); CREATE UNIQUE INDEX files_name ON files (lower(name))',
    up: 'DROP INDEX files_name; CREATE UNIQUE INDEX files_team ON files (team)',
    told: 'drop-unique warning',
  },
  'no other key serves the foreign key': {
    dialect: 'mysql',
    given: `CREATE TABLE users (tag varchar(15) NOT NULL, PRIMARY KEY (tag));
CREATE TABLE carts (tag varchar(15), CONSTRAINT carts_tag FOREIGN KEY (tag) REFERENCES users (tag));`,
    up: 'ALTER TABLE users DROP PRIMARY KEY',
    told: 'constraint-backing-index-drop error',
  },
  'the key is on a column that is computed from a part of the old one': {
    dialect: 'mysql',
    given: 'CREATE TABLE files (id int, repo int, path varchar(255), UNIQUE KEY files_path (repo, path))',
    up: `ALTER TABLE files ADD COLUMN hash varchar(32);
UPDATE files SET hash = MD5(path);
ALTER TABLE files DROP KEY files_path, ADD UNIQUE KEY files_hash (hash);`,
    told: 'drop-unique warning',
  },
  'the index has another column than the UNIQUE of the new table': {
    dialect: 'sqlite',
    given: `CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT UNIQUE, mail TEXT);
CREATE INDEX users_mail ON users (mail);`,
    up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, name TEXT UNIQUE, mail TEXT);
INSERT INTO users_new SELECT id, name, mail FROM users; DROP TABLE users; ALTER TABLE users_new RENAME TO users;`,
    told: 'sqlite-rebuild-lost-objects warning',
  },
  'the trigger also writes a table that stays': {
    dialect: 'sqlite',
    given: `CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT); CREATE TABLE log (title TEXT); CREATE TABLE found (title TEXT);
CREATE TRIGGER index_books AFTER INSERT ON books BEGIN INSERT INTO found VALUES (NEW.title); INSERT INTO log VALUES (NEW.title); END;`,
    up: 'DROP TABLE found; DROP TRIGGER index_books',
    told: 'drop-trigger warning',
  },
  'the trigger fills in a column that stays': {
    given: `CREATE TABLE invites (id int, made_at timestamptz, used_at timestamptz);
CREATE FUNCTION set_times() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN NEW.made_at := now(); NEW.used_at := now(); RETURN NEW; END $$;
CREATE TRIGGER set_times BEFORE INSERT ON invites FOR EACH ROW EXECUTE FUNCTION set_times();`,
    up: 'DROP TRIGGER set_times ON invites; ALTER TABLE invites DROP COLUMN made_at',
    told: 'drop-trigger warning',
  },
  'the trigger also tells others': {
    given: `CREATE TABLE jobs (id int); CREATE TABLE queue (id int);
CREATE FUNCTION enqueue() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN INSERT INTO queue VALUES (NEW.id); PERFORM pg_notify('jobs', 'new'); RETURN NEW; END $$;
CREATE TRIGGER enqueue AFTER INSERT ON jobs FOR EACH ROW EXECUTE FUNCTION enqueue();`,
    up: 'DROP TRIGGER enqueue ON jobs; DROP TABLE queue',
    told: 'drop-trigger warning',
  },
  'the function had no caller in the database that goes': {
    given: `CREATE FUNCTION two(n int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT 2 * n';
CREATE TABLE users (id int, twice int);`,
    up: 'ALTER TABLE users DROP COLUMN twice; DROP FUNCTION two(int)',
    told: 'drop-function warning',
  },
  'the sequence is of another table than the one that goes': {
    given: 'CREATE TABLE users (id int)',
    up: 'DROP SEQUENCE order_numbers; DROP TABLE messages',
    told: 'drop-sequence warning',
  },
  'the foreign key is on another column than the CHECK': {
    given: `CREATE TABLE states (name text PRIMARY KEY);
CREATE TABLE jobs (id int, other text, state text CONSTRAINT jobs_state CHECK (state IN ('new', 'done')))`,
    up: `ALTER TABLE jobs DROP CONSTRAINT jobs_state;
ALTER TABLE jobs ADD CONSTRAINT jobs_other_fkey FOREIGN KEY (other) REFERENCES states (name) NOT VALID;`,
    told: 'drop-check info',
  },
  'the column that goes is not the one of the foreign key': {
    given: 'CREATE TABLE users (id int)',
    up: 'ALTER TABLE carts DROP CONSTRAINT carts_user_id_foreign; ALTER TABLE carts DROP COLUMN size',
    told: 'drop-fk info',
  },
  'the new column refers to another table': {
    given: `CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE teams (id int PRIMARY KEY);
CREATE TABLE profiles (id int PRIMARY KEY, CONSTRAINT profiles_user FOREIGN KEY (id) REFERENCES users (id));`,
    up: `ALTER TABLE profiles DROP CONSTRAINT profiles_user;
ALTER TABLE profiles ADD COLUMN team_id int;
ALTER TABLE profiles ADD CONSTRAINT profiles_team FOREIGN KEY (team_id) REFERENCES teams (id) NOT VALID;`,
    told: 'drop-fk info',
  },
  'the character set of the table is another one': {
    dialect: 'mysql',
    given: 'CREATE TABLE orders (id int, note varchar(9) CHARACTER SET ascii) DEFAULT CHARSET utf8mb4',
    up: 'ALTER TABLE orders MODIFY COLUMN note varchar(20)',
    told: 'modify-drops-attributes warning',
  },
  'the longer index begins with another column': {
    dialect: 'sqlite',
    given: `CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER, size INTEGER);
CREATE INDEX orders_user ON orders (user_id);`,
    up: `CREATE TABLE orders_new (id INTEGER PRIMARY KEY, user_id INTEGER, size INTEGER);
INSERT INTO orders_new SELECT id, user_id, size FROM orders; DROP TABLE orders; ALTER TABLE orders_new RENAME TO orders;
CREATE INDEX orders_size ON orders (size, user_id);`,
    told: 'sqlite-rebuild-lost-objects warning',
  },
  'the new foreign key does not say what it does on DELETE': {
    dialect: 'sqlite',
    given: `CREATE TABLE users (id INTEGER PRIMARY KEY);
CREATE TABLE carts (id INTEGER PRIMARY KEY, size INTEGER, user_id INTEGER REFERENCES users (id) ON DELETE CASCADE);`,
    up: `CREATE TABLE carts_new (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id), size TEXT);
INSERT INTO carts_new SELECT id, user_id, size FROM carts; DROP TABLE carts; ALTER TABLE carts_new RENAME TO carts;`,
    told: 'sqlite-rebuild-lost-objects warning',
  },
  'the table that is there has rows, whatever IF EXISTS says': {
    dialect: 'mysql',
    given: tables,
    up: 'DROP TABLE IF EXISTS users; CREATE TABLE users (id int)',
    told: 'drop-if-exists-then-create error',
  },
  'the value stands in a text that names another column': {
    dialect: 'mysql',
    given: 'CREATE TABLE menu (id int PRIMARY KEY, link varchar(200), note varchar(200))',
    up: `UPDATE menu SET link = '/help/' WHERE note = "x and link = 'a'"`,
    told: 'dml-overwrites-data info',
  },
  'a part of the key names more rows than one': {
    given: 'CREATE TABLE settings (scope text, name text, value text, PRIMARY KEY (scope, name))',
    up: "UPDATE settings SET value = 'off' WHERE scope = 'core'",
    told: 'dml-overwrites-data info',
  },
  'the key stands in one of two conditions': {
    given: 'CREATE TABLE settings (id int PRIMARY KEY, name text, value text)',
    up: "UPDATE settings SET value = 'off' WHERE id = 1 OR name LIKE 'x%'",
    told: 'dml-overwrites-data info',
  },
  'this deploy puts in another row than the one that is written over': {
    given: 'CREATE TABLE settings (id int PRIMARY KEY, name text, value text)',
    up: `INSERT INTO settings VALUES (1, 'sounds', 'theme'); UPDATE settings SET value = 'off' WHERE name = 'theme'`,
    told: 'dml-overwrites-data info',
  },
  'an applied migration has put the row in, and people have changed it since': {
    given: `CREATE TABLE settings (id int PRIMARY KEY, name text, value text);
INSERT INTO settings VALUES (1, 'sounds', 'on');`,
    up: "UPDATE settings SET value = 'off' WHERE name = 'sounds'",
    told: 'dml-overwrites-data info',
  },
  'what is replaced stands in another column': {
    dialect: 'mysql',
    given: 'CREATE TABLE mails (id int PRIMARY KEY, body text, name text)',
    up: "UPDATE mails SET body = REPLACE(name, '%name', '%user')",
    told: 'update-without-where error',
  },
  'the renamed table had the column before': {
    given: 'CREATE TABLE mails (id int PRIMARY KEY, body text)',
    up: "ALTER TABLE mails RENAME TO notes; UPDATE notes SET body = '' WHERE id < 9",
    told: 'dml-overwrites-data info',
  },
  'rows of other tables go with the row that the key names': {
    given: `CREATE TABLE teams (id int PRIMARY KEY);
CREATE TABLE users (id int PRIMARY KEY, team int REFERENCES teams (id) ON DELETE CASCADE);`,
    up: 'DELETE FROM teams WHERE id = 1',
    told: 'delete-rows info',
  },
  'the emptied table is dropped and made again': {
    given: 'CREATE TABLE sessions (id int)',
    up: 'TRUNCATE sessions; DROP TABLE sessions; CREATE TABLE sessions (id int, name text)',
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
  'the values are cut to more than the new type takes': {
    given: 'CREATE TABLE users (id int, name varchar(255))',
    up: `UPDATE users SET name = left(name, 60) WHERE length(name) > 60; ALTER TABLE users ALTER COLUMN name TYPE varchar(50)`,
    told: 'type-narrowing warning',
  },
  'not all values that are too long are cut': {
    given: 'CREATE TABLE users (id int, name varchar(255))',
    up: `UPDATE users SET name = left(name, 50) WHERE length(name) > 80; ALTER TABLE users ALTER COLUMN name TYPE varchar(50)`,
    told: 'type-narrowing warning',
  },
  'IF EXISTS of a column that an unknown table may have': {
    given: 'CREATE TABLE teams (id int); ALTER TABLE users ADD COLUMN email text',
    up: 'ALTER TABLE users DROP COLUMN IF EXISTS name',
    told: 'drop-column error',
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
    told: 'drop-cascade-any warning',
  },
  'double quotes are a column in PostgreSQL': {
    given: 'CREATE TABLE menu (id int PRIMARY KEY, link text, old text)',
    up: `UPDATE menu SET link = '/help/' WHERE link = "old"`,
    told: 'dml-overwrites-data info',
  },
  'the full-text index is not filled again': {
    dialect: 'sqlite',
    given: 'CREATE VIRTUAL TABLE songs_fts USING fts5(title)',
    up: "DELETE FROM songs_fts; INSERT INTO songs_fts (title) VALUES ('a')",
    told: 'delete-without-where error',
  },
  'the first UPDATE has written another column in every row': {
    given: 'CREATE TABLE users (id int PRIMARY KEY, plan text, role text)',
    up: "UPDATE users SET role = ''; UPDATE users SET plan = 'free'",
    told: 'update-without-where error UPDATE users has no WHERE clause: users.plan is overwritten in every row.',
  },
  'the first UPDATE writes over another column': {
    given: 'CREATE TABLE users (id int PRIMARY KEY, plan text, name text)',
    up: "UPDATE users SET name = '' WHERE id < 9; UPDATE users SET plan = upper(plan) WHERE id < 99",
    told: 'dml-overwrites-data info users.plan is written over in the rows that the condition finds: the values that it had there are kept nowhere.',
  },
  'the script fills another table': {
    given: 'CREATE TABLE users (id int); CREATE TABLE people (id int)',
    up: 'DELETE FROM users; INSERT INTO people SELECT 1',
    told: 'delete-without-where error DELETE FROM users has no WHERE clause: every row goes.',
  },
  'a row is made of more than the flag': {
    dialect: 'sqlite',
    given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, admin INTEGER, age INTEGER)',
    up: `CREATE TABLE roles (user_id INTEGER);
INSERT INTO roles SELECT id FROM users WHERE admin = 1 AND age > 17;
CREATE TABLE users_new (id INTEGER PRIMARY KEY, age INTEGER);
INSERT INTO users_new SELECT id, age FROM users; DROP TABLE users; ALTER TABLE users_new RENAME TO users;`,
    told: 'drop-column-via-rebuild warning The copy leaves out users.admin: dropping the old users deletes every value in it. Line 2 fills roles from it, but perhaps not from every row.',
  },
  'some of the rows only were copied': {
    given: 'CREATE TABLE users (id int)',
    up: 'CREATE TABLE kept AS SELECT * FROM users WHERE id < 9; TRUNCATE users',
    told: 'truncate error',
  },
  'the table has another column': {
    dialect: 'sqlite',
    given: 'CREATE TABLE versions (app TEXT, version INTEGER NOT NULL)',
    up: 'UPDATE versions SET version = 19',
    told: 'update-without-where error',
  },
  'the value is computed from the old one': {
    dialect: 'sqlite',
    given: 'CREATE TABLE amounts (amount INTEGER NOT NULL)',
    up: 'UPDATE amounts SET amount = abs(amount)',
    told: 'update-without-where error',
  },
  'the foreign key goes, and its column stays': {
    dialect: 'mysql',
    given: 'CREATE TABLE users (id int)',
    up: 'ALTER TABLE carts DROP FOREIGN KEY carts_ibfk_1; ALTER TABLE carts DROP COLUMN other',
    told: 'drop-fk info',
  },
  'the rows refer to each other by the number that is counted again': {
    dialect: 'sqlite',
    given: 'CREATE TABLE parts (id INTEGER PRIMARY KEY, part_of INTEGER REFERENCES parts (id))',
    up: `CREATE TABLE parts_new (id INTEGER PRIMARY KEY, part_of INTEGER REFERENCES parts (id));
INSERT INTO parts_new (part_of) SELECT part_of FROM parts; DROP TABLE parts; ALTER TABLE parts_new RENAME TO parts;`,
    told: 'drop-column-via-rebuild error',
  },
  'the key is a text, which nobody counts': {
    dialect: 'sqlite',
    given: 'CREATE TABLE parts (id TEXT PRIMARY KEY, name TEXT)',
    up: `CREATE TABLE parts_new (id TEXT PRIMARY KEY, name TEXT);
INSERT INTO parts_new (name) SELECT name FROM parts; DROP TABLE parts; ALTER TABLE parts_new RENAME TO parts;`,
    told: 'drop-column-via-rebuild error',
  },
  'the procedure is not made again': {
    dialect: 'mysql',
    given: 'CREATE PROCEDURE other() BEGIN SELECT 1; END',
    up: 'DROP PROCEDURE IF EXISTS fill; CREATE PROCEDURE refill() BEGIN SELECT 1; END',
    told: 'irreversible-operation warning',
  },
  'the trigger is dropped in another branch alone': {
    given: `CREATE TABLE t (id int); ${touch}; CREATE TRIGGER a BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER b BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION touch();`,
    up: 'DROP TRIGGER a ON t; DROP FUNCTION touch()',
    told: 'drop-order error',
  },
  'the foreign key is a clause of its own': {
    dialect: 'sqlite',
    given: `CREATE TABLE teams (id INTEGER PRIMARY KEY);
CREATE TABLE users (id INTEGER PRIMARY KEY, team_id INTEGER, FOREIGN KEY (team_id) REFERENCES teams (id));`,
    up: 'ALTER TABLE users DROP COLUMN team_id',
    told: 'sqlite-drop-column-illegal warning',
  },
  'a table of another database is another one': {
    dialect: 'mysql',
    given: `${tables} CREATE TABLE archive.orders (id int PRIMARY KEY);`,
    up: 'DROP TABLE archive.orders',
    told: 'drop-table error',
  },
  'a column without nullable() in raw SQL loses its default too': {
    dialect: 'mysql',
    given: "CREATE TABLE users (id int, plan varchar(10) NOT NULL DEFAULT 'x')",
    up: 'ALTER TABLE users MODIFY plan varchar(20) NULL',
    told: 'modify-drops-attributes warning',
  },
  'another table takes the name of the emptied one': {
    given: tables,
    up: `TRUNCATE users; DROP TABLE users; ALTER TABLE orders RENAME TO users; ${dropColumn}`,
    told: 'drop-column error',
  },
  'the emptied table has given its name away': {
    given: tables,
    up: `TRUNCATE users; ALTER TABLE users RENAME TO old; ALTER TABLE orders RENAME TO users; ${dropColumn}`,
    told: 'drop-column error',
  },
  'ROLLBACK brings the rows back': {
    given: tables,
    up: `BEGIN; DELETE FROM users; ROLLBACK; ${dropColumn}`,
    told: 'drop-column error',
  },
  'NULL is not IS NOT every key: a text key may be NULL itself': {
    dialect: 'sqlite',
    given: 'CREATE TABLE tags (name TEXT PRIMARY KEY)',
    up: 'ALTER TABLE tags ADD COLUMN parent TEXT CHECK (name IS NOT parent)',
    told: 'add-check-on-existing warning',
  },
  'a new column with a default is not NULL': {
    dialect: 'sqlite',
    given: 'CREATE TABLE tags (id INTEGER PRIMARY KEY NOT NULL)',
    up: 'ALTER TABLE tags ADD COLUMN parent INTEGER DEFAULT 1 CHECK (id IS NOT parent)',
    told: 'add-check-on-existing warning',
  },
  'nor is a computed one': {
    dialect: 'sqlite',
    given: 'CREATE TABLE tags (id INTEGER PRIMARY KEY NOT NULL)',
    up: 'ALTER TABLE tags ADD COLUMN parent INTEGER GENERATED ALWAYS AS (id) CHECK (id <> parent)',
    told: 'add-check-on-existing warning',
  },
  'another table takes the name that the foreign key went to': {
    dialect: 'sqlite',
    given: `CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE other (id INTEGER PRIMARY KEY);
CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INTEGER REFERENCES a (id));`,
    up: `PRAGMA foreign_keys = OFF; ALTER TABLE a RENAME TO a_old; CREATE TABLE a (id INTEGER PRIMARY KEY);
INSERT INTO a SELECT id FROM a_old; DROP TABLE a_old; ALTER TABLE other RENAME TO a_old;`,
    told: 'sqlite-rename-old-first error',
  },
  'DROP VIEW IF EXISTS … CASCADE of what no migration makes': {
    given: tables,
    up: 'DROP VIEW IF EXISTS active_users CASCADE',
    told: 'drop-cascade-any warning',
  },
  'the same without a history, in which the view may be': {
    given: '',
    up: 'DROP VIEW IF EXISTS active_users CASCADE; CREATE VIEW active_users AS SELECT 1',
    told: 'drop-cascade-any warning',
  },
  'a dump with rows, under a mode that is not strict': {
    dialect: 'mysql',
    given: '',
    up: `SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO'; CREATE TABLE users (id int);
INSERT INTO users VALUES (1); SET SQL_MODE=@OLD_SQL_MODE;`,
    told: 'weaken-sql-mode warning',
  },
  'a mode that is never put back': {
    dialect: 'mysql',
    given: '',
    up: "SET SQL_MODE='NO_AUTO_VALUE_ON_ZERO'; CREATE TABLE users (id int)",
    told: 'weaken-sql-mode warning',
  },
  'a routine keeps the mode that it is made under': {
    dialect: 'mysql',
    given: '',
    up: `SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE=''; CREATE PROCEDURE p() INSERT INTO users VALUES (1);
SET SQL_MODE=@OLD_SQL_MODE;`,
    told: 'weaken-sql-mode warning',
  },
  'a sequence from which another table draws as well': {
    given: `CREATE SEQUENCE ids; CREATE TABLE a (id int DEFAULT nextval('ids'::text));
CREATE TABLE b (id int DEFAULT nextval('ids'::text))`,
    up: 'DROP TABLE a; DROP SEQUENCE ids',
    told: 'drop-sequence warning',
  },
  'a restrictive policy for one command says what becomes of the rows': {
    given: `${tables} CREATE POLICY everybody ON users USING (true);`,
    up: 'CREATE POLICY own ON users AS RESTRICTIVE FOR DELETE USING (id = 1)',
    told: 'restrictive-policy warning Rows of users that do not meet own cannot be deleted from now on.',
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
  'a view that is there is not made by IF NOT EXISTS': {
    given: `${tables} CREATE MATERIALIZED VIEW banned_users AS SELECT id FROM users WHERE banned`,
    up: 'CREATE MATERIALIZED VIEW IF NOT EXISTS banned_users AS SELECT 1; REFRESH MATERIALIZED VIEW banned_users',
    told: 'refresh-matview-not-concurrently warning',
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
  'an index that is there, dropped and made again': {
    given: `${tables} CREATE INDEX by_mail ON users (email)`,
    up: 'DROP INDEX IF EXISTS by_mail; CREATE INDEX by_mail ON users (email, id)',
    told: 'drop-index-not-concurrently warning',
  },
  'an index that is dropped and not made again, without a history': {
    given: '',
    up: 'DROP INDEX IF EXISTS by_mail; CREATE INDEX by_mail ON users (email, id)',
    told: 'drop-index-not-concurrently warning',
  },
  'an index of a materialized view that was there before the deploy': {
    given: `${tables} CREATE MATERIALIZED VIEW mails AS SELECT email FROM users; CREATE INDEX mail ON mails (email)`,
    up: 'DROP INDEX mail',
    told: 'drop-index-not-concurrently warning Dropping mail waits for every query on mails',
  },
  'an index that has gone, and is made again before it is dropped': {
    given: `${tables} CREATE TABLE visits (id int); CREATE INDEX by_id ON visits (id)`,
    up: 'DROP TABLE visits CASCADE; CREATE INDEX by_id ON users (email); DROP INDEX IF EXISTS by_id',
    told: 'drop-index-not-concurrently warning',
  },
  'a fill of what few rows have got a value of': {
    dialect: 'mysql',
    given: tables,
    up: `ALTER TABLE users ADD COLUMN plan varchar(10);
UPDATE users SET plan = 'paid' WHERE id = 1; UPDATE users SET plan = 'free' WHERE plan IS NULL`,
    told: 'unbatched-backfill warning Every row of users that has no plan yet',
  },
  'a table made of an outer join, whose other side may be missing': {
    given: tables.replace('user_id int', 'user_id int NOT NULL'),
    up: `CREATE TABLE buyers AS SELECT users.id, orders.user_id FROM users LEFT JOIN orders ON orders.user_id = users.id;
ALTER TABLE buyers ALTER user_id SET NOT NULL`,
    told: 'set-not-null warning buyers.user_id becomes NOT NULL: one row with NULL',
  },
  'a table made of a query that has got a row since': {
    given: tables,
    up: `CREATE TABLE buyers AS SELECT id FROM users; INSERT INTO buyers SELECT user_id FROM orders;
ALTER TABLE buyers ALTER id SET NOT NULL`,
    told: 'set-not-null warning buyers.id becomes NOT NULL: one row with NULL',
  },
  'a CHECK that lets in less than the one before': {
    dialect: 'sqlite',
    given: "CREATE TABLE notes (id INTEGER PRIMARY KEY, kind TEXT CHECK (kind IN ('a', 'b', 'c')))",
    up: `CREATE TABLE notes_new (id INTEGER PRIMARY KEY, kind TEXT CHECK (kind IN ('a', 'b')));
INSERT INTO notes_new SELECT id, kind FROM notes; DROP TABLE notes; ALTER TABLE notes_new RENAME TO notes`,
    told: 'add-check-on-existing warning',
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
  'so does ROLLBACK TO': {
    given: tables,
    up: `SAVEPOINT s; DELETE FROM users; ROLLBACK TO s; ${dropColumn}`,
    told: 'drop-column error',
  },
  'a partition with rows is attached to the emptied table': {
    given:
      'CREATE TABLE m (id int, day int, e int) PARTITION BY RANGE (day); CREATE TABLE m1 (id int, day int, e int)',
    up: 'TRUNCATE m; ALTER TABLE m ATTACH PARTITION m1 FOR VALUES FROM (1) TO (2); ALTER TABLE m DROP COLUMN e',
    told: 'drop-column error',
  },
  'a partition of the emptied table gets rows': {
    given:
      'CREATE TABLE m (id int, day int, e int) PARTITION BY RANGE (day); CREATE TABLE m1 PARTITION OF m FOR VALUES FROM (1) TO (2)',
    up: 'TRUNCATE m; INSERT INTO m1 VALUES (1, 1, 1); ALTER TABLE m DROP COLUMN e',
    told: 'drop-column error',
  },
  'EXCHANGE PARTITION brings rows': {
    dialect: 'mysql',
    given:
      'CREATE TABLE users (id int PRIMARY KEY, email text) PARTITION BY HASH (id) PARTITIONS 2; CREATE TABLE more (id int PRIMARY KEY, email text)',
    up: `TRUNCATE users; ALTER TABLE users EXCHANGE PARTITION p0 WITH TABLE more; ${dropColumn}`,
    told: 'drop-column error',
  },
  'DELETE that reads the table twice and compares nothing': {
    given: tables,
    up: `DELETE FROM users WHERE email IN (SELECT email FROM users WHERE banned); ${makeKey}`,
    told: 'add-unique-on-existing warning',
  },
  'DELETE that compares with another table': {
    dialect: 'mysql',
    given: tables,
    up: `DELETE users FROM users JOIN orders ON users.email = orders.email; ${makeKey}`,
    told: 'add-unique-on-existing warning',
  },
  'DELETE that compares by another column': {
    given: tables,
    up: `DELETE FROM users a USING users b WHERE a.id = b.id AND a.email = ''; ${makeKey}`,
    told: 'add-unique-on-existing warning',
  },
  'rows come in after the duplicates went': {
    given: tables,
    up: `${deduplicate} INSERT INTO users SELECT id, email FROM orders; ${makeKey}`,
    told: 'add-unique-on-existing warning',
  },
  'values are made equal after the duplicates went': {
    given: tables,
    up: `${deduplicate} UPDATE users SET email = lower(email); ${makeKey}`,
    told: 'add-unique-on-existing warning',
  },
  'a key over the first characters': {
    dialect: 'mysql',
    given: keyed,
    up: 'CREATE UNIQUE INDEX users_mail ON users (email(3))',
    told: 'add-unique-on-existing warning',
  },
  'a key by another collation': {
    dialect: 'sqlite',
    given: keyed,
    up: 'CREATE UNIQUE INDEX users_mail ON users (email COLLATE NOCASE)',
    told: 'add-unique-on-existing warning',
  },
  'a key for which NULL is equal to NULL': {
    given: keyed,
    up: 'CREATE UNIQUE INDEX users_mail ON users (email) NULLS NOT DISTINCT',
    told: 'add-unique-on-existing warning',
  },
  'the values are cut while their key is away': {
    given: keyed,
    up: `DROP INDEX users_email; ALTER TABLE users ALTER COLUMN email TYPE varchar(5) USING left(email, 5); ${makeKey}`,
    told: 'add-unique-on-existing warning',
  },
  'OR REPLACE without a default': {
    dialect: 'sqlite',
    given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, plan TEXT)',
    up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, plan TEXT NOT NULL);
INSERT OR REPLACE INTO users_new (id, plan) SELECT id, plan FROM users;
DROP TABLE users; ALTER TABLE users_new RENAME TO users;`,
    told: 'sqlite-not-null-rebuild warning',
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
  'a value of which the copy joins another table': {
    given: tables,
    up: `INSERT INTO orders (id, email) SELECT u.id, u.email FROM users u JOIN gone g ON g.id = u.id WHERE u.email IS NOT NULL; ${dropColumn}`,
    told: 'drop-column error',
  },
  'a trigger that gives the column its value on UPDATE alone': {
    given: `CREATE TABLE t (id int, n int NOT NULL DEFAULT 0);
CREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.n := 1; RETURN NEW; END';
CREATE TRIGGER fill BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION fill()`,
    up: 'ALTER TABLE t ALTER COLUMN n DROP DEFAULT',
    told: 'drop-default warning',
  },
  'a trigger that gives the column its value in a comment': {
    given: `CREATE TABLE t (id int, n int NOT NULL DEFAULT 0);
CREATE FUNCTION fill() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN /* NEW.n := 1; */ RETURN NEW; END';
CREATE TRIGGER fill BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION fill()`,
    up: 'ALTER TABLE t ALTER COLUMN n DROP DEFAULT',
    told: 'drop-default warning',
  },
  'a foreign key that goes while another column gets one': {
    given: `${tables} CREATE TABLE t (a int, b int, CONSTRAINT t_a FOREIGN KEY (a) REFERENCES users (id))`,
    up: 'ALTER TABLE t DROP CONSTRAINT t_a, ADD CONSTRAINT t_b FOREIGN KEY (b) REFERENCES users (id)',
    told: 'drop-fk info',
  },
  'a CHECK that goes while another column gets one': {
    given: 'CREATE TABLE t (a int, b int, CONSTRAINT a_positive CHECK (a > 0))',
    up: 'ALTER TABLE t DROP CONSTRAINT a_positive; ALTER TABLE t ADD CONSTRAINT b_positive CHECK (b > 0)',
    told: 'drop-check info',
  },
  'a unique key that goes while another column gets one': {
    given: keyed,
    up: 'DROP INDEX users_email; CREATE UNIQUE INDEX users_banned ON users (banned)',
    told: 'drop-unique warning',
  },
  'a primary key that goes while another column becomes it': {
    dialect: 'mysql',
    given: tables,
    up: 'ALTER TABLE users DROP PRIMARY KEY, ADD number int AUTO_INCREMENT PRIMARY KEY',
    told: 'drop-unique warning',
  },
  'a CHECK against NULL goes while another column becomes NOT NULL': {
    given: 'CREATE TABLE t (a int, b int, CONSTRAINT has_a CHECK (a IS NOT NULL))',
    up: 'ALTER TABLE t DROP CONSTRAINT has_a, ALTER b SET NOT NULL',
    told: 'drop-check info',
  },
  'a publication that lists the columns of another table': {
    given: `${tables} CREATE PUBLICATION feed FOR TABLE orders (id), users;`,
    up: 'ALTER TABLE users ADD COLUMN age int',
    told: 'consumers-outside-db warning',
  },
  'columns of one statement whose table search_path names': {
    given:
      'CREATE SCHEMA s; CREATE TABLE s.users (id int PRIMARY KEY); CREATE PUBLICATION feed FOR TABLE s.users',
    up: 'SET search_path TO s; ALTER TABLE users ADD COLUMN a int, ADD COLUMN b int',
    told: 'consumers-outside-db warning',
  },
  'a narrower CHECK of a column in other letters': {
    given: "CREATE TABLE t (STATUS text CONSTRAINT known CHECK (STATUS IN ('a', 'b')))",
    up: "ALTER TABLE t ADD CONSTRAINT fewer CHECK (status IN ('a'))",
    told: "add-check-on-existing warning A row of t with status 'b' stops the statement: the CHECK before let it in.",
  },
  'a narrower CHECK of a function, and of a column of its name': {
    given: 'CREATE TABLE t (date int CONSTRAINT known CHECK (date(date) <= 100))',
    up: 'ALTER TABLE t ADD CONSTRAINT fewer CHECK (date(date) <= 50)',
    told: 'add-check-on-existing warning A row of t with date(date) > 50 stops the statement: the CHECK before let in date(date) <= 100.',
  },
  'rows go of which others are kept': {
    given: `${tables} CREATE TABLE kept (id int, email text, banned boolean);`,
    up: 'INSERT INTO kept SELECT * FROM users WHERE id > 9; DELETE FROM users WHERE banned',
    told: 'delete-rows info',
  },
  'rows go of which the copy goes too': {
    given: tables,
    up: 'CREATE TABLE kept AS SELECT * FROM users WHERE banned; DELETE FROM users WHERE banned; DROP TABLE kept',
    told: 'delete-rows info',
  },
  'a rebuild whose PRAGMA does nothing': {
    dialect: 'sqlite',
    given:
      'CREATE TABLE users (id INTEGER PRIMARY KEY); CREATE TABLE carts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id))',
    up: 'PRAGMA foreign_keys = OFF; CREATE TABLE n (id INTEGER PRIMARY KEY); INSERT INTO n SELECT id FROM users; DROP TABLE users; ALTER TABLE n RENAME TO users',
    told: 'drop-order warning',
  },
  'a view of what is archived': {
    given: `${tables} CREATE VIEW archived_users AS SELECT * FROM users`,
    up: 'DROP VIEW archived_users',
    told: 'drop-view warning',
  },
  'a function that looks for what is unused': {
    given: "CREATE FUNCTION delete_unused_tokens() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    up: 'DROP FUNCTION delete_unused_tokens()',
    told: 'drop-function warning',
  },
  'a function that has got its name in this deploy': {
    given: "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    after: 'ALTER FUNCTION one() RENAME TO two',
    up: 'DROP FUNCTION two()',
    told: 'drop-function warning',
  },
  'a view that this deploy makes anew and another migration of it drops': {
    given: `${tables} CREATE VIEW mails AS SELECT email FROM users`,
    after: 'DROP VIEW mails; CREATE VIEW mails AS SELECT email, id FROM users',
    up: 'DROP VIEW mails',
    told: 'drop-view warning',
  },
  'a function that OR REPLACE may have met, where no history tells': {
    given: '',
    after: "CREATE OR REPLACE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    up: 'DROP FUNCTION one()',
    told: 'drop-function warning',
  },
  'a type that has got its name in this deploy': {
    given: "CREATE TYPE mood AS ENUM ('sad', 'ok')",
    after: 'ALTER TYPE mood RENAME TO feeling',
    up: "ALTER TYPE feeling RENAME VALUE 'ok' TO 'fine'",
    told: 'rename-enum-value warning',
  },
  'a policy for another command': {
    given: `${tables} CREATE POLICY own ON users FOR SELECT USING (id = 1)`,
    up: 'DROP POLICY own ON users; CREATE POLICY fresh ON users FOR INSERT WITH CHECK (id = 1)',
    told: 'drop-policy warning',
  },
  'a restrictive policy in place of a permissive one': {
    given: `${tables} CREATE POLICY own ON users USING (id = 1)`,
    up: 'DROP POLICY own ON users; CREATE POLICY fresh ON users AS RESTRICTIVE USING (id = 1)',
    told: 'drop-policy warning',
  },
  'a policy for other roles in place of another': {
    given: `${tables} CREATE POLICY own ON users TO app USING (id = 1)`,
    up: 'DROP POLICY own ON users; CREATE POLICY fresh ON users TO PUBLIC USING (id = 1)',
    told: 'row-security-changed info TO of fresh',
  },
  'a publication that is made again without its table': {
    given: `${tables} CREATE PUBLICATION feed FOR TABLE users`,
    up: 'DROP PUBLICATION IF EXISTS feed; CREATE PUBLICATION feed',
    told: 'consumers-outside-db warning',
  },
  'a table that comes back with a row of its own': {
    given: tables,
    up: 'DROP TABLE orders',
    down: "CREATE TABLE orders (id int PRIMARY KEY, email varchar(100), user_id int); INSERT INTO orders VALUES (1, 'a', 1)",
    told: 'down-loses-data warning',
  },
  'a new trigger of a table that is known, which down leaves': {
    given: tables,
    up: `${touch}; CREATE OR REPLACE TRIGGER touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch()`,
    down: 'ALTER TABLE users DROP COLUMN banned',
    told: 'trigger touch on users',
  },
  'a domain whose CHECK takes no NULL': {
    given: `${tables} CREATE DOMAIN known AS int CHECK (VALUE IS NOT NULL AND VALUE > 0)`,
    up: 'ALTER TABLE users ADD COLUMN n known',
    told: 'add-column-constrained-domain error',
  },
  'all privileges on a sequence, which are three': {
    given: 'CREATE SEQUENCE numbers',
    up: 'GRANT ALL ON SEQUENCE numbers TO app',
    told: 'grant-all info',
  },
  'an index that a DO block drops without a condition': {
    given: 'CREATE TABLE users (id int, email text, CONSTRAINT users_email UNIQUE (email))',
    up: 'DO $$ BEGIN DROP INDEX users_email; END $$',
    told: 'constraint-backing-index-drop error',
  },
  'a column that takes a name with a default': {
    given: "CREATE TABLE users (id int, plan text NOT NULL DEFAULT 'free')",
    up: `ALTER TABLE users ADD COLUMN plan_new text NOT NULL DEFAULT 'free';
ALTER TABLE users ALTER COLUMN plan_new DROP DEFAULT;
ALTER TABLE users DROP COLUMN plan;
ALTER TABLE users RENAME COLUMN plan_new TO plan`,
    told: 'drop-default warning',
  },
  'a function that a trigger runs': {
    given: `${tables} CREATE FUNCTION log_order() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO users (id) VALUES (1); RETURN NEW; END $$;
CREATE TRIGGER log_order AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION log_order()`,
    up: 'DROP TABLE users',
    told: 'dependent-objects-broken warning The function log_order still names users, and fails',
  },
  'two conditions in parentheses that are one no more': {
    given: `${tables} CREATE POLICY own ON users USING ((id = 1) AND (banned))`,
    up: 'ALTER POLICY own ON users USING ((id = 1) OR (banned))',
    told: 'row-security-changed info',
  },
  'a condition that asks a function of another schema': {
    given: `${tables} CREATE POLICY own ON users USING (id = app.me())`,
    up: 'ALTER POLICY own ON users USING (id = public.me())',
    told: 'row-security-changed info',
  },
  'an index that IF EXISTS may find on a table that is known in part': {
    given: 'ALTER TABLE users ADD COLUMN x int',
    up: 'DROP INDEX IF EXISTS users_email',
    told: 'drop-index-not-concurrently warning',
  },
  'a block that makes another view by text': {
    given: `${tables} CREATE VIEW mails AS SELECT email FROM users`,
    up: "DO $$ BEGIN DROP VIEW mails; EXECUTE 'CREATE VIEW mails_new AS SELECT email FROM users'; END $$",
    told: 'drop-view warning',
  },
  'a sequence that goes although another one is set': {
    given: 'CREATE SEQUENCE numbers; CREATE SEQUENCE others; CREATE TABLE t (id int)',
    up: "DROP SEQUENCE numbers; SELECT setval('others', max(id)) FROM t",
    told: 'is forgotten',
  },
  'a key that finds more equal than the one before': {
    given: `${tables} CREATE UNIQUE INDEX users_email ON users (email);
CREATE COLLATION any_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false)`,
    up: 'CREATE UNIQUE INDEX users_any_case ON users (email COLLATE any_case)',
    told: 'add-unique-on-existing warning',
  },
  'a foreign key to another table on the same column': {
    given: `${tables} CREATE TABLE t (a int, CONSTRAINT t_users FOREIGN KEY (a) REFERENCES users (id), CONSTRAINT t_orders FOREIGN KEY (a) REFERENCES orders (id))`,
    up: 'ALTER TABLE t DROP CONSTRAINT t_orders',
    told: 'drop-fk info',
  },
  'a loop that leaves after an error, not after it has worked': {
    given: tables,
    up: `DO $$ DECLARE r record; BEGIN FOR r IN SELECT id FROM orders LOOP
BEGIN INSERT INTO users (id) VALUES (r.id); EXCEPTION WHEN unique_violation THEN EXIT; END;
END LOOP; END $$`,
    told: 'savepoint-loop warning',
  },
  'a column of the same name of another table': {
    given: tables,
    up: 'UPDATE users SET email = orders.email FROM orders',
    told: 'update-without-where error',
  },
  'a sequence that an earlier deploy has made': {
    given: 'CREATE SEQUENCE numbers; CREATE TABLE t (id int)',
    up: 'ALTER SEQUENCE numbers RESTART WITH 1',
    told: 'drop-sequence warning',
  },
  'a search path that begins with another schema': {
    given: tables,
    up: 'SET search_path = shop, public, pg_catalog; CREATE TABLE t (id int)',
    told: 'session-setting-leak warning',
  },
  'an enum with a label that is too long': {
    given: "CREATE TYPE state AS ENUM ('new', 'cancelled'); CREATE TABLE jobs (id int, state state)",
    up: 'ALTER TABLE jobs ALTER COLUMN state TYPE varchar(5)',
    told: 'type-narrowing',
  },
  'a check of two columns, of which one becomes an enum': {
    given:
      "CREATE TYPE kind AS ENUM ('a'); CREATE TABLE t (k text, n int, CONSTRAINT t_ok CHECK (k <> 'a' OR n > 0))",
    up: 'ALTER TABLE t DROP CONSTRAINT t_ok; ALTER TABLE t ALTER COLUMN k TYPE kind USING k::kind',
    told: 'drop-check info',
  },
  'a table that gets another name, and leaves none in its place': {
    given: `${tables} CREATE TABLE t (a int, CONSTRAINT t_a FOREIGN KEY (a) REFERENCES users (id))`,
    up: 'ALTER TABLE t RENAME TO s; ALTER TABLE s DROP CONSTRAINT t_a',
    told: 'drop-fk info',
  },
  'a column called like its table, which a view reads': {
    given: 'CREATE TABLE prices (id int, prices int); CREATE VIEW all_prices AS SELECT prices FROM prices',
    up: 'ALTER TABLE prices DROP COLUMN prices',
    told: 'drop-order error',
  },
  'a path set to another schema by a function': {
    given: tables,
    up: "SELECT set_config('search_path', 'shop', false); CREATE TABLE t (id int)",
    told: 'session-setting-leak warning',
  },
  'a number that the condition does not tell': {
    dialect: 'mysql',
    given: 'CREATE TABLE users (id int PRIMARY KEY, visits int)',
    up: 'UPDATE users SET visits = 0 WHERE visits',
    told: 'dml-overwrites-data info',
  },
  'a column of the row of its own trigger': {
    given: `CREATE TABLE crashes (id int, latitude int); ${touch.replace('RETURN NEW', 'NEW.id := NEW.latitude; RETURN NEW')};
CREATE TRIGGER touch BEFORE INSERT ON crashes FOR EACH ROW EXECUTE FUNCTION touch()`,
    up: 'ALTER TABLE crashes DROP COLUMN latitude',
    told: 'dependent-objects-broken warning',
  },
  'a row that is written after the key has gone': {
    given: 'CREATE TABLE zips (code text PRIMARY KEY, id int)',
    up: `ALTER TABLE zips DROP CONSTRAINT zips_pkey;
UPDATE zips SET code = left(code, 3);
ALTER TABLE zips ADD CONSTRAINT zips_code UNIQUE (code)`,
    told: 'add-unique-constraint warning',
  },
  'the new value in the condition of a table with a column of the type': {
    given: "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE people (id int, mood mood, note text)",
    up: "BEGIN; ALTER TYPE mood ADD VALUE 'ok'; UPDATE people SET note = '' WHERE mood = 'ok'; COMMIT",
    told: 'enum-value-used-in-same-txn error',
  },
  'the new value in a cast, written into a text': {
    given: "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE people (id int, note text)",
    up: "BEGIN; ALTER TYPE mood ADD VALUE 'ok'; INSERT INTO people (note) VALUES ('ok'::mood::text); COMMIT",
    told: 'enum-value-used-in-same-txn error',
  },
  'a column of a type that is not known, and USING computes each value': {
    given: '',
    up: "ALTER TABLE users ALTER COLUMN tags TYPE text[] USING string_to_array(tags, ',')",
    told: 'alter-column-type-rewrite error',
  },
  'integers that are divided lose what is left over': {
    given: 'CREATE TABLE users (id int PRIMARY KEY, points int)',
    up: 'UPDATE users SET points = points / 2',
    told: 'update-without-where error',
  },
  'what is multiplied by nothing': {
    given: 'CREATE TABLE users (id int PRIMARY KEY, points int)',
    up: 'UPDATE users SET points = points * 0',
    told: 'update-without-where error',
  },
  'rights on another table are taken away': {
    given: 'CREATE ROLE web; CREATE TABLE notes (id int); CREATE TABLE remarks (id int)',
    up: 'ALTER TABLE notes ENABLE ROW LEVEL SECURITY; REVOKE ALL ON remarks FROM web',
    told: 'rls-enabled-without-policy warning',
  },
  'REPLACE of every column of a row that another table refers to': {
    dialect: 'mysql',
    given:
      'CREATE TABLE users (id int PRIMARY KEY, name varchar(9)); CREATE TABLE carts (id int PRIMARY KEY, user_id int, FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE)',
    up: "REPLACE INTO users (id, name) VALUES (1, 'Ann')",
    told: 'replace-into warning',
  },
  'a key without a prefix, beside a column with a length': {
    dialect: 'mysql',
    given: '',
    up: 'CREATE TABLE pages (url varchar(1000) PRIMARY KEY, name varchar(10)) DEFAULT CHARSET = utf8mb4',
    told: 'index-key-too-long error',
  },
  'a table that gets another name, without a policy': {
    given: 'CREATE TABLE notes (id int, author text)',
    up: 'ALTER TABLE notes ENABLE ROW LEVEL SECURITY; ALTER TABLE notes RENAME TO remarks',
    told: 'rls-enabled-without-policy warning',
  },
  'a table that takes the name of one that goes': {
    given: 'CREATE TABLE notes (id int)',
    up: 'DROP TABLE notes; CREATE TABLE notes (id int); ALTER TABLE notes ENABLE ROW LEVEL SECURITY',
    told: 'rls-enabled-without-policy warning',
  },
  'a trigger whose function has its name and is made again': {
    given: `${tables} ${touch}; CREATE TRIGGER touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch()`,
    up: `DROP TRIGGER touch ON users; ${touch.replace('CREATE', 'CREATE OR REPLACE')}`,
    told: 'drop-trigger warning',
  },
  'a sentence above CONCURRENTLY is no word for a runner': {
    given: tables,
    up: `-- must run outside a transaction
CREATE INDEX CONCURRENTLY users_email ON users (email)`,
    told: 'concurrently-in-transaction error',
  },
  'one of the statements that stay cannot run again': {
    dialect: 'mysql',
    given: tables,
    up: 'ALTER TABLE users MODIFY email varchar(200); ALTER TABLE users ADD COLUMN a int; ALTER TABLE orders ADD COLUMN b int',
    told: 'implicit-commit-multi-ddl warning',
  },
  'an UPDATE that counts on does not run again': {
    dialect: 'mysql',
    given: tables,
    up: 'UPDATE users SET id = id + 1 WHERE id > 5; ALTER TABLE orders ADD COLUMN b int',
    told: 'implicit-commit-multi-ddl warning',
  },
  'rows of a new table that come from one in use may be the same': {
    given: tables,
    up: 'CREATE TABLE mails (email varchar(100)); INSERT INTO mails SELECT email FROM orders; CREATE UNIQUE INDEX one_mail ON mails (email)',
    told: 'add-unique-on-existing info',
  },
  'rows were written while the column took NULL': {
    dialect: 'mysql',
    given:
      'CREATE TABLE users (id int, name varchar(50) NOT NULL); CREATE TABLE orders (id int, name varchar(50))',
    up: 'ALTER TABLE users MODIFY name varbinary(50); INSERT INTO users SELECT id, name FROM orders; ALTER TABLE users MODIFY name varchar(50) NOT NULL',
    told: 'set-not-null warning',
  },
  'the list of the new table leaves out a member of the old one': {
    dialect: 'sqlite',
    given: "CREATE TABLE users (id INTEGER PRIMARY KEY, role TEXT NOT NULL CHECK (role IN ('host', 'user')))",
    up: `CREATE TABLE new_users (id INTEGER PRIMARY KEY, role TEXT NOT NULL CHECK (role IN ('admin', 'user')));
INSERT INTO new_users SELECT * FROM users; DROP TABLE users; ALTER TABLE new_users RENAME TO users;`,
    told: 'add-check-on-existing warning',
  },
  'only some rows of the parent were put into the new one': {
    dialect: 'sqlite',
    given:
      'CREATE TABLE rules (id INTEGER PRIMARY KEY); CREATE TABLE shares (id INTEGER PRIMARY KEY, rule_id INTEGER REFERENCES rules (id))',
    up: `CREATE TABLE rules_temp (id INTEGER PRIMARY KEY); INSERT INTO rules_temp SELECT id FROM rules WHERE id > 9;
CREATE TABLE shares_temp (id INTEGER PRIMARY KEY, rule_id INTEGER REFERENCES rules_temp (id));
INSERT INTO shares_temp SELECT id, rule_id FROM shares;
DROP TABLE shares; DROP TABLE rules; ALTER TABLE rules_temp RENAME TO rules; ALTER TABLE shares_temp RENAME TO shares;`,
    told: 'add-fk-on-existing warning',
  },
  'BEGIN in the middle commits the rows before it': {
    dialect: 'mysql',
    given: tables,
    up: 'UPDATE users SET banned = id > 5; BEGIN; DELETE FROM orders WHERE id = 1; COMMIT',
    told: 'transaction-nesting warning',
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
  'a partition of two values gets one of them': {
    given:
      "CREATE TABLE visits (id int, site text) PARTITION BY LIST (site); CREATE TABLE visits_1 PARTITION OF visits FOR VALUES IN ('a', 'b')",
    up: `ALTER TABLE visits DETACH PARTITION visits_1; ALTER TABLE visits_1 DROP COLUMN site;
ALTER TABLE visits_1 ADD COLUMN site text NOT NULL DEFAULT 'a';`,
    told: 'drop-and-re-add-column error',
  },
  'the column comes back with another value than the CHECK has': {
    given: "CREATE TABLE orders (id int, kind text NOT NULL CHECK (kind = 'a'))",
    up: "ALTER TABLE orders DROP COLUMN kind, ADD COLUMN kind text NOT NULL DEFAULT 'b'",
    told: 'drop-and-re-add-column error',
  },
  'the CHECK lets NULL pass': {
    given: "CREATE TABLE orders (id int, kind text CHECK (kind = 'a'))",
    up: "ALTER TABLE orders DROP COLUMN kind, ADD COLUMN kind text NOT NULL DEFAULT 'a'",
    told: 'drop-and-re-add-column error',
  },
  'set_config is found by the path of whoever calls it': {
    given: tables,
    up: `CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql SECURITY DEFINER AS
$$ BEGIN PERFORM set_config('search_path', '', true); RETURN 1; END $$`,
    told: 'security-definer-no-search-path warning',
  },
  'the search_path is set after a query': {
    given: tables,
    up: `CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql SECURITY DEFINER AS
$$ BEGIN PERFORM 1 FROM users; SET LOCAL search_path = ''; RETURN 1; END $$`,
    told: 'security-definer-no-search-path warning',
  },
  'the schema is made after it was dropped': {
    given: tables,
    up: 'DROP SCHEMA app CASCADE; CREATE SCHEMA app',
    told: 'drop-schema error',
  },
  'the schema may have been there before the deploy': {
    given: tables,
    after: 'CREATE SCHEMA IF NOT EXISTS app',
    up: 'DROP SCHEMA app CASCADE',
    told: 'drop-schema error',
  },
  'the owner was another one in between': {
    given: `CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' AS 'SELECT 1';
ALTER FUNCTION f() OWNER TO bob; ALTER FUNCTION f() OWNER TO eve;`,
    up: 'ALTER FUNCTION f() OWNER TO bob',
    told: 'function-rights-changed warning',
  },
  'rows that the map left out may stay NULL': {
    given: tables,
    up: `ALTER TABLE users ADD COLUMN kind int; UPDATE users SET kind = 1 WHERE email = 'a';
UPDATE users SET kind = 0 WHERE kind IS NULL AND banned; ALTER TABLE users ALTER COLUMN kind SET NOT NULL; ALTER TABLE users DROP COLUMN email;`,
    told: 'drop-column error',
  },
  'the right was taken away since it was granted': {
    given: `${tables} GRANT ALL ON users TO app; REVOKE DELETE ON users FROM app;`,
    up: 'GRANT ALL ON users TO app',
    told: 'grant-all warning',
  },
  'the table was made anew since everybody was let in': {
    given: `${tables} GRANT SELECT ON users TO PUBLIC; DROP TABLE users; CREATE TABLE users (id int);`,
    up: 'GRANT SELECT ON users TO PUBLIC',
    told: 'grant-public warning',
  },
  'row security is off between two transactions': {
    given: `${tables} ALTER TABLE users ENABLE ROW LEVEL SECURITY;`,
    up: 'ALTER TABLE users DISABLE ROW LEVEL SECURITY; COMMIT; BEGIN; ALTER TABLE users ENABLE ROW LEVEL SECURITY',
    told: 'row-security-changed warning',
  },
  'row security is off from one migration to the next': {
    given: `${tables} ALTER TABLE users ENABLE ROW LEVEL SECURITY;`,
    after: 'ALTER TABLE users DISABLE ROW LEVEL SECURITY',
    up: 'ALTER TABLE users ENABLE ROW LEVEL SECURITY',
    told: 'row-security-changed warning',
  },
  'row security is switched on again, which is taken back': {
    given: `${tables} ALTER TABLE users ENABLE ROW LEVEL SECURITY;`,
    up: `ALTER TABLE users DISABLE ROW LEVEL SECURITY; SAVEPOINT s;
ALTER TABLE users ENABLE ROW LEVEL SECURITY; ROLLBACK TO s`,
    told: 'row-security-changed warning',
  },
  'a table that refers to it is made after others that do not': {
    given: 'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE carts (user_id int REFERENCES users (id))',
    up: 'TRUNCATE users CASCADE',
    told: 'truncate-cascade error TRUNCATE deletes every row of users, and through CASCADE of carts.',
  },
  'a default that is given, beside one that is taken away': {
    given: tables,
    up: `ALTER DEFAULT PRIVILEGES REVOKE ALL ON TABLES FROM app;
ALTER DEFAULT PRIVILEGES FOR ROLE anna IN SCHEMA public GRANT ALL ON TABLES TO app`,
    told: 'grant-all warning All privileges on every table that anna makes later in schema public are given to app.',
  },
  'a copy of some rows, before all of them go': {
    given: tables,
    up: 'CREATE TABLE users_old AS SELECT * FROM users WHERE banned; DELETE FROM users',
    told: 'delete-without-where error',
  },
  'a piece that is taken out by a pattern is no tidying': {
    given: tables,
    up: "UPDATE users SET email = regexp_replace(lower(email), '@.*', '')",
    told: 'update-without-where error UPDATE users has no WHERE clause: users.email is overwritten in every row.',
  },
  'another column is tidied up into this one': {
    given: 'CREATE TABLE users (id int PRIMARY KEY, email text, mail text)',
    up: 'UPDATE users SET email = lower(mail)',
    told: 'update-without-where error',
  },
  'another procedure than the one that was called before': {
    given: tables,
    after: "CALL fill_shard('a')",
    up: "CALL fill_shard('b'); CALL drop_shard('b')",
    told: 'irreversible-operation warning',
  },
  'columns of that name are as new as this one': {
    given: tables,
    after: 'ALTER TABLE users ADD COLUMN tmp_a int, ADD COLUMN tmp_b int',
    up: 'ALTER TABLE users ADD COLUMN tmp_c int',
    told: 'experimental-object warning The column users.tmp_c',
  },
  'a table is no column': {
    given: 'CREATE TABLE moves (id int, tmp_bucket text, tmp_bucket_made timestamptz)',
    up: 'CREATE TABLE tmp_moves (id int)',
    told: 'experimental-object warning The table tmp_moves',
  },
  'USING maps other members than the one that goes': {
    given: "CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy'); CREATE TABLE moods (mood mood)",
    up: `CREATE TYPE mood_new AS ENUM ('sad', 'happy');
ALTER TABLE moods ALTER COLUMN mood TYPE mood_new
  USING (CASE WHEN mood <> 'ok' THEN mood::text::mood_new WHEN mood = 'sad' THEN 'happy' ELSE mood::text::mood_new END);`,
    told: "enum-values-removed error moods.mood loses the member 'ok': the statement fails at the first row",
  },
  'the type is a new one of the old name': {
    given: "CREATE TYPE mood AS ENUM ('a'); CREATE SCHEMA types",
    after: "ALTER TYPE mood RENAME TO mood_old; CREATE TYPE mood AS ENUM ('b')",
    up: 'ALTER TYPE mood_old SET SCHEMA types; ALTER TYPE mood SET SCHEMA types',
    told: 'set-schema warning The type mood moves',
  },
  'a number near the end of its type': {
    given: 'CREATE TABLE keys (id serial)',
    up: "SELECT setval('keys_id_seq', 2147483000)",
    told: 'autoincrement-capacity',
  },
  'a library outside of the plugins': {
    given: tables,
    up: "LOAD 'auto_explain'",
    told: 'superuser-op warning',
  },
  'the server may be older than the version that is asked for': {
    given: tables,
    up: "DO $$ BEGIN IF current_setting('server_version_num')::int < 170000 THEN EXECUTE 'DROP TABLE users'; END IF; END $$",
    told: 'drop-table error',
  },
  'the foreign key that a later migration adds under its name refers to another table': {
    given: `CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE teams (id int PRIMARY KEY);
CREATE TABLE carts (user_id int, CONSTRAINT carts_user FOREIGN KEY (user_id) REFERENCES users (id));`,
    after: 'ALTER TABLE carts DROP CONSTRAINT carts_user',
    up: 'ALTER TABLE carts ADD CONSTRAINT carts_user FOREIGN KEY (user_id) REFERENCES teams (id) NOT VALID',
    told: 'drop-fk info',
  },
  'the unique key that a later migration adds is on more columns': {
    given: 'CREATE TABLE carts (a int, b int, CONSTRAINT carts_once UNIQUE (a))',
    after: 'ALTER TABLE carts DROP CONSTRAINT carts_once',
    up: 'ALTER TABLE carts ADD CONSTRAINT carts_once UNIQUE (a, b)',
    told: 'drop-unique warning',
  },
  'the flag of some of its rows is taken over': {
    dialect: 'sqlite',
    given: 'CREATE TABLE posts (id INTEGER PRIMARY KEY, pinned BOOLEAN NOT NULL DEFAULT FALSE, team INTEGER)',
    up: `CREATE TABLE pins (post INTEGER PRIMARY KEY); INSERT INTO pins SELECT id FROM posts WHERE pinned = 1 AND team = 2;
CREATE TABLE p (id INTEGER PRIMARY KEY, team INTEGER); INSERT INTO p SELECT id, team FROM posts; DROP TABLE posts; ALTER TABLE p RENAME TO posts;`,
    told: 'drop-column-via-rebuild warning',
  },
  'a flag that may be NULL is taken over': {
    dialect: 'sqlite',
    given: 'CREATE TABLE posts (id INTEGER PRIMARY KEY, pinned BOOLEAN)',
    up: `CREATE TABLE pins (post INTEGER PRIMARY KEY); INSERT INTO pins SELECT id FROM posts WHERE pinned = 1;
CREATE TABLE p (id INTEGER PRIMARY KEY); INSERT INTO p SELECT id FROM posts; DROP TABLE posts; ALTER TABLE p RENAME TO posts;`,
    told: 'drop-column-via-rebuild warning',
  },
  'the rows whose flag is set are counted, and not kept by their key': {
    dialect: 'sqlite',
    given: 'CREATE TABLE posts (id INTEGER PRIMARY KEY, pinned BOOLEAN NOT NULL DEFAULT FALSE, team INTEGER)',
    up: `CREATE TABLE pins (team INTEGER); INSERT INTO pins SELECT team FROM posts WHERE pinned = 1;
CREATE TABLE p (id INTEGER PRIMARY KEY, team INTEGER); INSERT INTO p SELECT id, team FROM posts; DROP TABLE posts; ALTER TABLE p RENAME TO posts;`,
    told: 'drop-column-via-rebuild warning',
  },
  'the rows whose flag is set are kept, one for each of another key': {
    dialect: 'sqlite',
    given: 'CREATE TABLE posts (id INTEGER PRIMARY KEY, pinned BOOLEAN NOT NULL DEFAULT FALSE, team INTEGER)',
    up: `CREATE TABLE pins (team INTEGER PRIMARY KEY, post INTEGER); INSERT OR IGNORE INTO pins (team, post) SELECT team, id FROM posts WHERE pinned = 1;
CREATE TABLE p (id INTEGER PRIMARY KEY, team INTEGER); INSERT INTO p SELECT id, team FROM posts; DROP TABLE posts; ALTER TABLE p RENAME TO posts;`,
    told: 'drop-column-via-rebuild warning',
  },
  'texts that are longer than the new type, but not all of them, are deleted first': {
    given: 'CREATE TABLE users (id int, name text)',
    up: 'DELETE FROM users WHERE length(name) > 90; ALTER TABLE users ALTER COLUMN name TYPE varchar(50)',
    told: 'type-narrowing warning',
  },
  'rows that the UPDATE takes for empty may hold something': {
    given: 'CREATE TABLE users (id int PRIMARY KEY, slug text, nick text)',
    up: "UPDATE users SET slug = nick WHERE slug = '' OR nick IS NULL; ALTER TABLE users ADD COLUMN age int",
    down: 'ALTER TABLE users DROP COLUMN age',
    told: 'down-loses-data warning The down script does not bring back the previous values of the updated rows of users.slug.',
  },
  'the version is counted for another part': {
    given: `CREATE TABLE versions (part text, major int);
UPDATE versions SET major = 1 WHERE part = 'shop'; UPDATE versions SET major = 2 WHERE part = 'shop'`,
    up: "UPDATE versions SET major = 3 WHERE part = 'till'",
    told: 'dml-overwrites-data info',
  },
  'all that is given on tables that are made later': {
    given: 'CREATE SCHEMA audit',
    up: 'ALTER DEFAULT PRIVILEGES IN SCHEMA audit GRANT ALL ON TABLES TO app',
    told: 'grant-all warning',
  },
  'ADD COLUMN with a CHECK that no other one says, though it names the same columns': {
    dialect: 'sqlite',
    given: 'CREATE TABLE jobs (id int, a int, b int, CHECK ((a IS NULL) <> (b IS NULL)))',
    up: 'ALTER TABLE jobs ADD COLUMN c int CHECK ((a IS NULL) = (b IS NULL))',
    told: 'add-check-on-existing warning',
  },
  'REPLACE into a table that is not known': {
    dialect: 'mysql',
    given: 'CREATE TABLE users (id int PRIMARY KEY)',
    up: 'REPLACE INTO settings (id, name) VALUES (1, 2)',
    told: 'replace-into warning A row of settings with the same key would be deleted, with what its columns that are not named here hold.',
  },
  'a unique key that is not valid keeps nothing apart': {
    given: `${visits} ALTER TABLE ONLY visits ADD UNIQUE (id, site);`,
    up: 'CREATE UNIQUE INDEX visits_once ON visits (id, site)',
    told: 'add-unique-on-existing warning',
  },
}

test.each(Object.entries(cases))(
  'it is told: %s',
  (_title, { dialect = 'postgres', told, after, ...example }) => {
    const found = exampleFindings({ title: '', dialect, ...example, ...(after && { after: { up: after } }) })
    expect(
      found.map(({ ruleId, severity, message }) => `${ruleId} ${severity} ${message}`).join('\n'),
    ).toContain(told)
  },
)
