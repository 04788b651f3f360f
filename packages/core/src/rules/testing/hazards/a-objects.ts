import { everyEngine, type Hazard, mysqlFamily } from './hazard.ts'

const users = 'CREATE TABLE users (id int PRIMARY KEY, email varchar(100))'
const view = `${users}; CREATE VIEW people AS SELECT id FROM users`
const mood = "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE people (id int PRIMARY KEY, mood mood)"
const positive =
  'CREATE DOMAIN positive AS int CHECK (VALUE > 0); CREATE TABLE items (id int PRIMARY KEY, n positive)'
const touch = "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"

// biome-ignore format: a table
export const droppedObjects: readonly Hazard[] = [
  {
    hazard: 'drop-materialized-view',
    engines: ['postgres'],
    cases: [
      { when: 'its rows and indexes go', on: 'postgres', given: `${users}; CREATE MATERIALIZED VIEW people AS SELECT id FROM users; CREATE INDEX people_id ON people (id)`, up: 'DROP MATERIALIZED VIEW people', says: ['drop-view'] },
    ],
  },
  {
    hazard: 'drop-type, drop-domain',
    engines: ['postgres'],
    cases: [
      { when: 'CASCADE drops the columns of the type', on: 'postgres', given: mood, up: 'DROP TYPE mood CASCADE', says: ['drop-cascade-any'] },
      { when: 'CASCADE drops the columns of the domain', on: 'postgres', given: positive, up: 'DROP DOMAIN positive CASCADE', says: ['drop-cascade-any'] },
      { when: 'without the word it is refused', on: 'postgres', given: mood, up: 'DROP TYPE mood', says: ['drop-order'] },
      { when: 'of a domain, it is refused too', on: 'postgres', given: positive, up: 'DROP DOMAIN positive', says: ['drop-order'] },
      { when: 'nothing has the type', on: 'postgres', given: "CREATE TYPE mood AS ENUM ('sad')", up: 'DROP TYPE mood', silent: 'it can be made again as it was' },
    ],
  },
  {
    hazard: 'drop-cascade-any',
    engines: ['postgres'],
    cases: [
      { when: 'a view', on: 'postgres', given: `${view}; CREATE VIEW more AS SELECT id FROM people`, up: 'DROP VIEW people CASCADE', says: ['drop-cascade-any'] },
      { when: 'a function', on: 'postgres', given: `${users}; ${touch}; CREATE TRIGGER touched BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch()`, up: 'DROP FUNCTION touch() CASCADE', says: ['drop-cascade-any'] },
      { when: 'a constraint', on: 'postgres', given: `${users}; CREATE TABLE carts (id int, user_id int REFERENCES users (id))`, up: 'ALTER TABLE users DROP CONSTRAINT users_pkey CASCADE', says: ['drop-cascade-any', 'drop-unique'] },
      { when: 'an index', on: 'postgres', given: `${users}; CREATE INDEX users_email ON users (email)`, up: 'DROP INDEX users_email CASCADE', says: ['drop-index-not-concurrently'] },
      { when: 'a sequence', on: 'postgres', given: "CREATE SEQUENCE s; CREATE TABLE t (id int DEFAULT nextval('s'))", up: 'DROP SEQUENCE s CASCADE', says: ['drop-cascade-any'] },
      { when: 'a column', on: 'postgres', given: `${users}; CREATE VIEW mails AS SELECT email FROM users`, up: 'ALTER TABLE users DROP COLUMN email CASCADE', says: ['drop-column', 'drop-cascade-any'] },
      { when: 'an extension', on: 'postgres', given: 'CREATE EXTENSION citext; CREATE TABLE t (c citext)', up: 'DROP EXTENSION citext CASCADE', says: ['drop-cascade-any'] },
      { when: 'nothing depends on it', on: 'postgres', given: view, up: 'DROP VIEW people CASCADE', says: ['drop-view'] },
    ],
  },
  {
    hazard: 'drop-sequence, drop-function, drop-view, drop-trigger, drop-policy',
    engines: everyEngine,
    cases: [
      { when: 'a sequence', on: ['postgres', 'mariadb'], given: 'CREATE SEQUENCE s', up: 'DROP SEQUENCE s', says: ['drop-sequence'] },
      { when: 'a function', on: 'postgres', given: "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'", up: 'DROP FUNCTION f()', says: ['drop-function'] },
      { when: 'a function', on: mysqlFamily, given: 'CREATE FUNCTION f() RETURNS int DETERMINISTIC RETURN 1', up: 'DROP FUNCTION f', says: ['drop-function'] },
      { when: 'a procedure', on: mysqlFamily, given: 'CREATE PROCEDURE p() SELECT 1', up: 'DROP PROCEDURE p', says: ['drop-function'] },
      { when: 'a view', on: everyEngine, given: view, up: 'DROP VIEW people', says: ['drop-view'] },
      { when: 'a trigger', on: 'postgres', given: `${users}; ${touch}; CREATE TRIGGER touched BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch()`, up: 'DROP TRIGGER touched ON users', says: ['drop-trigger'] },
      { when: 'a trigger', on: mysqlFamily, given: `${users}; CREATE TRIGGER touched BEFORE UPDATE ON users FOR EACH ROW SET NEW.email = lower(NEW.email)`, up: 'DROP TRIGGER touched', says: ['drop-trigger'] },
      { when: 'a trigger', on: 'sqlite', given: `${users}; CREATE TRIGGER touched AFTER UPDATE ON users BEGIN SELECT 1; END`, up: 'DROP TRIGGER touched', says: ['drop-trigger'] },
      { when: 'a policy', on: 'postgres', given: `${users}; ALTER TABLE users ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON users USING (id = 1); CREATE POLICY other ON users USING (id = 2)`, up: 'DROP POLICY own ON users', says: ['drop-policy'] },
      { when: 'made again in the same script', on: everyEngine, given: view, up: 'DROP VIEW people; CREATE VIEW people AS SELECT id, email FROM users', silent: 'its name stays, with all that it showed' },
    ],
  },
  {
    hazard: 'drop-index, drop-unique',
    engines: everyEngine,
    cases: [
      { when: 'a unique index', on: ['postgres', 'sqlite'], given: `${users}; CREATE UNIQUE INDEX users_email ON users (email)`, up: 'DROP INDEX users_email', says: ['drop-unique'] },
      { when: 'a unique key', on: mysqlFamily, given: `${users}; CREATE UNIQUE INDEX users_email ON users (email)`, up: 'DROP INDEX users_email ON users', says: ['drop-unique'] },
      { when: 'a unique constraint', on: 'postgres', given: 'CREATE TABLE users (id int, email text, CONSTRAINT users_email UNIQUE (email))', up: 'ALTER TABLE users DROP CONSTRAINT users_email', says: ['drop-unique'] },
      { when: 'a plain index', on: 'postgres', transaction: 'none', given: `${users}; CREATE INDEX users_email ON users (email)`, up: 'DROP INDEX CONCURRENTLY users_email', optIn: ['drop-index'] },
      { when: 'a plain index', on: mysqlFamily, given: `${users}; CREATE INDEX users_email ON users (email)`, up: 'DROP INDEX users_email ON users', optIn: ['drop-index'] },
      { when: 'a plain index', on: 'sqlite', given: `${users}; CREATE INDEX users_email ON users (email)`, up: 'DROP INDEX users_email', optIn: ['drop-index'] },
      { when: 'hidden in a deploy before', on: 'mysql', given: `${users}; CREATE INDEX users_email ON users (email); ALTER TABLE users ALTER INDEX users_email INVISIBLE`, up: 'DROP INDEX users_email ON users', silent: 'no query has used it since' },
      { when: 'hidden in a deploy before', on: 'mariadb', given: `${users}; CREATE INDEX users_email ON users (email); ALTER TABLE users ALTER INDEX users_email IGNORED`, up: 'DROP INDEX users_email ON users', silent: 'no query has used it since' },
    ],
  },
]
