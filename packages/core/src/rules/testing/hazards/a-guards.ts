import { everyEngine, type Hazard, mysqlFamily } from './hazard.ts'

const users = 'CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL)'
const carts =
  'CREATE TABLE carts (id int PRIMARY KEY, user_id int, CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES users (id))'
const checked = 'CREATE TABLE t (a int, b int, CONSTRAINT a_positive CHECK (a > 0))'
const withoutKey = 'CREATE TABLE carts (id int PRIMARY KEY, user_id int)'

// biome-ignore format: a table
export const removedGuards: readonly Hazard[] = [
  {
    hazard: 'engine-change',
    engines: mysqlFamily,
    cases: [
      ...['MEMORY', 'BLACKHOLE', 'CSV', 'ARCHIVE', 'MyISAM'].map(engine => ({ when: engine, on: mysqlFamily, given: users, up: `ALTER TABLE users ENGINE = ${engine}`, says: ['engine-change'] })),
      { when: 'the same engine', on: mysqlFamily, given: `${users} ENGINE = InnoDB`, up: 'ALTER TABLE users ENGINE = InnoDB', optIn: ['mysql-inplace-rebuild'] },
      { when: 'to InnoDB', on: mysqlFamily, given: `${users} ENGINE = MyISAM`, up: 'ALTER TABLE users ENGINE = InnoDB', says: ['mysql-table-copy'] },
    ],
  },
  {
    hazard: 'weaken-sql-mode',
    engines: mysqlFamily,
    cases: [
      { when: 'empty', on: mysqlFamily, up: "SET sql_mode = ''", says: ['weaken-sql-mode'] },
      { when: 'without a strict one', on: mysqlFamily, up: "SET SESSION sql_mode = 'NO_AUTO_VALUE_ON_ZERO'", says: ['weaken-sql-mode'] },
      { when: 'for everybody', on: mysqlFamily, up: "SET GLOBAL sql_mode = ''", says: ['weaken-sql-mode'] },
      { when: 'with a strict one', on: mysqlFamily, up: "SET sql_mode = 'STRICT_TRANS_TABLES'", says: ['session-setting-leak'] },
    ],
  },
  {
    hazard: 'disable-fk-checks',
    engines: everyEngine,
    cases: [
      { when: 'FOREIGN_KEY_CHECKS stays off', on: mysqlFamily, given: users, up: 'SET FOREIGN_KEY_CHECKS = 0', says: ['disable-fk-checks'] },
      { when: 'and a parent is dropped', on: mysqlFamily, given: `${users}; ${carts}`, up: 'SET FOREIGN_KEY_CHECKS = 0; DROP TABLE users; SET FOREIGN_KEY_CHECKS = 1', says: ['drop-table'] },
      { when: 'on again', on: mysqlFamily, given: users, up: 'SET FOREIGN_KEY_CHECKS = 0; INSERT INTO users VALUES (1, 2); SET FOREIGN_KEY_CHECKS = 1', silent: 'it is for this script alone' },
      { when: 'session_replication_role', on: 'postgres', given: users, up: "SET session_replication_role = 'replica'", says: ['disable-fk-checks'] },
      { when: 'DISABLE TRIGGER ALL', on: 'postgres', given: users, up: 'ALTER TABLE users DISABLE TRIGGER ALL', says: ['disable-fk-checks'] },
      { when: 'DISABLE TRIGGER ALL and ENABLE', on: 'postgres', given: users, up: "ALTER TABLE users DISABLE TRIGGER ALL; UPDATE users SET email = 'b' WHERE email = 'a'; ALTER TABLE users ENABLE TRIGGER ALL", silent: 'they are on again at the end' },
      { when: 'the PRAGMA stays off', on: 'sqlite', transaction: 'none', given: users, up: 'PRAGMA foreign_keys = OFF', says: ['disable-fk-checks'] },
    ],
  },
  {
    hazard: 'drop-not-null, drop-check, drop-fk',
    engines: everyEngine,
    cases: [
      { when: 'NOT NULL', on: 'postgres', given: users, up: 'ALTER TABLE users ALTER COLUMN email DROP NOT NULL', optIn: ['drop-not-null'] },
      { when: 'NOT NULL', on: mysqlFamily, given: users, up: 'ALTER TABLE users MODIFY email varchar(100) NULL', optIn: ['drop-not-null'] },
      { when: 'NOT NULL', on: 'sqlite', given: users, up: 'CREATE TABLE users_new (id int PRIMARY KEY, email varchar(100), more text); INSERT INTO users_new (id, email) SELECT id, email FROM users; DROP TABLE users; ALTER TABLE users_new RENAME TO users', says: ['sqlite-rebuild-lost-objects'] },
      { when: 'CHECK', on: 'postgres', given: checked, up: 'ALTER TABLE t DROP CONSTRAINT a_positive', says: ['drop-check'] },
      { when: 'CHECK', on: mysqlFamily, given: checked, up: 'ALTER TABLE t DROP CONSTRAINT a_positive', says: ['drop-check'] },
      { when: 'CHECK', on: 'sqlite', given: checked, up: 'CREATE TABLE n (a int, b int); INSERT INTO n SELECT a, b FROM t; DROP TABLE t; ALTER TABLE n RENAME TO t', says: ['sqlite-rebuild-lost-objects'] },
      { when: 'DROP CHECK', on: 'mysql', given: checked, up: 'ALTER TABLE t DROP CHECK a_positive', says: ['drop-check'] },
      { when: 'CHECK, and another column gets one', on: ['postgres', ...mysqlFamily], given: checked, up: 'ALTER TABLE t DROP CONSTRAINT a_positive; ALTER TABLE t ADD CONSTRAINT b_positive CHECK (b > 0)', says: ['drop-check', 'add-check'] },
      { when: 'CHECK, and a wider one takes its place', on: 'postgres', given: checked, up: 'ALTER TABLE t DROP CONSTRAINT a_positive; ALTER TABLE t ADD CONSTRAINT a_positive CHECK (a > -9) NOT VALID', silent: 'there is still a rule' },
      { when: 'a foreign key', on: 'postgres', given: `${users}; ${carts}`, up: 'ALTER TABLE carts DROP CONSTRAINT of_user', says: ['drop-fk'] },
      { when: 'a foreign key', on: mysqlFamily, given: `${users}; ${carts}`, up: 'ALTER TABLE carts DROP FOREIGN KEY of_user', says: ['drop-fk'] },
      { when: 'a foreign key', on: 'sqlite', given: `${users}; ${carts}`, up: 'CREATE TABLE n (id int PRIMARY KEY, user_id int); INSERT INTO n SELECT id, user_id FROM carts; DROP TABLE carts; ALTER TABLE n RENAME TO carts', says: ['sqlite-rebuild-lost-objects'] },
    ],
  },
  {
    hazard: 'unlogged-table',
    engines: ['postgres'],
    cases: [
      { when: 'CREATE UNLOGGED TABLE', on: 'postgres', up: 'CREATE UNLOGGED TABLE t (id int PRIMARY KEY)', says: ['unlogged-table'] },
      { when: 'SET UNLOGGED', on: 'postgres', given: users, up: 'ALTER TABLE users SET UNLOGGED', says: ['unlogged-table'] },
      { when: 'SET UNLOGGED of what a logged table refers to', on: 'postgres', given: `${users}; ${carts}`, up: 'ALTER TABLE users SET UNLOGGED', says: ['unlogged-reference'] },
      { when: 'SET LOGGED of what refers to an unlogged table', on: 'postgres', given: `${users}; ${carts}; ALTER TABLE carts SET UNLOGGED; ALTER TABLE users SET UNLOGGED`, up: 'ALTER TABLE carts SET LOGGED', says: ['unlogged-reference'] },
      { when: 'a logged table that refers to an unlogged one', on: 'postgres', given: users.replace('CREATE', 'CREATE UNLOGGED'), up: carts, says: ['unlogged-reference'] },
      { when: 'SET LOGGED', on: 'postgres', given: users.replace('CREATE', 'CREATE UNLOGGED'), up: 'ALTER TABLE users SET LOGGED', says: ['set-logged-unlogged'] },
    ],
  },
  {
    hazard: 'on-delete-cascade-added',
    engines: everyEngine,
    cases: [
      { when: 'a new foreign key', on: 'postgres', given: `${users}; ${withoutKey}`, up: 'ALTER TABLE carts ADD CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE NOT VALID', optIn: ['on-delete-cascade-added'] },
      { when: 'a new foreign key', on: mysqlFamily, given: `${users}; ${withoutKey}`, up: 'ALTER TABLE carts ADD CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE', optIn: ['on-delete-cascade-added'], says: ['add-foreign-key'] },
      { when: 'of a new table', on: everyEngine, given: users, up: 'CREATE TABLE carts (id int PRIMARY KEY, user_id int, FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE)', optIn: ['on-delete-cascade-added'] },
    ],
  },
]
