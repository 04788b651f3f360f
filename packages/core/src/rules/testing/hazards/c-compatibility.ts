import { everyEngine, mysqlFamily, type Section } from './hazard.ts'

const users = 'CREATE TABLE users (id int PRIMARY KEY, email varchar(100), name varchar(50))'
const view = `${users}; CREATE VIEW people AS SELECT email FROM users`
const carts = 'CREATE TABLE carts (id int PRIMARY KEY, user_id int)'

// biome-ignore format: a table
export const compatibility: Section = {
  title: 'C: code that is running',
  hazards: [
    {
      hazard: 'rename-column',
      engines: everyEngine,
      cases: [
        { when: 'RENAME COLUMN', on: everyEngine, given: users, up: 'ALTER TABLE users RENAME COLUMN name TO label', says: ['rename-column'] },
        { when: 'CHANGE', on: mysqlFamily, given: users, up: 'ALTER TABLE users CHANGE name label varchar(50)', says: ['rename-column'] },
        { when: 'a rebuild', on: 'sqlite', given: users, up: 'CREATE TABLE n (id int PRIMARY KEY, email varchar(100), label varchar(50)); INSERT INTO n SELECT id, email, name FROM users; DROP TABLE users; ALTER TABLE n RENAME TO users', says: ['rename-column'] },
        { when: 'of a table of the same deploy', on: everyEngine, up: `${users}; ALTER TABLE users RENAME COLUMN name TO label`, silent: 'no code knows it' },
        { when: 'the old name comes back as a column', on: everyEngine, given: users, up: 'ALTER TABLE users RENAME COLUMN name TO label; ALTER TABLE users ADD COLUMN name varchar(50)', says: ['rename-column'] },
        { when: 'the old name comes back as a generated column', on: mysqlFamily, given: users, up: 'ALTER TABLE users RENAME COLUMN name TO label; ALTER TABLE users ADD COLUMN name varchar(50) GENERATED ALWAYS AS (label) VIRTUAL', silent: 'code finds the name' },
      ],
    },
    {
      hazard: 'rename-table',
      engines: everyEngine,
      cases: [
        { when: 'RENAME TO', on: everyEngine, given: users, up: 'ALTER TABLE users RENAME TO people', says: ['rename-table'] },
        { when: 'RENAME TABLE', on: mysqlFamily, given: users, up: 'RENAME TABLE users TO people', says: ['rename-table'] },
        { when: 'several pairs, a swap', on: mysqlFamily, given: `${users}; CREATE TABLE users_new (id int PRIMARY KEY, email varchar(100), name varchar(50))`, up: 'RENAME TABLE users TO users_old, users_new TO users', says: ['table-swap'] },
        { when: 'a view takes the old name', on: everyEngine, given: users, up: 'ALTER TABLE users RENAME TO people; CREATE VIEW users AS SELECT * FROM people', silent: 'code finds the name, and can write through it' },
        { when: 'a table of the same deploy', on: everyEngine, up: `${users}; ALTER TABLE users RENAME TO people`, silent: 'no code knows it' },
      ],
    },
    {
      hazard: 'rename-schema, set-schema',
      engines: ['postgres'],
      cases: [
        { when: 'RENAME TO', on: 'postgres', given: 'CREATE SCHEMA shop', up: 'ALTER SCHEMA shop RENAME TO store', says: ['rename-schema'] },
        { when: 'SET SCHEMA', on: 'postgres', given: `CREATE SCHEMA shop; ${users}`, up: 'ALTER TABLE users SET SCHEMA shop', says: ['set-schema'] },
      ],
    },
    {
      hazard: 'rename-enum-value',
      engines: ['postgres'],
      cases: [{ when: 'RENAME VALUE', on: 'postgres', given: "CREATE TYPE mood AS ENUM ('sad')", up: "ALTER TYPE mood RENAME VALUE 'sad' TO 'blue'", says: ['rename-enum-value'] }],
    },
    {
      hazard: 'rename-index, rename-constraint',
      engines: ['postgres', ...mysqlFamily],
      cases: [
        { when: 'an index that hints name', on: mysqlFamily, given: `${users}; CREATE INDEX users_email ON users (email)`, up: 'ALTER TABLE users RENAME INDEX users_email TO by_email', optIn: ['rename-index'] },
        { when: 'a key that ON CONFLICT names', on: 'postgres', given: 'CREATE TABLE users (id int, email text, CONSTRAINT users_email UNIQUE (email))', up: 'ALTER TABLE users RENAME CONSTRAINT users_email TO by_email', optIn: ['rename-constraint'] },
        { when: 'an index, which nothing names', on: 'postgres', given: `${users}; CREATE INDEX users_email ON users (email)`, up: 'ALTER INDEX users_email RENAME TO by_email', silent: 'PostgreSQL has no hints that name an index' },
      ],
    },
    {
      hazard: 'drop-column, drop-table, drop-view in use',
      engines: everyEngine,
      cases: [
        { when: 'a column', on: everyEngine, given: users, up: 'ALTER TABLE users DROP COLUMN name', says: ['drop-column'] },
        { when: 'a table', on: everyEngine, given: users, up: 'DROP TABLE users', says: ['drop-table'] },
        { when: 'a view', on: everyEngine, given: view, up: 'DROP VIEW people', says: ['drop-view'] },
      ],
    },
    {
      hazard: 'add-required-column',
      engines: everyEngine,
      cases: [
        { when: 'NOT NULL without a default', on: everyEngine, given: users, up: 'ALTER TABLE users ADD COLUMN age int NOT NULL', says: ['add-required-column'] },
        { when: 'with a default', on: everyEngine, given: users, up: 'ALTER TABLE users ADD COLUMN age int NOT NULL DEFAULT 0', silent: 'old INSERTs get the default' },
        { when: 'NULL is allowed', on: everyEngine, given: users, up: 'ALTER TABLE users ADD COLUMN age int', silent: 'old INSERTs get NULL' },
        { when: 'of a table of the same deploy', on: ['postgres', ...mysqlFamily], up: `${users}; ALTER TABLE users ADD COLUMN age int NOT NULL`, silent: 'no code knows it' },
      ],
    },
    {
      hazard: 'not-null-default-then-dropped',
      engines: ['postgres', ...mysqlFamily],
      cases: [
        { when: 'in one script', on: ['postgres', ...mysqlFamily], given: users, up: 'ALTER TABLE users ADD COLUMN age int DEFAULT 0 NOT NULL; ALTER TABLE users ALTER COLUMN age DROP DEFAULT', says: ['drop-default'] },
        { when: 'the default stays', on: ['postgres', ...mysqlFamily], given: users, up: 'ALTER TABLE users ADD COLUMN age int DEFAULT 0 NOT NULL', silent: 'old INSERTs get the default' },
      ],
    },
    {
      hazard: 'drop-default',
      engines: ['postgres', ...mysqlFamily],
      cases: [
        { when: 'of a NOT NULL column', on: ['postgres', ...mysqlFamily], given: 'CREATE TABLE users (id int PRIMARY KEY, age int NOT NULL DEFAULT 0)', up: 'ALTER TABLE users ALTER COLUMN age DROP DEFAULT', says: ['drop-default'] },
        { when: 'of a column that may be NULL', on: ['postgres', ...mysqlFamily], given: 'CREATE TABLE users (id int PRIMARY KEY, age int DEFAULT 0)', up: 'ALTER TABLE users ALTER COLUMN age DROP DEFAULT', silent: 'old INSERTs get NULL' },
      ],
    },
    {
      hazard: 'change-default',
      engines: ['postgres', ...mysqlFamily],
      cases: [
        { when: 'another one', on: ['postgres', ...mysqlFamily], given: 'CREATE TABLE users (id int PRIMARY KEY, age int NOT NULL DEFAULT 0)', up: 'ALTER TABLE users ALTER COLUMN age SET DEFAULT 1', optIn: ['change-default'] },
      ],
    },
    {
      hazard: 'set-not-null',
      engines: everyEngine,
      cases: [
        { when: 'SET NOT NULL', on: 'postgres', given: users, up: 'ALTER TABLE users ALTER COLUMN email SET NOT NULL', says: ['set-not-null'] },
        { when: 'MODIFY', on: mysqlFamily, given: users, up: 'ALTER TABLE users MODIFY email varchar(100) NOT NULL', says: ['set-not-null'] },
        { when: 'a rebuild', on: 'sqlite', given: users, up: 'CREATE TABLE n (id int PRIMARY KEY, email varchar(100) NOT NULL, name varchar(50)); INSERT INTO n SELECT id, email, name FROM users; DROP TABLE users; ALTER TABLE n RENAME TO users', says: ['sqlite-not-null-rebuild'] },
      ],
    },
    {
      hazard: 'drop-not-null',
      engines: everyEngine,
      cases: [
        { when: 'DROP NOT NULL', on: 'postgres', given: 'CREATE TABLE users (id int PRIMARY KEY, email text NOT NULL)', up: 'ALTER TABLE users ALTER COLUMN email DROP NOT NULL', optIn: ['drop-not-null'] },
        { when: 'MODIFY', on: mysqlFamily, given: 'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL)', up: 'ALTER TABLE users MODIFY email varchar(100) NULL', optIn: ['drop-not-null'] },
        { when: 'a rebuild that does nothing else', on: 'sqlite', given: 'CREATE TABLE users (id int PRIMARY KEY, email text NOT NULL)', up: 'CREATE TABLE n (id int PRIMARY KEY, email text); INSERT INTO n SELECT id, email FROM users; DROP TABLE users; ALTER TABLE n RENAME TO users', silent: 'that is what the rebuild is for' },
      ],
    },
    {
      hazard: 'add-unique, add-check, add-fk',
      engines: everyEngine,
      cases: [
        { when: 'unique', on: 'postgres', given: users, up: 'ALTER TABLE users ADD CONSTRAINT users_email UNIQUE (email)', says: ['add-unique-constraint'] },
        { when: 'unique', on: mysqlFamily, given: users, up: 'ALTER TABLE users ADD CONSTRAINT users_email UNIQUE (email)', says: ['add-unique-on-existing'] },
        { when: 'unique', on: 'sqlite', given: users, up: 'CREATE UNIQUE INDEX users_email ON users (email)', says: ['add-unique-on-existing'] },
        { when: 'check', on: ['postgres', ...mysqlFamily], given: users, up: "ALTER TABLE users ADD CONSTRAINT has_mail CHECK (email <> '')", says: ['add-check'] },
        { when: 'check', on: 'sqlite', given: users, up: "CREATE TABLE n (id int PRIMARY KEY, email varchar(100) CHECK (email <> ''), name varchar(50)); INSERT INTO n SELECT id, email, name FROM users; DROP TABLE users; ALTER TABLE n RENAME TO users", says: ['add-check-on-existing'] },
        { when: 'a foreign key', on: ['postgres', ...mysqlFamily], given: `${users}; ${carts}`, up: 'ALTER TABLE carts ADD CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES users (id)', says: ['add-foreign-key'] },
        { when: 'a foreign key', on: 'sqlite', given: `${users}; ${carts}`, up: 'CREATE TABLE n (id int PRIMARY KEY, user_id int REFERENCES users (id)); INSERT INTO n SELECT id, user_id FROM carts; DROP TABLE carts; ALTER TABLE n RENAME TO carts', says: ['add-fk-on-existing'] },
      ],
    },
    {
      hazard: 'change-column-type',
      engines: everyEngine,
      cases: [
        { when: 'int to text', on: 'postgres', given: 'CREATE TABLE t (id int PRIMARY KEY, n int)', up: 'ALTER TABLE t ALTER COLUMN n TYPE text', says: ['alter-column-type-rewrite'] },
        { when: 'int to text', on: mysqlFamily, given: 'CREATE TABLE t (id int PRIMARY KEY, n int)', up: 'ALTER TABLE t MODIFY n varchar(20)', says: ['mysql-table-copy'] },
        { when: 'text to integer', on: 'sqlite', given: 'CREATE TABLE t (id INTEGER PRIMARY KEY, n TEXT)', up: 'CREATE TABLE m (id INTEGER PRIMARY KEY, n INTEGER); INSERT INTO m SELECT id, n FROM t; DROP TABLE t; ALTER TABLE m RENAME TO t', says: ['type-narrowing'] },
        { when: 'a longer text', on: ['postgres'], given: users, up: 'ALTER TABLE users ALTER COLUMN name TYPE varchar(100)', silent: 'code reads and writes the same' },
      ],
    },
    {
      hazard: 'column-order-changed',
      engines: mysqlFamily,
      cases: [
        { when: 'FIRST', on: mysqlFamily, given: users, up: 'ALTER TABLE users ADD COLUMN age int FIRST', optIn: ['column-order-changed'] },
        { when: 'AFTER', on: mysqlFamily, given: users, up: 'ALTER TABLE users ADD COLUMN age int AFTER id', optIn: ['column-order-changed'] },
        { when: 'AFTER the last', on: mysqlFamily, given: users, up: 'ALTER TABLE users ADD COLUMN age int AFTER name', silent: 'it is the last one anyway' },
        { when: 'MODIFY … AFTER', on: mysqlFamily, given: users, up: 'ALTER TABLE users MODIFY email varchar(100) AFTER name', optIn: ['column-order-changed'] },
      ],
    },
    {
      hazard: 'dependent-objects-broken',
      engines: everyEngine,
      cases: [
        { when: 'a view of a renamed column', on: mysqlFamily, given: view, up: 'ALTER TABLE users RENAME COLUMN email TO mail', says: ['rename-column', 'dependent-objects-broken'] },
        { when: 'a view of a dropped table', on: mysqlFamily, given: view, up: 'DROP TABLE users', says: ['drop-table', 'dependent-objects-broken'] },
        { when: 'a view of a renamed table', on: mysqlFamily, given: view, up: 'RENAME TABLE users TO people2', says: ['rename-table', 'dependent-objects-broken'] },
        { when: 'a trigger of a dropped column', on: mysqlFamily, given: `${users}; CREATE TRIGGER low BEFORE INSERT ON users FOR EACH ROW SET NEW.email = lower(NEW.email)`, up: 'ALTER TABLE users DROP COLUMN email', says: ['drop-column', 'dependent-objects-broken'] },
        { when: 'a routine of a renamed table', on: mysqlFamily, given: `${users}; CREATE PROCEDURE p() SELECT * FROM users`, up: 'RENAME TABLE users TO people', says: ['rename-table', 'dependent-objects-broken'] },
        { when: 'the function of a trigger', on: 'postgres', given: `${users}; CREATE FUNCTION low() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.email := lower(NEW.email); RETURN NEW; END'; CREATE TRIGGER low BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION low()`, up: 'ALTER TABLE users RENAME COLUMN email TO mail', says: ['rename-column', 'dependent-objects-broken'] },
        { when: 'a view of a retyped column, which refuses', on: 'postgres', given: view, up: 'ALTER TABLE users ALTER COLUMN email TYPE text', says: ['dependent-objects-broken'] },
        { when: 'a generated column of a retyped column, which refuses', on: 'postgres', given: "CREATE TABLE t (id int PRIMARY KEY, a int, b int GENERATED ALWAYS AS (a * 2) STORED)", up: 'ALTER TABLE t ALTER COLUMN a TYPE bigint', says: ['dependent-objects-broken', 'alter-column-type-rewrite'] },
        { when: 'a view follows a rename', on: ['postgres', 'sqlite'], given: view, up: 'ALTER TABLE users RENAME COLUMN email TO mail', says: ['rename-column'] },
        { when: 'a view of a dropped table', on: 'sqlite', given: view, up: 'DROP TABLE users', says: ['drop-table', 'dependent-objects-broken'] },
        { when: 'a view of a dropped column, which refuses', on: 'sqlite', given: view, up: 'ALTER TABLE users DROP COLUMN email', says: ['drop-column', 'sqlite-drop-column-illegal'] },
      ],
    },
    {
      hazard: 'consumers-outside-db',
      engines: ['postgres'],
      cases: [
        { when: 'the primary key goes', on: 'postgres', given: `${users}; CREATE PUBLICATION p FOR TABLE users`, up: 'ALTER TABLE users DROP CONSTRAINT users_pkey', says: ['drop-unique', 'consumers-outside-db'] },
        { when: 'the table is renamed', on: 'postgres', given: `${users}; CREATE PUBLICATION p FOR TABLE users`, up: 'ALTER TABLE users RENAME TO people', says: ['rename-table', 'consumers-outside-db'] },
        { when: 'a column that subscribers do not have', on: 'postgres', given: `${users}; CREATE PUBLICATION p FOR TABLE users`, up: 'ALTER TABLE users ADD COLUMN age int', says: ['consumers-outside-db'] },
        { when: 'a column under a name that subscribers do not have', on: 'postgres', given: `${users}; CREATE PUBLICATION p FOR ALL TABLES`, up: 'ALTER TABLE users RENAME COLUMN name TO label', says: ['rename-column', 'consumers-outside-db'] },
        { when: 'the publication goes', on: 'postgres', given: `${users}; CREATE PUBLICATION p FOR TABLE users`, up: 'DROP PUBLICATION p', says: ['consumers-outside-db'] },
        { when: 'REPLICA IDENTITY NOTHING', on: 'postgres', given: `${users}; CREATE PUBLICATION p FOR TABLE users`, up: 'ALTER TABLE users REPLICA IDENTITY NOTHING', says: ['consumers-outside-db'] },
        { when: 'nothing is published', on: 'postgres', given: users, up: 'ALTER TABLE users ADD COLUMN age int', silent: 'nobody outside reads it' },
      ],
    },
    {
      hazard: 'enum-value-consumed-before-deploy',
      engines: ['postgres', ...mysqlFamily],
      cases: [
        { when: 'ADD VALUE', on: 'postgres', given: "CREATE TYPE mood AS ENUM ('sad')", up: "ALTER TYPE mood ADD VALUE 'glad'", optIn: ['enum-value-consumed-before-deploy'], says: ['irreversible-operation'] },
        { when: 'a member at the end', on: mysqlFamily, given: "CREATE TABLE o (id int PRIMARY KEY, s ENUM('a'))", up: "ALTER TABLE o MODIFY s ENUM('a', 'b')", optIn: ['enum-value-consumed-before-deploy'] },
      ],
    },
    {
      hazard: 'inheritance-column-added',
      engines: everyEngine,
      cases: [{ when: 'a column called type', on: everyEngine, given: users, up: 'ALTER TABLE users ADD COLUMN type varchar(50)', silent: 'it means something to one framework of another language alone' }],
    },
  ],
}
