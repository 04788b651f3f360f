import type { Exemptions } from './exemption.ts'
import { tables } from './shop.ts'

export const typesTold: Exemptions = {
  'the down script gives back another type than the unknown one': {
    given: 'CREATE TABLE teams (id int)',
    up: 'ALTER TABLE users ALTER COLUMN age TYPE bigint',
    down: 'ALTER TABLE users ALTER COLUMN age TYPE int',
    told: 'alter-column-type-rewrite info',
  },
  'names of the catalog that are longer than the new type': {
    given: 'CREATE TABLE forms (id int, generator regprocedure)',
    up: 'ALTER TABLE forms ALTER COLUMN generator TYPE varchar(200)',
    told: 'type-narrowing warning forms.generator changes from regprocedure to varchar(200)',
  },
  'a sign that goes with a smaller range': {
    dialect: 'mysql',
    given: 'CREATE TABLE users (id int, visits bigint)',
    up: 'ALTER TABLE users MODIFY visits int unsigned',
    told: 'type-narrowing error users.visits changes',
  },
  'one of the other tables has been made in a set that holds more': {
    dialect: 'mysql',
    given: `CREATE TABLE a (id int) CHARSET utf8; CREATE TABLE b (id int) CHARSET utf8; CREATE TABLE c (id int) CHARSET utf8;
CREATE TABLE d (id int) CHARSET utf8; CREATE TABLE e (id int) CHARSET utf8mb4;
CREATE TABLE users (id int, name varchar(100))`,
    up: 'ALTER TABLE users MODIFY name varchar(200) CHARACTER SET utf8',
    told: 'charset-conversion info users.name becomes utf8mb3',
  },
  'a text of people, to ascii': {
    dialect: 'mysql',
    given: 'CREATE TABLE files (id int, hash_note varchar(64)) DEFAULT CHARSET=utf8mb4',
    up: 'ALTER TABLE files MODIFY hash_note varchar(64) CHARACTER SET ascii',
    told: 'charset-conversion error files.hash_note is converted from utf8mb4 to ascii',
  },
  'the columns have changed since a FULLTEXT index was dropped': {
    dialect: 'mariadb',
    given: `CREATE TABLE posts (id bigint, title text, body text); CREATE FULLTEXT INDEX posts_text ON posts (body);
DROP INDEX posts_text ON posts; ALTER TABLE posts MODIFY id int`,
    up: 'CREATE FULLTEXT INDEX posts_text ON posts (title, body)',
    told: 'add-fulltext-spatial-index warning No writes to posts get through while the FULLTEXT index posts_text is built and every row is written anew.',
  },
  'a collation of a name, beside one that the runner fills in': {
    dialect: 'mysql',
    given: 'CREATE TABLE users (id int, name varchar(100), note varchar(9)) DEFAULT CHARSET=utf8mb4',
    up: 'ALTER TABLE users MODIFY name varchar(200) COLLATE {$collation}, MODIFY note varchar(9) COLLATE ascii_bin',
    told: 'charset-conversion error users.note is converted from utf8mb4 to ascii',
  },
  'alter() of Knex, which writes NULL where nobody has said so': {
    dialect: 'mysql',
    given: 'CREATE TABLE orders (id int, note varchar(50) NOT NULL)',
    up: 'alter table `orders` modify `note` varchar(50) null',
    told: 'modify-drops-attributes warning orders.note loses NOT NULL',
  },
  'USING maps one member, and ELSE keeps the others': {
    given: "CREATE TYPE mood AS ENUM ('sad', 'happy'); CREATE TABLE people (id int, mood mood)",
    up: `CREATE TYPE feeling AS ENUM ('low', 'high');
ALTER TABLE people ALTER mood TYPE feeling USING (CASE WHEN mood = 'sad' THEN 'low' ELSE mood::text END)::feeling`,
    told: 'enum-values-removed error people.mood loses the members',
  },
  'a new value is used in a type of the same script, which PostgreSQL before 17 refuses': {
    given: 'CREATE TABLE users (id int)',
    up: `CREATE TYPE mood AS ENUM ('sad'); ALTER TYPE mood ADD VALUE 'ok';
ALTER TABLE users ADD COLUMN mood mood DEFAULT 'ok';`,
    told: 'enum-value-used-in-same-txn warning',
  },
  'a new value is compared with, in the WHERE of an UPDATE of another column': {
    given: "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE people (id int, mood mood, note text)",
    up: "ALTER TYPE mood ADD VALUE 'ok'; UPDATE people SET note = 'fine' WHERE mood = 'ok'",
    told: 'enum-value-used-in-same-txn error',
  },
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
  'the names are exchanged, and the type of one gets narrower': {
    dialect: 'mysql',
    given: 'CREATE TABLE users (id int, name varchar(20), nick varchar(20))',
    up: 'ALTER TABLE users CHANGE name nick varchar(10), CHANGE nick name varchar(20)',
    told: 'type-narrowing error users.nick changes from varchar(20) to varchar(10)',
  },
  'the rows of the small key come from another table': {
    dialect: 'mysql',
    given: tables,
    up: 'CREATE TABLE kinds (id smallint AUTO_INCREMENT PRIMARY KEY, name varchar(100)); INSERT INTO kinds (name) SELECT email FROM users',
    told: 'autoincrement-capacity info',
  },
  'the character set of the table is another one': {
    dialect: 'mysql',
    given: 'CREATE TABLE orders (id int, note varchar(9) CHARACTER SET ascii) DEFAULT CHARSET utf8mb4',
    up: 'ALTER TABLE orders MODIFY COLUMN note varchar(20)',
    told: 'modify-drops-attributes warning',
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
  'a column without nullable() in raw SQL loses its default too': {
    dialect: 'mysql',
    given: "CREATE TABLE users (id int, plan varchar(10) NOT NULL DEFAULT 'x')",
    up: 'ALTER TABLE users MODIFY plan varchar(20) NULL',
    told: 'modify-drops-attributes warning',
  },
  'a type that has got its name in this deploy': {
    given: "CREATE TYPE mood AS ENUM ('sad', 'ok')",
    after: 'ALTER TYPE mood RENAME TO feeling',
    up: "ALTER TYPE feeling RENAME VALUE 'ok' TO 'fine'",
    told: 'rename-enum-value warning',
  },
  'an enum with a label that is too long': {
    given: "CREATE TYPE state AS ENUM ('new', 'cancelled'); CREATE TABLE jobs (id int, state state)",
    up: 'ALTER TABLE jobs ALTER COLUMN state TYPE varchar(5)',
    told: 'type-narrowing',
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
  'USING maps other members than the one that goes': {
    given: "CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy'); CREATE TABLE moods (mood mood)",
    up: `CREATE TYPE mood_new AS ENUM ('sad', 'happy');
ALTER TABLE moods ALTER COLUMN mood TYPE mood_new
  USING (CASE WHEN mood <> 'ok' THEN mood::text::mood_new WHEN mood = 'sad' THEN 'happy' ELSE mood::text::mood_new END);`,
    told: "enum-values-removed error moods.mood loses the member 'ok': the statement fails at the first row",
  },
  'a number near the end of its type': {
    given: 'CREATE TABLE keys (id serial)',
    up: "SELECT setval('keys_id_seq', 2147483000)",
    told: 'autoincrement-capacity',
  },
  'texts that are longer than the new type, but not all of them, are deleted first': {
    given: 'CREATE TABLE users (id int, name text)',
    up: 'DELETE FROM users WHERE length(name) > 90; ALTER TABLE users ALTER COLUMN name TYPE varchar(50)',
    told: 'type-narrowing warning',
  },
}
