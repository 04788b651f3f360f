import type { Exemptions } from './exemption.ts'
import { tables } from './shop.ts'

export const rowsTold: Exemptions = {
  'a copy whose query in FROM leaves rows out': {
    dialect: 'sqlite',
    given:
      'CREATE TABLE users (id INTEGER PRIMARY KEY, url TEXT, seen INTEGER); CREATE TABLE urls (user_id INTEGER, url TEXT)',
    up: `INSERT INTO urls (user_id, url) SELECT id, url FROM (SELECT * FROM users WHERE seen > 9) users WHERE users.url IS NOT NULL;
ALTER TABLE users DROP COLUMN url;`,
    told: 'drop-column error',
  },
  'some rows, though the key is in the condition': {
    given: 'CREATE TABLE tenants (id int PRIMARY KEY, name text)',
    up: "ALTER TABLE tenants ADD COLUMN secret text; UPDATE tenants SET secret = 'a' WHERE id > 1",
    told: 'ddl-plus-backfill-same-txn warning',
  },
  'a working copy of some rows': {
    dialect: 'mysql',
    given: 'CREATE TABLE members (id int PRIMARY KEY, team int)',
    up: `CREATE TABLE members_bak LIKE members;
INSERT INTO members_bak SELECT * FROM members WHERE team > 0;
TRUNCATE members;
INSERT INTO members (id, team) SELECT id, team FROM members_bak;
DROP TABLE members_bak;`,
    told: 'truncate warning TRUNCATE deletes every row of members. The INSERT from members_bak in line 4 fills it again: what that does not give back is lost.',
  },
  'a number of the rows of the same table': {
    given: 'CREATE TABLE sites (id int PRIMARY KEY, place bigint)',
    up: 'UPDATE sites SET place = (SELECT count(*) FROM sites)',
    told: 'update-without-where error',
  },
  'a number that a sum of others is not': {
    given: 'CREATE TABLE sites (id int PRIMARY KEY, posts text); CREATE TABLE posts (id int)',
    up: 'UPDATE sites SET posts = (SELECT count(*) FROM posts)',
    told: 'update-without-where error',
  },
  'a column in use gets another name and other values': {
    given: 'CREATE TABLE shops (id int PRIMARY KEY, used boolean)',
    up: 'ALTER TABLE shops RENAME COLUMN used TO open; UPDATE shops SET open = true',
    told: 'update-without-where error',
  },
  'a rebuild that fills the new column from an old one': {
    dialect: 'sqlite',
    given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, mail TEXT)',
    up: `CREATE TABLE users_new (id INTEGER PRIMARY KEY, email TEXT);
INSERT INTO users_new (id, email) SELECT id, mail FROM users;
DROP TABLE users;
ALTER TABLE users_new RENAME TO users;
UPDATE users SET email = '' WHERE id > 9;`,
    told: 'dml-overwrites-data info users.email',
  },
  'a name in double quotes that is a column': {
    dialect: 'sqlite',
    given: 'CREATE TABLE settings (name TEXT PRIMARY KEY, sounds TEXT, value TEXT)',
    up: 'UPDATE settings SET value = lower(value) WHERE name = "sounds"',
    told: 'dml-overwrites-data info settings.value',
  },
  'a table that the history makes is dropped and made again': {
    given: 'CREATE TABLE settings (id int)',
    up: 'DROP TABLE IF EXISTS settings; CREATE TABLE settings (id int)',
    told: 'drop-if-exists-then-create error settings is dropped and made again',
  },
  'a DELETE is what lets the required column be added': {
    given: 'CREATE TABLE users (id int PRIMARY KEY, mail text)',
    up: 'DELETE FROM users; ALTER TABLE users ADD COLUMN email text NOT NULL',
    told: 'delete-without-where error',
  },
  'rows came in after the column that none of them had': {
    given: 'CREATE TABLE users (id int PRIMARY KEY, mail text); CREATE TABLE people (id int, email text)',
    after:
      'ALTER TABLE users ADD COLUMN email text NOT NULL; INSERT INTO users (id, email) SELECT id, email FROM people; DROP TABLE people',
    up: 'DELETE FROM users',
    told: 'delete-without-where error',
  },
  'the required column has a default': {
    given: 'CREATE TABLE users (id int PRIMARY KEY, mail text)',
    up: 'ALTER TABLE users DROP COLUMN mail, ADD COLUMN age int NOT NULL DEFAULT 0',
    told: 'drop-column error',
  },
  'MySQL makes a value up for the required column': {
    dialect: 'mysql',
    given: 'CREATE TABLE users (id int PRIMARY KEY, mail text)',
    up: 'ALTER TABLE users ADD COLUMN age int NOT NULL; DELETE FROM users',
    told: 'delete-without-where error',
  },
  'a CASE that gives every other row a value too': {
    given: 'CREATE TABLE users (id int PRIMARY KEY, plan text)',
    up: "UPDATE users SET plan = CASE plan WHEN 'free' THEN 'trial' ELSE 'paid' END",
    told: 'update-without-where error',
  },
  'another table has a column of that name, and a multiplication is no star': {
    given: `${tables} CREATE TABLE mails (user_id int, email text);`,
    after: 'INSERT INTO mails (user_id, email) SELECT 2 * u.id, o.email FROM users u, orders o',
    up: 'ALTER TABLE users DROP COLUMN email',
    told: 'drop-column error Dropping users.email deletes every value in it.',
  },
  'an earlier migration of the deploy has copied some of the values': {
    given: `${tables} CREATE TABLE mails (user_id int, email text);`,
    after: 'INSERT INTO mails (user_id, email) SELECT id, email FROM users WHERE banned',
    up: "UPDATE users SET email = '' WHERE id > 17",
    told: 'dml-overwrites-data info users.email is written over in the rows that the condition finds: the values that it had there may be kept in part: line 1 of',
  },
  'the condition says that another value begins with the old one': {
    dialect: 'mysql',
    given:
      'CREATE TABLE users (id int PRIMARY KEY, team varchar(50)); CREATE TABLE teams (id varchar(50), name varchar(50))',
    up: "UPDATE users JOIN teams SET users.team = teams.id WHERE teams.name LIKE CONCAT(team, '%')",
    told: 'dml-overwrites-data info',
  },
  'IF that cuts the value on one side': {
    dialect: 'mysql',
    given: 'CREATE TABLE users (id int PRIMARY KEY, flags int, age int)',
    up: 'UPDATE users SET flags = IF((flags & 16) != 16, 16, flags) WHERE age > 9',
    told: 'dml-overwrites-data info',
  },
  'sessions that nobody signs in with': {
    given: 'CREATE TABLE training_sessions (id int PRIMARY KEY)',
    up: 'DELETE FROM training_sessions',
    told: 'delete-without-where error',
  },
  'what waits in a queue is nowhere else': {
    given: 'CREATE TABLE mail_queue (id int PRIMARY KEY)',
    up: 'DELETE FROM mail_queue',
    told: 'delete-without-where error',
  },
  'some of the values are kept before they are written over': {
    given: 'CREATE TABLE users (id int PRIMARY KEY, plan text, age int)',
    up: "CREATE TABLE users_plan AS SELECT id, plan FROM users WHERE age > 9; UPDATE users SET plan = 'free'",
    told: 'update-without-where error',
  },
  'IGNORE changes NULL, though the type stays': {
    dialect: 'mariadb',
    given: 'CREATE TABLE users (id int, team int unsigned)',
    up: 'ALTER IGNORE TABLE users CHANGE team team_id int unsigned NOT NULL',
    told: 'alter-ignore error ALTER IGNORE TABLE changes values of users.team',
  },
  'the version of the schema goes, and none is put in': {
    given: 'CREATE TABLE schema_version (version int, note text)',
    up: 'TRUNCATE schema_version',
    told: 'truncate error',
  },
  'the time of the change alone is written over': {
    given: 'CREATE TABLE users (id int PRIMARY KEY, plan text, updated_at timestamp)',
    up: "UPDATE users SET updated_at = '2026-01-01' WHERE plan = 'free'",
    told: 'dml-overwrites-data info',
  },
  'SQLite: a month more has two ends': {
    dialect: 'sqlite',
    given: 'CREATE TABLE sessions (id INTEGER PRIMARY KEY, ends datetime)',
    up: "UPDATE sessions SET ends = datetime(ends, '+1 month')",
    told: 'update-without-where error',
  },
  'the rows were moved into the table, and are nowhere else': {
    given: tables,
    after:
      'CREATE TABLE copies (id int, email text); INSERT INTO copies SELECT id, email FROM users; DELETE FROM users',
    up: 'DELETE FROM copies',
    told: 'delete-without-where error',
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
  'the table of versions has more than its version': {
    given: 'CREATE TABLE schema_version (version int, note text)',
    up: 'UPDATE schema_version SET version = 5',
    told: 'update-without-where info',
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
    told: 'dml-overwrites-data info users.plan is computed from its old value in the rows that the condition finds',
  },
  'the script fills another table': {
    given: 'CREATE TABLE users (id int); CREATE TABLE people (id int)',
    up: 'DELETE FROM users; INSERT INTO people SELECT 1',
    told: 'delete-without-where error DELETE FROM users has no WHERE clause: every row goes.',
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
  'a fill of what few rows have got a value of': {
    dialect: 'mysql',
    given: tables,
    up: `ALTER TABLE users ADD COLUMN plan varchar(10);
UPDATE users SET plan = 'paid' WHERE id = 1; UPDATE users SET plan = 'free' WHERE plan IS NULL`,
    told: 'unbatched-backfill warning Every row of users that has no plan yet',
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
  'a number that the condition does not tell': {
    dialect: 'mysql',
    given: 'CREATE TABLE users (id int PRIMARY KEY, visits int)',
    up: 'UPDATE users SET visits = 0 WHERE visits',
    told: 'dml-overwrites-data info',
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
  'REPLACE of every column of a row that another table refers to': {
    dialect: 'mysql',
    given:
      'CREATE TABLE users (id int PRIMARY KEY, name varchar(9)); CREATE TABLE carts (id int PRIMARY KEY, user_id int, FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE)',
    up: "REPLACE INTO users (id, name) VALUES (1, 'Ann')",
    told: 'replace-into warning',
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
  'the version is counted for another part': {
    given: `CREATE TABLE versions (part text, major int);
UPDATE versions SET major = 1 WHERE part = 'shop'; UPDATE versions SET major = 2 WHERE part = 'shop'`,
    up: "UPDATE versions SET major = 3 WHERE part = 'till'",
    told: 'dml-overwrites-data info',
  },
  'REPLACE into a table that is not known': {
    dialect: 'mysql',
    given: 'CREATE TABLE users (id int PRIMARY KEY)',
    up: 'REPLACE INTO settings (id, name) VALUES (1, 2)',
    told: 'replace-into warning A row of settings with the same key would be deleted, with what its columns that are not named here hold.',
  },
  'a number is counted in each table from one on': {
    given:
      'CREATE TABLE people (id int PRIMARY KEY, name text); CREATE TABLE users (id int PRIMARY KEY, name text)',
    up: 'INSERT INTO users (id, name) SELECT id, name FROM people',
    told: 'insert-select-duplicate-key warning A row of users with the same id as one that is selected stops',
  },
  'letters that tell a row of another table by its name': {
    given: 'CREATE TABLE people (name text PRIMARY KEY); CREATE TABLE users (name text PRIMARY KEY)',
    up: "INSERT INTO users (name) SELECT 'p-' || name FROM people",
    told: 'insert-select-duplicate-key warning A row of users with the same name',
  },
  'rows of another table are deleted first': {
    given:
      'CREATE TABLE people (id int PRIMARY KEY); CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE logs (id int)',
    up: 'DELETE FROM logs; INSERT INTO users (id) SELECT id FROM people',
    told: 'insert-select-duplicate-key warning',
  },
  'the deploy puts rows into the source when they are copied': {
    given: 'CREATE TABLE people (id int PRIMARY KEY); CREATE TABLE users (id int PRIMARY KEY)',
    up: 'INSERT INTO users (id) SELECT id FROM people; INSERT INTO people (id) VALUES (1)',
    told: 'insert-select-duplicate-key warning',
  },
  'one SELECT of a UNION takes the whole key': {
    given: `CREATE TABLE people (id int PRIMARY KEY, site_id int);
CREATE TABLE rights (person_id int, site_id int, PRIMARY KEY (person_id, site_id))`,
    up: 'INSERT INTO rights (person_id, site_id) SELECT id, 1 FROM people UNION ALL SELECT id, site_id FROM people',
    told: 'insert-select-duplicate-key warning A row of rights with the same person_id and site_id',
  },
}
