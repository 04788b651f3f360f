import type { Exemptions } from './exemption.ts'
import { deduplicate, keyed, makeKey, tables, visits } from './shop.ts'

export const keysTold: Exemptions = {
  'blanks at the end are no difference in char(n)': {
    given: 'CREATE TABLE users (name varchar(20) PRIMARY KEY)',
    up: `CREATE TABLE people (name char(20)); INSERT INTO people (name) SELECT name FROM users;
CREATE UNIQUE INDEX people_name ON people (name);`,
    told: 'add-unique-on-existing',
  },
  'the migration before makes the table and fills it': {
    given: 'CREATE TABLE logs (place int, day date)',
    after: 'CREATE TABLE histories (place int, day date); INSERT INTO histories SELECT place, day FROM logs',
    up: 'CREATE UNIQUE INDEX histories_day ON histories (place, day)',
    told: 'add-unique-on-existing info Two rows of histories with the same place and day stop the statement: those that',
  },
  'IF NOT EXISTS of an index that another schema has': {
    given:
      'CREATE TABLE a.users (plan text); CREATE INDEX by_plan ON a.users (plan); CREATE TABLE b.users (plan text)',
    up: 'CREATE INDEX IF NOT EXISTS by_plan ON b.users (plan)',
    told: 'create-index-not-concurrently warning No row of b.users can be written',
  },
  'a foreign key gets the name of that of another table': {
    dialect: 'mysql',
    given: `CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE notes (user_id int);
CREATE TABLE carts (user_id int, CONSTRAINT by_user FOREIGN KEY (user_id) REFERENCES users (id));`,
    up: 'ALTER TABLE notes ADD CONSTRAINT by_user FOREIGN KEY (user_id) REFERENCES users (id)',
    told: 'object-exists error The foreign key by_user of carts exists already',
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
  'the indexes of another table were switched off in the catalogue': {
    given: tables,
    up: "UPDATE pg_index SET indisready = false WHERE indrelid = 'orders'::regclass; REINDEX TABLE users",
    told: 'reindex-not-concurrently warning REINDEX blocks writes to users',
  },
  'the deployed key is on other columns than the one of the new table': {
    dialect: 'sqlite',
    given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, a TEXT, b TEXT, UNIQUE (a, b))',
    up: `ALTER TABLE users RENAME TO users_old; CREATE TABLE users (id INTEGER PRIMARY KEY, a TEXT UNIQUE, b TEXT);
INSERT INTO users (id, a, b) SELECT id, a, b FROM users_old; DROP TABLE users_old;`,
    told: 'add-unique-on-existing warning',
  },
  'another key of fewer columns is dropped beside the wider one': {
    dialect: 'mysql',
    given: 'CREATE TABLE users (id int PRIMARY KEY, team int, email varchar(50), UNIQUE KEY email (email))',
    up: 'ALTER TABLE users DROP KEY email, ADD UNIQUE KEY email (team, email)',
    told: 'drop-unique info Rows of users with the same email are taken from now on where team differs, which email refused.',
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
  'an index that a DO block drops without a condition': {
    given: 'CREATE TABLE users (id int, email text, CONSTRAINT users_email UNIQUE (email))',
    up: 'DO $$ BEGIN DROP INDEX users_email; END $$',
    told: 'constraint-backing-index-drop error',
  },
  'an index that IF EXISTS may find on a table that is known in part': {
    given: 'ALTER TABLE users ADD COLUMN x int',
    up: 'DROP INDEX IF EXISTS users_email',
    told: 'drop-index-not-concurrently warning',
  },
  'a key that finds more equal than the one before': {
    given: `${tables} CREATE UNIQUE INDEX users_email ON users (email);
CREATE COLLATION any_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false)`,
    up: 'CREATE UNIQUE INDEX users_any_case ON users (email COLLATE any_case)',
    told: 'add-unique-on-existing warning',
  },
  'a row that is written after the key has gone': {
    given: 'CREATE TABLE zips (code text PRIMARY KEY, id int)',
    up: `ALTER TABLE zips DROP CONSTRAINT zips_pkey;
UPDATE zips SET code = left(code, 3);
ALTER TABLE zips ADD CONSTRAINT zips_code UNIQUE (code)`,
    told: 'add-unique-constraint warning',
  },
  'a key without a prefix, beside a column with a length': {
    dialect: 'mysql',
    given: '',
    up: 'CREATE TABLE pages (url varchar(1000) PRIMARY KEY, name varchar(10)) DEFAULT CHARSET = utf8mb4',
    told: 'index-key-too-long error',
  },
  'an UPDATE of duplicates that leaves them in the index': {
    given: `${tables} ALTER TABLE orders ADD COLUMN state text;`,
    up: `UPDATE orders SET state = 'old' WHERE id NOT IN (SELECT min(id) FROM orders GROUP BY user_id);
CREATE UNIQUE INDEX one_order ON orders (user_id) WHERE email IS NOT NULL;`,
    told: 'add-unique-on-existing warning',
  },
  'a key that takes NULL for a value, and one of the two columns has no key of its own': {
    given: `CREATE TABLE likes (person_id int NOT NULL, post_id int, note_id int, UNIQUE (person_id, post_id),
CONSTRAINT has_one CHECK (num_nonnulls(post_id, note_id) = 1))`,
    up: 'ALTER TABLE likes ADD CONSTRAINT likes_all UNIQUE NULLS NOT DISTINCT (person_id, post_id, note_id)',
    told: 'add-unique-constraint warning An index on person_id, post_id and note_id is built over all rows of likes, and neither reads nor writes get through meanwhile; duplicates stop it.',
  },
  'a DO block drops one index and gives another one a name': {
    given: keyed,
    up: `DO $$ BEGIN IF EXISTS (SELECT 1 FROM pg_indexes WHERE indexname = 'users_email') THEN EXECUTE 'DROP INDEX users_email'; END IF;
EXECUTE 'ALTER INDEX users_pkey RENAME TO users_key'; END $$`,
    told: 'drop-unique warning Without users_email, users takes rows with the same email.',
  },
  'a column of a rebuild that is filled after the copy': {
    dialect: 'sqlite',
    given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, team INTEGER)',
    up: `CREATE TABLE new_users (id INTEGER PRIMARY KEY, team INTEGER, phone TEXT);
INSERT INTO new_users (id, team, phone) SELECT id, team, NULL FROM users;
UPDATE new_users SET phone = (SELECT 'none');
DROP TABLE users;
ALTER TABLE new_users RENAME TO users;
CREATE UNIQUE INDEX users_phone ON users (team, phone);`,
    told: 'add-unique-on-existing warning',
  },
  'rows of a new table that come from one in use may be the same': {
    given: tables,
    up: 'CREATE TABLE mails (email varchar(100)); INSERT INTO mails SELECT email FROM orders; CREATE UNIQUE INDEX one_mail ON mails (email)',
    told: 'add-unique-on-existing info',
  },
  'the unique key that a later migration adds is on more columns': {
    given: 'CREATE TABLE carts (a int, b int, CONSTRAINT carts_once UNIQUE (a))',
    after: 'ALTER TABLE carts DROP CONSTRAINT carts_once',
    up: 'ALTER TABLE carts ADD CONSTRAINT carts_once UNIQUE (a, b)',
    told: 'drop-unique warning',
  },
  'a unique key that is not valid keeps nothing apart': {
    given: `${visits} ALTER TABLE ONLY visits ADD UNIQUE (id, site);`,
    up: 'CREATE UNIQUE INDEX visits_once ON visits (id, site)',
    told: 'add-unique-on-existing warning',
  },
}
