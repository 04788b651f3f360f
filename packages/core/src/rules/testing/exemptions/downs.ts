import type { Exemptions } from './exemption.ts'
import { tables } from './shop.ts'

export const downsTold: Exemptions = {
  'the parentheses hold a part of the view alone': {
    given: `${tables} CREATE VIEW ids AS (SELECT id FROM users);`,
    up: 'CREATE OR REPLACE VIEW ids AS SELECT id FROM users WHERE id > 0',
    down: 'CREATE OR REPLACE VIEW ids AS (SELECT id FROM users) UNION (SELECT id FROM users WHERE id > 5)',
    told: 'down-does-not-restore-schema error After up and down the schema differs: view ids: its definition differs.',
  },
  'the check that comes back takes less than the one of now': {
    given: "CREATE TABLE users (state text, CONSTRAINT known CHECK (state IN ('new', 'active')))",
    up: `ALTER TABLE users DROP CONSTRAINT known;
ALTER TABLE users ADD CONSTRAINT known CHECK (state IN ('new', 'active', 'gone'));`,
    down: `ALTER TABLE users DROP CONSTRAINT known;
ALTER TABLE users ADD CONSTRAINT known CHECK (state IN ('new', 'active'));`,
    told: 'down-can-fail-on-data warning',
  },
  'the column that down adds has NULL as its default': {
    given: 'CREATE TABLE users (id int, host text NOT NULL)',
    up: 'ALTER TABLE users DROP COLUMN host',
    down: 'ALTER TABLE users ADD COLUMN host text DEFAULT NULL; ALTER TABLE users ALTER COLUMN host SET NOT NULL',
    told: 'down-can-fail-on-data warning',
  },
  'a row need not refer to the one that it would get its value from': {
    given: `CREATE TABLE comments (id int PRIMARY KEY, post_id int NOT NULL);
CREATE TABLE likes (comment_id int REFERENCES comments (id), post_id int NOT NULL);`,
    up: 'ALTER TABLE likes DROP COLUMN post_id',
    down: `ALTER TABLE likes ADD COLUMN post_id int;
UPDATE likes SET post_id = comments.post_id FROM comments WHERE comment_id = comments.id;
ALTER TABLE likes ALTER COLUMN post_id SET NOT NULL;`,
    told: 'down-can-fail-on-data warning',
  },
  'the row that it refers to may have no value itself': {
    given: `CREATE TABLE comments (id int PRIMARY KEY, post_id int);
CREATE TABLE likes (comment_id int NOT NULL REFERENCES comments (id), post_id int NOT NULL);`,
    up: 'ALTER TABLE likes DROP COLUMN post_id',
    down: `ALTER TABLE likes ADD COLUMN post_id int;
UPDATE likes SET post_id = comments.post_id FROM comments WHERE comment_id = comments.id;
ALTER TABLE likes ALTER COLUMN post_id SET NOT NULL;`,
    told: 'down-can-fail-on-data warning',
  },
  'other rows go before down renames what they are in': {
    given: 'CREATE TABLE followers (id int, since timestamptz NOT NULL)',
    up: `ALTER TABLE followers RENAME TO actions; ALTER TABLE actions ALTER COLUMN since DROP NOT NULL;`,
    down: `DELETE FROM actions WHERE id IS NULL; ALTER TABLE actions RENAME TO followers;
ALTER TABLE followers ALTER COLUMN since SET NOT NULL;`,
    told: 'down-can-fail-on-data warning',
  },
  'the table that down makes is filled from a column that may be NULL': {
    given:
      'CREATE TABLE notes (id int PRIMARY KEY, user_id int); CREATE TABLE replies (id serial, user_id int NOT NULL)',
    up: 'DROP TABLE replies',
    down: `CREATE TABLE replies (id serial, user_id int); INSERT INTO replies (user_id) SELECT user_id FROM notes;
ALTER TABLE replies ALTER COLUMN user_id SET NOT NULL;`,
    told: 'down-can-fail-on-data warning',
  },
  'down adds the column anew, which up has left NOT NULL': {
    given: 'CREATE TABLE users (id int, age text NOT NULL)',
    up: 'ALTER TABLE users ALTER COLUMN age TYPE int USING age::int',
    down: `ALTER TABLE users DROP COLUMN age; ALTER TABLE users ADD COLUMN age text;
ALTER TABLE users ALTER COLUMN age SET NOT NULL;`,
    told: 'down-can-fail-on-data warning',
  },
  'an empty down of rows says that it is empty, and not why': {
    given: 'CREATE TABLE users (id int, status text)',
    up: "UPDATE users SET status = 'inactive' WHERE status = 'gone'",
    down: '-- no-op',
    told: 'empty-down warning',
  },
  'the rows of another table that refers to them are deleted first, and not those of this one': {
    given: 'CREATE TABLE kinds (id int PRIMARY KEY, name text); CREATE TABLE notes (id int PRIMARY KEY)',
    up: `INSERT INTO kinds (id, name) VALUES (7, 'sales');
CREATE TABLE tasks (id int PRIMARY KEY, kind int DEFAULT 7 REFERENCES kinds (id));`,
    down: 'DELETE FROM notes WHERE id = 7; DELETE FROM kinds WHERE id = 7; DROP TABLE tasks;',
    told: 'down-can-fail-on-data warning The down script stops if rows of tasks refer',
  },
  'an empty down says why, and a column stays': {
    given: 'CREATE TABLE users (id int)',
    up: 'ALTER TABLE users ADD COLUMN status text',
    down: '-- the column is not dropped',
    told: 'empty-down error',
  },
  'the call is given a table that was there as well': {
    given: `CREATE TABLE users (id int); CREATE FUNCTION add_stamps(t text, u text) RETURNS void LANGUAGE plpgsql AS
$$ BEGIN EXECUTE format('ALTER TABLE %I ADD COLUMN at timestamptz', t); END $$;`,
    up: "CREATE TABLE carts (id int); SELECT add_stamps('carts', 'users')",
    down: 'DROP TABLE carts',
    told: 'irreversible-operation info',
  },
  'the table of the call is not dropped by down': {
    given: `CREATE FUNCTION add_stamps(t text) RETURNS void LANGUAGE plpgsql AS
$$ BEGIN EXECUTE format('ALTER TABLE %I ADD COLUMN at timestamptz', t); END $$;`,
    up: "CREATE TABLE IF NOT EXISTS carts (id int); SELECT add_stamps('carts')",
    down: '-- by hand',
    told: 'irreversible-operation info',
  },
  'the pattern is another one': {
    given: "CREATE TABLE systems (code text, CONSTRAINT known CHECK (code ~ E'^A-\\\\d{4}$'))",
    up: "ALTER TABLE systems DROP CONSTRAINT known; ALTER TABLE systems ADD CONSTRAINT known CHECK (code ~ '^[A-Z]+$')",
    down: "ALTER TABLE systems DROP CONSTRAINT known; ALTER TABLE systems ADD CONSTRAINT known CHECK (code ~ '^A-[0-9]{5}$')",
    told: 'down-does-not-restore-schema error',
  },
  'the index that somebody has made for the foreign key is missing': {
    dialect: 'mysql',
    given: `CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE carts (user_id int, at date, KEY own (user_id), CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES users (id));`,
    up: 'CREATE INDEX carts_user_at ON carts (user_id, at); DROP INDEX own ON carts',
    down: 'CREATE INDEX carts_user ON carts (user_id); DROP INDEX carts_user_at ON carts',
    told: 'down-does-not-restore-schema error',
  },
  'a migration has put a table into the schema that up drops': {
    given: 'CREATE SCHEMA r; CREATE TABLE r.users (id int)',
    up: 'DROP SCHEMA IF EXISTS r CASCADE; CREATE TABLE carts (id int)',
    down: 'DROP TABLE carts; CREATE SCHEMA r; CREATE TABLE r.users (id int)',
    told: 'down-loses-data warning The down script does not bring back the rows of r.users.',
  },
  'the rows are not of short life alone': {
    given: 'CREATE TABLE nonce (id int); CREATE TABLE users (id int)',
    up: 'DROP TABLE nonce; DROP TABLE users',
    down: 'CREATE TABLE nonce (id int); CREATE TABLE users (id int)',
    told: 'down-loses-data warning',
  },
  'code reads a table that up has not made': {
    given:
      'CREATE TABLE config (id int, is_ready boolean NOT NULL); CREATE TABLE internal (is_ready boolean)',
    up: 'INSERT INTO internal VALUES (true); ALTER TABLE config DROP COLUMN is_ready',
    down: `SELECT is_ready FROM internal LIMIT 1;
ALTER TABLE config ADD COLUMN is_ready boolean NOT NULL DEFAULT true;`,
    told: 'down-loses-data warning',
  },
  'the extension that keeps the job stays': {
    given: 'CREATE EXTENSION pg_cron; CREATE TABLE stats (id int)',
    up: "CREATE TABLE marks (id int); SELECT cron.schedule('30 * * * *', 'ANALYZE')",
    down: 'DROP TABLE marks',
    told: 'irreversible-operation info What cron.schedule does',
  },
  'another owner is put back than a migration has said': {
    given: `CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'; ALTER FUNCTION one() OWNER TO app`,
    up: 'ALTER FUNCTION one() OWNER TO batch',
    down: 'ALTER FUNCTION one() OWNER TO postgres',
    told: 'down-does-not-restore-schema error After up and down the schema differs: function one: its owner is postgres, was app.',
  },
  'besides what object-missing tells something is left over': {
    given: tables,
    up: 'ALTER TABLE users RENAME COLUMN email TO mail',
    down: 'ALTER TABLE users ALTER COLUMN email DROP DEFAULT',
    told: 'down-does-not-restore-schema error After up and down the schema differs: column users.email is missing; column users.mail is left over.',
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
    told: 'down-loses-data warning The down script does not bring back the values of users.nick.',
  },
  'down casts the type back, which does not give back what up wrote over': {
    given: 'CREATE TABLE users (id int, age int)',
    up: 'UPDATE users SET age = age + 1; ALTER TABLE users ALTER age TYPE bigint',
    down: 'ALTER TABLE users ALTER age TYPE int USING age::int',
    told: 'down-loses-data warning',
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
  'the deploy fills the column of the table that it makes': {
    given: 'CREATE TABLE users (id int, score boolean)',
    after: `CREATE TABLE views (user_id int, score boolean NOT NULL DEFAULT true);
INSERT INTO views (user_id, score) SELECT id, score FROM users;`,
    up: 'ALTER TABLE views DROP COLUMN score',
    down: 'ALTER TABLE views ADD COLUMN score boolean NOT NULL DEFAULT true',
    told: 'down-loses-data warning The down script does not bring back the values of views.score',
  },
  'down adds the column with another default than every row has': {
    given: 'CREATE TABLE users (id int)',
    after: `CREATE TABLE views (user_id int, score boolean NOT NULL DEFAULT true);
INSERT INTO views (user_id) SELECT id FROM users;`,
    up: 'ALTER TABLE views DROP COLUMN score, ADD COLUMN score boolean NOT NULL DEFAULT false',
    down: 'ALTER TABLE views DROP COLUMN score, ADD COLUMN score boolean NOT NULL DEFAULT false',
    told: 'down-loses-data warning The down script does not bring back the values of views.score',
  },
  'the default is computed for each row': {
    given: 'CREATE TABLE users (id int)',
    after: `CREATE TABLE views (user_id int, token uuid DEFAULT gen_random_uuid());
INSERT INTO views (user_id) SELECT id FROM users;`,
    up: 'ALTER TABLE views DROP COLUMN token',
    down: 'ALTER TABLE views ADD COLUMN token uuid DEFAULT gen_random_uuid()',
    told: 'down-loses-data warning The down script does not bring back the values of views.token',
  },
  'a block of code may have filled the column': {
    given: 'CREATE TABLE users (id int)',
    after: `CREATE TABLE views (user_id int, score boolean NOT NULL DEFAULT true);
DO $$ BEGIN INSERT INTO views SELECT id, false FROM users; END $$;`,
    up: 'ALTER TABLE views DROP COLUMN score',
    down: 'ALTER TABLE views ADD COLUMN score boolean NOT NULL DEFAULT true',
    told: 'down-loses-data warning The down script does not bring back the values of views.score',
  },
  'up locks another table under a new name': {
    given: `CREATE TABLE people (id int PRIMARY KEY); CREATE TABLE teams (id int PRIMARY KEY, owner int);
CREATE TABLE carts (user_id int, CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES people (id));`,
    up: `ALTER TABLE teams RENAME TO groups; CREATE INDEX g ON groups (owner); ALTER TABLE carts DROP CONSTRAINT of_user`,
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
  'the procedure is not made again': {
    dialect: 'mysql',
    given: 'CREATE PROCEDURE other() BEGIN SELECT 1; END',
    up: 'DROP PROCEDURE IF EXISTS fill; CREATE PROCEDURE refill() BEGIN SELECT 1; END',
    told: 'irreversible-operation warning',
  },
  'a table that comes back with a row of its own': {
    given: tables,
    up: 'DROP TABLE orders',
    down: "CREATE TABLE orders (id int PRIMARY KEY, email varchar(100), user_id int); INSERT INTO orders VALUES (1, 'a', 1)",
    told: 'down-loses-data warning',
  },
  'another procedure than the one that was called before': {
    given: tables,
    after: "CALL fill_shard('a')",
    up: "CALL fill_shard('b'); CALL drop_shard('b')",
    told: 'irreversible-operation warning',
  },
  'rows that the UPDATE takes for empty may hold something': {
    given: 'CREATE TABLE users (id int PRIMARY KEY, slug text, nick text)',
    up: "UPDATE users SET slug = nick WHERE slug = '' OR nick IS NULL; ALTER TABLE users ADD COLUMN age int",
    down: 'ALTER TABLE users DROP COLUMN age',
    told: 'down-loses-data warning The down script does not bring back the old values of users.slug.',
  },
  'the deploy has written the values once more since it copied them': {
    given: 'CREATE TABLE users (id int, email text)',
    after: `ALTER TABLE users ADD COLUMN mail text; UPDATE users SET mail = email;
UPDATE users SET email = lower(email) WHERE id > 1;`,
    up: 'UPDATE users SET email = mail WHERE email IS DISTINCT FROM mail',
    down: '-- nothing to do',
    told: 'empty-down warning',
  },
}
