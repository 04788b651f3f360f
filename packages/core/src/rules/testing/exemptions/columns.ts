import type { Exemptions } from './exemption.ts'
import { dropColumn, tables } from './shop.ts'

export const columnsTold: Exemptions = {
  'a default that a new column has been given after it was added': {
    given: tables,
    up: "ALTER TABLE users ADD COLUMN plan text; ALTER TABLE users ALTER plan SET DEFAULT 'a'; ALTER TABLE users ALTER plan SET NOT NULL",
    told: 'set-not-null warning users.plan becomes NOT NULL: one row with NULL stops the statement',
  },
  'the same where MODIFY repeats the default': {
    dialect: 'mysql',
    given: tables,
    up: "ALTER TABLE users ADD COLUMN plan varchar(9); ALTER TABLE users ALTER plan SET DEFAULT 'a'; ALTER TABLE users MODIFY plan varchar(9) NOT NULL DEFAULT 'a'",
    told: 'set-not-null warning users.plan becomes NOT NULL: one row with NULL stops the statement',
  },
  'a table of the deploy in which an UPDATE has given the column other values': {
    given: 'CREATE TABLE users (id int, loud boolean)',
    after: `CREATE TABLE settings (user_id int, sounds boolean DEFAULT true);
INSERT INTO settings (user_id) SELECT id FROM users;
UPDATE settings SET sounds = loud FROM users WHERE users.id = user_id;
DELETE FROM users WHERE id < 0;`,
    up: 'ALTER TABLE settings DROP COLUMN sounds, ADD COLUMN sounds boolean DEFAULT false',
    told: 'drop-and-re-add-column error settings.sounds is dropped and added again: every old value is lost.',
  },
  'a table of the deploy in which each row has its own default': {
    given: 'CREATE TABLE users (id int)',
    after: `CREATE TABLE settings (user_id int, code uuid DEFAULT gen_random_uuid());
INSERT INTO settings (user_id) SELECT id FROM users;
DELETE FROM users WHERE id < 0;`,
    up: 'ALTER TABLE settings DROP COLUMN code, ADD COLUMN code uuid',
    told: 'drop-and-re-add-column error settings.code is dropped and added again: every old value is lost.',
  },
  'a block that reads all columns and puts others of them into another table': {
    given:
      'CREATE TABLE drafts (id int PRIMARY KEY, text text, code text); CREATE TABLE texts (text text); CREATE TABLE versions (draft_id int)',
    up: `DO $$ DECLARE draft record; BEGIN FOR draft IN SELECT * FROM drafts LOOP
INSERT INTO texts (text) VALUES (draft.text);
INSERT INTO versions (draft_id) VALUES (draft.id);
END LOOP; END $$;
ALTER TABLE drafts DROP COLUMN code;`,
    told: 'drop-column error Dropping drafts.code deletes every value in it',
  },
  'the column of that name which the UPDATE reads is another table’s': {
    given:
      'CREATE TABLE posts (id int PRIMARY KEY, owner int); CREATE TABLE totals (id int PRIMARY KEY, post_id int)',
    up: `ALTER TABLE totals ADD COLUMN owner int;
UPDATE totals SET owner = posts.owner FROM posts WHERE posts.id = totals.post_id;
ALTER TABLE totals DROP COLUMN id;`,
    told: 'drop-column error Dropping totals.id deletes every value in it',
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
  'a column that the statement drops beside one that is kept': {
    given: tables,
    up: `CREATE TABLE kept AS SELECT id, email FROM users;
ALTER TABLE users DROP COLUMN email, DROP COLUMN banned;`,
    told: 'drop-column error Dropping users.banned deletes every value in it.',
  },
  'one column of those that exchange their names is new': {
    dialect: 'mysql',
    given: 'CREATE TABLE users (id int, name varchar(20))',
    up: 'ALTER TABLE users ADD COLUMN nick varchar(20); ALTER TABLE users CHANGE name nick varchar(20), CHANGE nick name varchar(20)',
    told: 'rename-column warning users.name and users.nick exchange their names',
  },
  'a view of the old name is left, through which running code asks for the column': {
    given: 'CREATE TABLE people (id int, mail text)',
    up: `ALTER TABLE people RENAME TO users; ALTER TABLE users RENAME COLUMN mail TO email;
CREATE VIEW people AS SELECT * FROM users;`,
    told: 'rename-column warning users.mail is called email from now on',
  },
  'another column was renamed before in the deploy': {
    given: 'CREATE TABLE users (id int, mail text, nick text)',
    after: 'ALTER TABLE users RENAME COLUMN nick TO name',
    up: 'ALTER TABLE users RENAME COLUMN mail TO email',
    told: 'rename-column warning users.mail is called email from now on',
  },
  'one column of a key of two loses its default': {
    given: 'CREATE TABLE seats (team int DEFAULT 1, id int, PRIMARY KEY (team, id))',
    up: 'ALTER TABLE seats ALTER team DROP DEFAULT',
    told: 'drop-default warning',
  },
  'a table is made of two others, in one of which the column may be NULL': {
    given: 'CREATE TABLE posts (id int, made_at date NOT NULL); CREATE TABLE notes (id int, made_at date)',
    up: `CREATE TABLE contents AS SELECT made_at FROM posts UNION ALL SELECT made_at FROM notes;
ALTER TABLE contents ALTER COLUMN made_at SET NOT NULL;`,
    told: 'set-not-null info contents.made_at becomes NOT NULL',
  },
  'a table is made of two others, which an outer join keeps apart': {
    given:
      'CREATE TABLE posts (id int, made_at date NOT NULL); CREATE TABLE notes (id int, made_on date NOT NULL)',
    up: `CREATE TABLE contents AS SELECT n.made_on FROM posts p LEFT JOIN notes n ON n.id = p.id;
ALTER TABLE contents ALTER COLUMN made_on SET NOT NULL;`,
    told: 'set-not-null info contents.made_on becomes NOT NULL',
  },
  'a table is made of rows whose value OR may leave out': {
    given: 'CREATE TABLE notes (id int, made_at date)',
    up: `CREATE TABLE contents AS SELECT n.made_at FROM notes n WHERE n.made_at IS NOT NULL OR n.id > 5;
ALTER TABLE contents ALTER COLUMN made_at SET NOT NULL;`,
    told: 'set-not-null info contents.made_at becomes NOT NULL',
  },
  'a default that goes from a table whose old name is a view now': {
    given: tables,
    up: `ALTER TABLE users RENAME TO people; CREATE VIEW users AS SELECT * FROM people;
ALTER TABLE people ADD COLUMN plan text NOT NULL DEFAULT 'free'; ALTER TABLE people ALTER plan DROP DEFAULT;`,
    told: 'drop-default warning people.plan is NOT NULL and loses DEFAULT',
  },
  'the key of one column loses a default that makes a key for each row': {
    given: 'CREATE TABLE seats (id uuid PRIMARY KEY DEFAULT gen_random_uuid())',
    up: 'ALTER TABLE seats ALTER id DROP DEFAULT',
    told: 'drop-default warning',
  },
  'the working table is there at the end of the deploy': {
    given: tables,
    up: 'CREATE TABLE temp_users (id int); DROP TABLE IF EXISTS temp_orders; ALTER TABLE users RENAME COLUMN email TO tmp_email',
    told: 'experimental-object warning',
  },
  'IF EXISTS of a column that an unknown table may have': {
    given: 'CREATE TABLE teams (id int); ALTER TABLE users ADD COLUMN email text',
    up: 'ALTER TABLE users DROP COLUMN IF EXISTS name',
    told: 'drop-column error',
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
  'a table made of an outer join, whose other side may be missing': {
    given: tables.replace('user_id int', 'user_id int NOT NULL'),
    up: `CREATE TABLE buyers AS SELECT users.id, orders.user_id FROM users LEFT JOIN orders ON orders.user_id = users.id;
ALTER TABLE buyers ALTER user_id SET NOT NULL`,
    told: 'set-not-null info buyers.user_id becomes NOT NULL: a row that the CREATE TABLE in line 1 gives NULL',
  },
  'UPDATEs with opposite conditions of a column that may be NULL': {
    dialect: 'mysql',
    given: 'CREATE TABLE users (id int, plan varchar(10), is_paid bool)',
    up: `UPDATE users SET is_paid = false WHERE plan IN ('free');
UPDATE users SET is_paid = true WHERE plan NOT IN ('free'); ALTER TABLE users MODIFY is_paid bool NOT NULL`,
    told: 'set-not-null warning users.is_paid becomes NOT NULL: a row that the UPDATEs from line 1 on leave NULL',
  },
  'a table made of a query that has got a row since': {
    given: tables,
    up: `CREATE TABLE buyers AS SELECT id FROM users; INSERT INTO buyers SELECT user_id FROM orders;
ALTER TABLE buyers ALTER id SET NOT NULL`,
    told: 'set-not-null info buyers.id becomes NOT NULL: a row that the statements from line 1 on give NULL',
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
  'a domain whose CHECK takes no NULL': {
    given: `${tables} CREATE DOMAIN known AS int CHECK (VALUE IS NOT NULL AND VALUE > 0)`,
    up: 'ALTER TABLE users ADD COLUMN n known',
    told: 'add-column-constrained-domain error',
  },
  'a column that takes a name with a default': {
    given: "CREATE TABLE users (id int, plan text NOT NULL DEFAULT 'free')",
    up: `ALTER TABLE users ADD COLUMN plan_new text NOT NULL DEFAULT 'free';
ALTER TABLE users ALTER COLUMN plan_new DROP DEFAULT;
ALTER TABLE users DROP COLUMN plan;
ALTER TABLE users RENAME COLUMN plan_new TO plan`,
    told: 'drop-default warning',
  },
  'rows were written while the column took NULL': {
    dialect: 'mysql',
    given:
      'CREATE TABLE users (id int, name varchar(50) NOT NULL); CREATE TABLE orders (id int, name varchar(50))',
    up: 'ALTER TABLE users MODIFY name varbinary(50); INSERT INTO users SELECT id, name FROM orders; ALTER TABLE users MODIFY name varchar(50) NOT NULL',
    told: 'set-not-null warning',
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
  'rows that the map left out may stay NULL': {
    given: tables,
    up: `ALTER TABLE users ADD COLUMN kind int; UPDATE users SET kind = 1 WHERE email = 'a';
UPDATE users SET kind = 0 WHERE kind IS NULL AND banned; ALTER TABLE users ALTER COLUMN kind SET NOT NULL; ALTER TABLE users DROP COLUMN email;`,
    told: 'drop-column error',
  },
  'columns of that name are as new as this one': {
    given: tables,
    after: 'ALTER TABLE users ADD COLUMN tmp_a int, ADD COLUMN tmp_b int',
    up: 'ALTER TABLE users ADD COLUMN tmp_c int',
    told: 'experimental-object warning The column users.tmp_c',
  },
  'the deploy drops another column behind what Knex alters': {
    given: 'CREATE TABLE users (id int, plan varchar(50) NOT NULL, tier varchar(50))',
    up: `alter table "users" alter column "plan" drop default;
alter table "users" alter column "plan" drop not null;
alter table "users" alter column "plan" type varchar(100) using ("plan"::varchar(100));
alter table "users" drop column "tier";`,
    told: 'knex-alter-drops-attributes warning users.plan loses NOT NULL',
  },
  'the deploy sets the default again, not NOT NULL': {
    given: "CREATE TABLE users (id int, plan varchar(50) NOT NULL DEFAULT 'free')",
    up: `alter table "users" alter column "plan" drop default;
alter table "users" alter column "plan" drop not null;
alter table "users" alter column "plan" type varchar(100) using ("plan"::varchar(100));
ALTER TABLE users ALTER COLUMN plan SET DEFAULT 'free';`,
    told: 'knex-alter-drops-attributes warning users.plan loses NOT NULL: alter()',
  },
  'the deploy drops another column behind a MODIFY': {
    dialect: 'mysql',
    given: 'CREATE TABLE orders (id int, note varchar(50) NOT NULL, tag varchar(9))',
    up: 'ALTER TABLE orders MODIFY note varchar(99); ALTER TABLE orders DROP COLUMN tag',
    told: 'modify-drops-attributes warning orders.note loses NOT NULL',
  },
  'the deploy gives a column its default again, not NOT NULL': {
    dialect: 'mysql',
    given: "CREATE TABLE orders (id int, note varchar(50) NOT NULL DEFAULT 'a')",
    up: "ALTER TABLE orders MODIFY note varchar(99); ALTER TABLE orders ALTER COLUMN note SET DEFAULT 'a'",
    told: 'modify-drops-attributes warning orders.note loses NOT NULL: the statement',
  },
  'one of the other tables has been made in another character set': {
    dialect: 'mysql',
    given: `CREATE TABLE a (id int) CHARSET utf8; CREATE TABLE b (id int) CHARSET utf8; CREATE TABLE c (id int) CHARSET utf8;
CREATE TABLE d (id int) CHARSET utf8; CREATE TABLE e (id int) CHARSET latin1;
ALTER TABLE orders ADD COLUMN note varchar(50) CHARACTER SET utf8;`,
    up: 'ALTER TABLE orders MODIFY note varchar(99)',
    told: 'modify-drops-attributes warning orders.note loses CHARACTER SET utf8mb3, unless the table',
  },
  'AUTO_INCREMENT goes with another change': {
    dialect: 'mysql',
    given: 'CREATE TABLE orders (id int NOT NULL AUTO_INCREMENT PRIMARY KEY)',
    up: 'ALTER TABLE orders MODIFY id bigint NOT NULL',
    told: 'modify-drops-attributes error orders.id loses AUTO_INCREMENT',
  },
  'IGNORE, where no migration says what the column is': {
    dialect: 'mariadb',
    given: 'ALTER TABLE users ADD COLUMN mail varchar(100)',
    up: 'ALTER IGNORE TABLE users CHANGE team team_id int unsigned NOT NULL',
    told: 'alter-ignore info No migration says what users.team is now: if not int unsigned NOT NULL, ALTER IGNORE TABLE changes',
  },
  'a table is no column': {
    given: 'CREATE TABLE moves (id int, tmp_bucket text, tmp_bucket_made timestamptz)',
    up: 'CREATE TABLE tmp_moves (id int)',
    told: 'experimental-object warning The table tmp_moves',
  },
}
