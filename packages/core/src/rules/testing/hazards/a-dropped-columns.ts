import { everyEngine, type Hazard, mysqlFamily } from './hazard.ts'

const users = 'CREATE TABLE users (id int PRIMARY KEY, email varchar(100), name varchar(50))'
const rebuilt = (columns: string, insert: string) =>
  `CREATE TABLE users_new (${columns}); ${insert}; DROP TABLE users; ALTER TABLE users_new RENAME TO users`

// biome-ignore format: a table
export const droppedColumns: readonly Hazard[] = [
  {
    hazard: 'drop-column',
    engines: everyEngine,
    cases: [
      { when: 'it was there before', on: everyEngine, given: users, up: 'ALTER TABLE users DROP COLUMN email', says: ['drop-column'] },
      { when: 'no migration makes the table', on: everyEngine, up: 'ALTER TABLE users DROP COLUMN email', says: ['drop-column'] },
      { when: 'without the word COLUMN', on: everyEngine, given: users, up: 'ALTER TABLE users DROP email', says: ['drop-column'] },
      { when: 'several in one statement, each by its name', on: ['postgres', ...mysqlFamily], given: users, up: 'ALTER TABLE users DROP COLUMN email, DROP COLUMN name', says: ['drop-column', 'drop-column'] },
      { when: 'several in parentheses', on: 'mariadb', given: users, up: 'ALTER TABLE users DROP COLUMN IF EXISTS email, DROP IF EXISTS name', says: ['drop-column', 'drop-column'] },
      { when: 'a column of the same deploy', on: everyEngine, given: users, after: { up: 'ALTER TABLE users ADD COLUMN age int' }, up: 'ALTER TABLE users DROP COLUMN age', silent: 'it held no values before the deploy' },
      { when: 'of a table of the same deploy', on: everyEngine, up: `${users}; ALTER TABLE users DROP COLUMN name`, silent: 'it held no values before the deploy' },
      { when: 'a virtual generated column', on: [...mysqlFamily, 'sqlite'], given: 'CREATE TABLE users (id int PRIMARY KEY, email varchar(100), domain varchar(100) GENERATED ALWAYS AS (substr(email, 3)) VIRTUAL)', up: 'ALTER TABLE users DROP COLUMN domain', silent: 'its values are computed when they are read' },
      { when: 'a stored generated column', on: ['postgres', ...mysqlFamily], given: 'CREATE TABLE users (id int PRIMARY KEY, email varchar(100), domain varchar(100) GENERATED ALWAYS AS (substr(email, 3)) STORED)', up: 'ALTER TABLE users DROP COLUMN domain', says: ['drop-column'] },
    ],
  },
  {
    hazard: 'drop-column-loses-dependents',
    engines: everyEngine,
    cases: [
      { when: 'of the primary key', on: 'postgres', given: users, up: 'ALTER TABLE users DROP COLUMN id', says: ['drop-column'] },
      { when: 'of a unique key over two columns', on: ['postgres', ...mysqlFamily], given: 'CREATE TABLE users (id int PRIMARY KEY, email varchar(100), team int, UNIQUE (team, email))', up: 'ALTER TABLE users DROP COLUMN email', says: ['drop-column'] },
      { when: 'of an index', on: ['postgres', ...mysqlFamily], given: `${users}; CREATE INDEX users_email ON users (email)`, up: 'ALTER TABLE users DROP COLUMN email', says: ['drop-column'] },
      { when: 'of a foreign key', on: 'postgres', given: 'CREATE TABLE teams (id int PRIMARY KEY); CREATE TABLE users (id int PRIMARY KEY, team int REFERENCES teams (id))', up: 'ALTER TABLE users DROP COLUMN team', says: ['drop-column'] },
      { when: 'of a foreign key, which refuses', on: mysqlFamily, given: 'CREATE TABLE teams (id int PRIMARY KEY); CREATE TABLE users (id int PRIMARY KEY, team int, CONSTRAINT users_team FOREIGN KEY (team) REFERENCES teams (id))', up: 'ALTER TABLE users DROP COLUMN team', says: ['drop-column', 'drop-order'] },
      { when: 'of a view, which refuses', on: 'postgres', given: `${users}; CREATE VIEW people AS SELECT email FROM users`, up: 'ALTER TABLE users DROP COLUMN email', says: ['drop-column', 'drop-order'] },
      { when: 'of a view, CASCADE', on: 'postgres', given: `${users}; CREATE VIEW people AS SELECT email FROM users`, up: 'ALTER TABLE users DROP COLUMN email CASCADE', says: ['drop-column', 'drop-cascade-any'] },
      { when: 'of a view, which breaks', on: mysqlFamily, given: `${users}; CREATE VIEW people AS SELECT email FROM users`, up: 'ALTER TABLE users DROP COLUMN email', says: ['drop-column', 'dependent-objects-broken'] },
      { when: 'of a CHECK over two columns', on: 'postgres', given: 'CREATE TABLE users (id int PRIMARY KEY, a int, b int, CONSTRAINT a_or_b CHECK (a > b))', up: 'ALTER TABLE users DROP COLUMN a', says: ['drop-column'] },
      { when: 'of a CHECK over two columns', on: mysqlFamily, given: 'CREATE TABLE users (id int PRIMARY KEY, a int, b int, CONSTRAINT a_or_b CHECK (a > b))', up: 'ALTER TABLE users DROP COLUMN a', says: ['drop-column', 'drop-order'] },
      { when: 'of a generated column', on: ['postgres', ...mysqlFamily], given: 'CREATE TABLE users (id int PRIMARY KEY, a int, b int GENERATED ALWAYS AS (a * 2) STORED)', up: 'ALTER TABLE users DROP COLUMN a', says: ['drop-column', 'drop-order'] },
      { when: 'of a trigger', on: 'postgres', given: `${users}; CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER tr BEFORE UPDATE OF email ON users FOR EACH ROW EXECUTE FUNCTION f()`, up: 'ALTER TABLE users DROP COLUMN email', says: ['drop-column', 'drop-order'] },
      { when: 'of a trigger, whose body breaks', on: mysqlFamily, given: `${users}; CREATE TRIGGER tr BEFORE UPDATE ON users FOR EACH ROW SET NEW.email = lower(NEW.email)`, up: 'ALTER TABLE users DROP COLUMN email', says: ['drop-column', 'dependent-objects-broken'] },
      { when: 'of an index, which refuses', on: 'sqlite', given: `${users}; CREATE INDEX users_email ON users (email)`, up: 'ALTER TABLE users DROP COLUMN email', says: ['drop-column', 'sqlite-drop-column-illegal'] },
      { when: 'UNIQUE, which refuses', on: 'sqlite', given: 'CREATE TABLE users (id int PRIMARY KEY, email text UNIQUE)', up: 'ALTER TABLE users DROP COLUMN email', says: ['drop-column', 'sqlite-drop-column-illegal'] },
      { when: 'the key, which refuses', on: 'sqlite', given: users, up: 'ALTER TABLE users DROP COLUMN id', says: ['drop-column', 'sqlite-drop-column-illegal'] },
      { when: 'of a view, which refuses', on: 'sqlite', given: `${users}; CREATE VIEW people AS SELECT email FROM users`, up: 'ALTER TABLE users DROP COLUMN email', says: ['drop-column', 'sqlite-drop-column-illegal'] },
      { when: 'of a trigger, which refuses', on: 'sqlite', given: `${users}; CREATE TRIGGER tr AFTER UPDATE ON users BEGIN SELECT NEW.email; END`, up: 'ALTER TABLE users DROP COLUMN email', says: ['drop-column', 'sqlite-drop-column-illegal'] },
      { when: 'of UPDATE OF, which does not refuse', on: 'sqlite', given: `${users}; CREATE TRIGGER tr AFTER UPDATE OF email ON users BEGIN SELECT 1; END`, up: 'ALTER TABLE users DROP COLUMN email', says: ['drop-column'] },
    ],
  },
  {
    hazard: 'drop-column-via-rebuild',
    engines: ['sqlite'],
    cases: [
      { when: 'the new table lacks the column', on: 'sqlite', given: users, up: rebuilt('id int PRIMARY KEY, email varchar(100)', 'INSERT INTO users_new SELECT id, email FROM users'), says: ['drop-column-via-rebuild'] },
      { when: 'the copy leaves it out', on: 'sqlite', given: users, up: rebuilt('id int PRIMARY KEY, email varchar(100), name varchar(50)', 'INSERT INTO users_new (id, email) SELECT id, email FROM users'), says: ['drop-column-via-rebuild'] },
      { when: 'the copy fills it with NULL', on: 'sqlite', given: users, up: rebuilt('id int PRIMARY KEY, email varchar(100), name varchar(50)', 'INSERT INTO users_new (id, email, name) SELECT id, email, NULL FROM users'), says: ['drop-column-via-rebuild'] },
      { when: 'the copy fills it with a constant', on: 'sqlite', given: users, up: rebuilt('id int PRIMARY KEY, email varchar(100), name varchar(50)', "INSERT INTO users_new (id, email, name) SELECT id, email, '' FROM users"), says: ['drop-column-via-rebuild'] },
      { when: 'the copy leaves rows out', on: 'sqlite', given: users, up: rebuilt('id int PRIMARY KEY, email varchar(100), name varchar(50)', 'INSERT INTO users_new SELECT id, email, name FROM users WHERE id > 9'), says: ['drop-table'] },
      { when: 'nothing is copied', on: 'sqlite', given: users, up: 'CREATE TABLE users_new (id int PRIMARY KEY, email varchar(100), name varchar(50)); DROP TABLE users; ALTER TABLE users_new RENAME TO users', says: ['drop-table'] },
      { when: 'every column is copied', on: 'sqlite', given: users, up: rebuilt('id int PRIMARY KEY, email varchar(100), name varchar(50)', 'INSERT INTO users_new SELECT id, email, name FROM users'), silent: 'nothing is lost' },
      { when: 'every column is copied by *', on: 'sqlite', given: users, up: rebuilt('id int PRIMARY KEY, email varchar(100), name varchar(50)', 'INSERT INTO users_new SELECT * FROM users'), silent: 'nothing is lost' },
    ],
  },
  {
    hazard: 'drop-and-re-add-column',
    engines: everyEngine,
    cases: [
      { when: 'the same name, another type', on: everyEngine, given: users, up: 'ALTER TABLE users DROP COLUMN email; ALTER TABLE users ADD COLUMN email int', says: ['drop-and-re-add-column'] },
      { when: 'another name, the same type, in one statement', on: ['postgres', ...mysqlFamily], given: users, up: 'ALTER TABLE users ADD COLUMN mail varchar(100), DROP COLUMN email', says: ['drop-and-re-add-column'] },
      { when: 'another name, the same type', on: 'sqlite', given: users, up: 'ALTER TABLE users ADD COLUMN mail varchar(100); ALTER TABLE users DROP COLUMN email', says: ['drop-and-re-add-column'] },
      { when: 'another name, the same type, in two statements', on: ['postgres', ...mysqlFamily], given: users, up: 'ALTER TABLE users ADD COLUMN mail varchar(100); ALTER TABLE users DROP COLUMN email', says: ['drop-column'] },
      { when: 'in one statement', on: ['postgres', ...mysqlFamily], given: users, up: 'ALTER TABLE users DROP COLUMN email, ADD COLUMN email int', says: ['drop-and-re-add-column'] },
      { when: 'in two migrations of one deploy', on: everyEngine, given: users, after: { up: 'ALTER TABLE users DROP COLUMN email' }, up: 'ALTER TABLE users ADD COLUMN email int', says: ['drop-column'] },
      { when: 'the key of a LIST partition of one value', on: 'postgres', given: 'CREATE TABLE visits (id int, site int) PARTITION BY LIST (site); CREATE TABLE visits_1 PARTITION OF visits FOR VALUES IN (1)', up: 'ALTER TABLE visits DETACH PARTITION visits_1; ALTER TABLE visits_1 DROP COLUMN site; ALTER TABLE visits_1 ADD COLUMN site bigint DEFAULT 1', says: ['detach-partition-not-concurrently'] },
      { when: 'another name, another type', on: everyEngine, given: users, up: 'ALTER TABLE users DROP COLUMN email; ALTER TABLE users ADD COLUMN age int', says: ['drop-column'] },
    ],
  },
]
