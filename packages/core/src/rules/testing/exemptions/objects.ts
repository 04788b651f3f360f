import type { Exemptions } from './exemption.ts'
import { tables, touch } from './shop.ts'

export const objectsTold: Exemptions = {
  'an index of a materialized view that an earlier migration leaves as it is': {
    given: `CREATE TABLE users (id int); CREATE MATERIALIZED VIEW ids AS SELECT id FROM users;
CREATE INDEX ids_id ON ids (id);`,
    after: 'CREATE MATERIALIZED VIEW others AS SELECT id FROM users',
    up: 'DROP INDEX ids_id',
    told: 'drop-index-not-concurrently warning Dropping ids_id waits for every query on ids',
  },
  'an earlier migration has made the schema of the view': {
    given: 'CREATE SCHEMA stats; CREATE TABLE users (id int)',
    up: 'CREATE SCHEMA IF NOT EXISTS stats; DROP MATERIALIZED VIEW IF EXISTS stats.totals CASCADE',
    told: 'drop-cascade-any info After the migrations that were read there is no materialized view stats.totals',
  },
  'the foreign key that CASCADE drops is made anew from another column': {
    given: `CREATE TABLE flags (key text CONSTRAINT flags_pkey PRIMARY KEY, space text NOT NULL);
CREATE TABLE rules (id int, space text, flag text REFERENCES flags (key), base text);`,
    up: `ALTER TABLE flags DROP CONSTRAINT flags_pkey CASCADE;
ALTER TABLE flags ADD CONSTRAINT flags_pkey PRIMARY KEY (space, key);
ALTER TABLE rules ADD FOREIGN KEY (space, base) REFERENCES flags (space, key);`,
    told: 'drop-cascade-any warning Dropping flags_pkey of flags with CASCADE also drops the foreign key rules_flag_fkey of rules.',
  },
  'the foreign key that CASCADE drops is made anew to another table': {
    given: `CREATE TABLE flags (key text CONSTRAINT flags_pkey PRIMARY KEY); CREATE TABLE marks (key text PRIMARY KEY);
CREATE TABLE rules (id int, flag text REFERENCES flags (key));`,
    up: `ALTER TABLE flags DROP CONSTRAINT flags_pkey CASCADE;
ALTER TABLE rules ADD FOREIGN KEY (flag) REFERENCES marks (key);`,
    told: 'drop-cascade-any warning Dropping flags_pkey of flags with CASCADE also drops the foreign key rules_flag_fkey of rules.',
  },
  'a publication that sends DELETEs too loses the primary key of its table': {
    given: `CREATE TABLE users (id int PRIMARY KEY);
CREATE PUBLICATION feed FOR TABLE users WITH (publish = 'insert, delete');`,
    up: 'ALTER TABLE users DROP CONSTRAINT users_pkey',
    told: 'consumers-outside-db warning users is in the publication feed: without a replica identity',
  },
  'another function is taken from PUBLIC than the one that gets the rights of its owner': {
    given: touch,
    up: `CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS 'BEGIN RETURN NEW; END';
REVOKE ALL ON FUNCTION other() FROM PUBLIC;`,
    told: 'function-rights-changed warning touch ran with the rights of whoever made its trigger fire',
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
  'a publication of the same deploy, whose table loses its identity': {
    given: 'CREATE TABLE users (id int PRIMARY KEY)',
    after: 'CREATE PUBLICATION feed FOR TABLE users',
    up: 'ALTER TABLE users DROP CONSTRAINT users_pkey',
    told: 'consumers-outside-db warning users is in the publication feed: without a replica identity',
  },
  'another publication than the one that the deploy makes': {
    given: 'CREATE TABLE users (id int PRIMARY KEY); CREATE PUBLICATION all_of_it FOR ALL TABLES',
    after: 'CREATE PUBLICATION feed FOR TABLE users',
    up: 'ALTER TABLE users ADD COLUMN email text',
    told: 'consumers-outside-db warning users is in the publication all_of_it',
  },
  'SELECT * of a query within, whose own FROM has the column': {
    given: `CREATE TABLE users (id int, visits int); CREATE TABLE plans (id int);
CREATE VIEW known AS SELECT p.id FROM plans p JOIN (SELECT * FROM users) u ON true`,
    up: 'ALTER TABLE users ALTER COLUMN visits TYPE bigint',
    told: 'dependent-objects-broken error The type of users.visits cannot change while the view known uses it',
  },
  'the column counts on as an identity from 1': {
    given: `CREATE SEQUENCE payout_ids; CREATE TABLE payouts (id bigint DEFAULT nextval('payout_ids') PRIMARY KEY);`,
    up: `ALTER TABLE payouts ALTER COLUMN id DROP DEFAULT; DROP SEQUENCE payout_ids;
ALTER TABLE payouts ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;`,
    told: 'drop-sequence warning',
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
  'the table that is there has rows, whatever IF EXISTS says': {
    dialect: 'mysql',
    given: tables,
    up: 'DROP TABLE IF EXISTS users; CREATE TABLE users (id int)',
    told: 'drop-if-exists-then-create error',
  },
  'the trigger is dropped in another branch alone': {
    given: `CREATE TABLE t (id int); ${touch}; CREATE TRIGGER a BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER b BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION touch();`,
    up: 'DROP TRIGGER a ON t; DROP FUNCTION touch()',
    told: 'drop-order error',
  },
  'a sequence from which another table draws as well': {
    given: `CREATE SEQUENCE ids; CREATE TABLE a (id int DEFAULT nextval('ids'::text));
CREATE TABLE b (id int DEFAULT nextval('ids'::text))`,
    up: 'DROP TABLE a; DROP SEQUENCE ids',
    told: 'drop-sequence warning',
  },
  'a view that is there is not made by IF NOT EXISTS': {
    given: `${tables} CREATE MATERIALIZED VIEW banned_users AS SELECT id FROM users WHERE banned`,
    up: 'CREATE MATERIALIZED VIEW IF NOT EXISTS banned_users AS SELECT 1; REFRESH MATERIALIZED VIEW banned_users',
    told: 'refresh-matview-not-concurrently warning',
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
  'a publication that is made again without its table': {
    given: `${tables} CREATE PUBLICATION feed FOR TABLE users`,
    up: 'DROP PUBLICATION IF EXISTS feed; CREATE PUBLICATION feed',
    told: 'consumers-outside-db warning',
  },
  'a new trigger of a table that is known, which down leaves': {
    given: tables,
    up: `${touch}; CREATE OR REPLACE TRIGGER touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch()`,
    down: 'ALTER TABLE users DROP COLUMN banned',
    told: 'trigger touch on users',
  },
  'a function that a trigger runs': {
    given: `${tables} CREATE FUNCTION log_order() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO users (id) VALUES (1); RETURN NEW; END $$;
CREATE TRIGGER log_order AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION log_order()`,
    up: 'DROP TABLE users',
    told: 'dependent-objects-broken warning The function log_order still names users, and fails',
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
  'a sequence that an earlier deploy has made': {
    given: 'CREATE SEQUENCE numbers; CREATE TABLE t (id int)',
    up: 'ALTER SEQUENCE numbers RESTART WITH 1',
    told: 'drop-sequence warning',
  },
  'a column called like its table, which a view reads': {
    given: 'CREATE TABLE prices (id int, prices int); CREATE VIEW all_prices AS SELECT prices FROM prices',
    up: 'ALTER TABLE prices DROP COLUMN prices',
    told: 'drop-order error',
  },
  'a column of the row of its own trigger': {
    given: `CREATE TABLE crashes (id int, latitude int); ${touch.replace('RETURN NEW', 'NEW.id := NEW.latitude; RETURN NEW')};
CREATE TRIGGER touch BEFORE INSERT ON crashes FOR EACH ROW EXECUTE FUNCTION touch()`,
    up: 'ALTER TABLE crashes DROP COLUMN latitude',
    told: 'dependent-objects-broken warning',
  },
  'a trigger whose function has its name and is made again': {
    given: `${tables} ${touch}; CREATE TRIGGER touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch()`,
    up: `DROP TRIGGER touch ON users; ${touch.replace('CREATE', 'CREATE OR REPLACE')}`,
    told: 'drop-trigger warning',
  },
  'set_config is found by the path of whoever calls it': {
    given: tables,
    up: `CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql SECURITY DEFINER AS
$$ BEGIN PERFORM set_config('search_path', '', true); RETURN 1; END $$`,
    told: 'security-definer-no-search-path warning',
  },
  'a function of the same name with other arguments, behind the first one': {
    given: '',
    up: `CREATE FUNCTION one() RETURNS int LANGUAGE sql SECURITY DEFINER AS $$ SELECT 1 $$;
CREATE FUNCTION one(a int) RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$ SELECT 2 $$;`,
    told: 'security-definer-no-search-path warning one runs with the rights of its owner',
  },
  'a function that is defined again where a condition says so': {
    given: '',
    up: `CREATE FUNCTION one() RETURNS int LANGUAGE sql SECURITY DEFINER AS $$ SELECT 1 $$;
DO $$ BEGIN IF current_setting('server_version_num')::int > 170000 THEN
CREATE OR REPLACE FUNCTION one() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' AS 'SELECT 2'; END IF; END $$;`,
    told: 'security-definer-no-search-path warning one runs with the rights of its owner',
  },
  'the search_path is set after a query': {
    given: tables,
    up: `CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql SECURITY DEFINER AS
$$ BEGIN PERFORM 1 FROM users; SET LOCAL search_path = ''; RETURN 1; END $$`,
    told: 'security-definer-no-search-path warning',
  },
  'the owner was another one in between': {
    given: `CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' AS 'SELECT 1';
ALTER FUNCTION f() OWNER TO bob; ALTER FUNCTION f() OWNER TO eve;`,
    up: 'ALTER FUNCTION f() OWNER TO bob',
    told: 'function-rights-changed warning',
  },
}
