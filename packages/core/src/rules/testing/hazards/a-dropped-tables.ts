import { everyEngine, type Hazard, mysqlFamily } from './hazard.ts'

const users = 'CREATE TABLE users (id int PRIMARY KEY, email varchar(100))'
const carts = 'CREATE TABLE carts (id int PRIMARY KEY, user_id int REFERENCES users (id))'
const cartsKeyed =
  'CREATE TABLE carts (id int PRIMARY KEY, user_id int, FOREIGN KEY (user_id) REFERENCES users (id))'
const rebuild =
  'CREATE TABLE users_new (id int PRIMARY KEY, email varchar(100)); INSERT INTO users_new SELECT id, email FROM users; DROP TABLE users; ALTER TABLE users_new RENAME TO users'

// biome-ignore format: a table
export const droppedTables: readonly Hazard[] = [
  {
    hazard: 'drop-table',
    engines: everyEngine,
    cases: [
      { when: 'it was there before', on: everyEngine, given: users, up: 'DROP TABLE users', says: ['drop-table'] },
      { when: 'IF EXISTS', on: everyEngine, given: users, up: 'DROP TABLE IF EXISTS users', says: ['drop-table'] },
      { when: 'no migration makes it', on: everyEngine, up: 'DROP TABLE users', says: ['drop-table'] },
      { when: 'several in one statement, each by its name', on: ['postgres', ...mysqlFamily], given: `${users}; ${carts}`, up: 'DROP TABLE carts, users', says: ['drop-table', 'drop-table'] },
      { when: 'a temporary table', on: everyEngine, given: users, up: 'CREATE TEMPORARY TABLE work (id int); DROP TABLE work', silent: 'it would end with the connection' },
      { when: 'DROP TEMPORARY TABLE', on: mysqlFamily, given: users, up: 'CREATE TEMPORARY TABLE users (id int); DROP TEMPORARY TABLE users', silent: 'it would end with the connection' },
      { when: 'a table of the same script', on: everyEngine, given: users, up: 'CREATE TABLE work (id int PRIMARY KEY); DROP TABLE work', silent: 'it held no rows before the deploy' },
      { when: 'a table of the same deploy', on: everyEngine, given: users, after: { up: 'CREATE TABLE work (id int PRIMARY KEY)', down: 'DROP TABLE work' }, up: 'DROP TABLE work', silent: 'it held no rows before the deploy' },
      { when: 'the last step but one of a rebuild', on: 'sqlite', given: users, up: rebuild, silent: 'every row is in the new table' },
      { when: 'the rows are kept in another table first', on: everyEngine, given: users, up: 'CREATE TABLE archived_users AS SELECT * FROM users; DROP TABLE users', says: ['drop-table'] },
    ],
  },
  {
    hazard: 'drop-table-cascade',
    engines: ['postgres', 'mysql', 'mariadb', 'sqlite'],
    cases: [
      { when: 'foreign keys of other tables go', on: 'postgres', given: `${users}; ${carts}`, up: 'DROP TABLE users CASCADE', says: ['drop-table-cascade', 'drop-table'] },
      { when: 'views go', on: 'postgres', given: `${users}; CREATE VIEW people AS SELECT id FROM users`, up: 'DROP TABLE users CASCADE', says: ['drop-table-cascade', 'drop-table'] },
      { when: 'nothing depends on it', on: 'postgres', given: users, up: 'DROP TABLE users CASCADE', says: ['drop-table'] },
      { when: 'no word of CASCADE, and a foreign key refers to it', on: 'postgres', given: `${users}; ${carts}`, up: 'DROP TABLE users', says: ['drop-table', 'drop-order'] },
      { when: 'the word does nothing here', on: mysqlFamily, given: `${users}; ${cartsKeyed}`, up: 'DROP TABLE users CASCADE', says: ['drop-table'] },
      { when: 'a child table follows by ON DELETE CASCADE', on: 'sqlite', given: `${users}; CREATE TABLE carts (id int, user_id int REFERENCES users (id) ON DELETE CASCADE)`, up: 'DROP TABLE users', says: ['drop-table'] },
    ],
  },
  {
    hazard: 'drop-schema',
    engines: ['postgres', ...mysqlFamily],
    cases: [
      { when: 'with tables', on: 'postgres', given: 'CREATE SCHEMA shop; CREATE TABLE shop.users (id int)', up: 'DROP SCHEMA shop CASCADE', says: ['drop-schema'] },
      { when: 'CASCADE, and what is in it is not known', on: 'postgres', up: 'DROP SCHEMA shop CASCADE', says: ['drop-schema'] },
      { when: 'RESTRICT, and what is in it is not known', on: 'postgres', up: 'DROP SCHEMA shop', says: ['irreversible-operation'] },
      { when: 'RESTRICT refuses unless it is empty', on: 'postgres', given: 'CREATE SCHEMA shop', up: 'DROP SCHEMA shop', silent: 'nothing can be in it' },
      { when: 'another word for a database', on: mysqlFamily, up: 'DROP SCHEMA shop', says: ['drop-schema'] },
      { when: 'it is empty', on: mysqlFamily, given: 'CREATE SCHEMA shop', up: 'DROP SCHEMA shop', says: ['drop-schema'] },
    ],
  },
  {
    hazard: 'drop-database',
    engines: ['postgres', ...mysqlFamily],
    cases: [
      { when: 'any', on: ['postgres', ...mysqlFamily], up: 'DROP DATABASE shop', transaction: 'none', says: ['drop-schema'] },
      { when: 'IF EXISTS', on: ['postgres', ...mysqlFamily], up: 'DROP DATABASE IF EXISTS shop', transaction: 'none', says: ['drop-schema'] },
    ],
  },
  {
    hazard: 'drop-if-exists-then-create',
    engines: everyEngine,
    cases: [
      { when: 'it was there before', on: everyEngine, given: users, up: `DROP TABLE IF EXISTS users; ${users}`, says: ['drop-if-exists-then-create'] },
      { when: 'no migration makes it', on: everyEngine, up: `DROP TABLE IF EXISTS users; ${users}`, says: ['drop-if-exists-then-create'] },
      { when: 'a table of the same deploy', on: everyEngine, after: { up: users, down: 'DROP TABLE users' }, up: `DROP TABLE IF EXISTS users; ${users}`, silent: 'it held no rows before the deploy' },
    ],
  },
  {
    hazard: 'create-or-replace-table',
    engines: ['mariadb'],
    cases: [
      { when: 'it was there before', on: 'mariadb', given: users, up: 'CREATE OR REPLACE TABLE users (id int PRIMARY KEY, email varchar(100))', says: ['create-or-replace-table'] },
      { when: 'no migration makes it', on: 'mariadb', up: 'CREATE OR REPLACE TABLE users (id int PRIMARY KEY)', says: ['create-or-replace-table'] },
      { when: 'a temporary table', on: 'mariadb', up: 'CREATE OR REPLACE TEMPORARY TABLE work (id int PRIMARY KEY)', silent: 'it would end with the connection' },
    ],
  },
]
