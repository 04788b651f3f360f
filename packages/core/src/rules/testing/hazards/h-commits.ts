import { everyEngine, type Hazard, mysqlFamily } from './hazard.ts'

const tables = 'CREATE TABLE u (id int PRIMARY KEY, email varchar(100), n int);'

export const commits: readonly Hazard[] = [
  {
    hazard: 'implicit-commit-multi-ddl',
    engines: ['postgres', 'mysql', 'mariadb'],
    cases: [
      {
        when: 'two ddl',
        on: mysqlFamily,
        given: tables,
        up: 'ALTER TABLE u ADD COLUMN a int; ALTER TABLE u ADD COLUMN b int',
        says: ['implicit-commit-multi-ddl'],
      },
      {
        when: 'two ddl two tables',
        on: mysqlFamily,
        given: tables,
        up: 'CREATE TABLE a (id int primary key); CREATE TABLE b (id int primary key)',
        silent: 'each can be run again once the first is dropped: nothing of use is half done',
      },
      {
        when: 'one ddl',
        on: mysqlFamily,
        given: tables,
        up: 'ALTER TABLE u ADD COLUMN a int',
        silent: 'there is nothing before it',
      },
      {
        when: 'dml before ddl',
        on: mysqlFamily,
        given: tables,
        up: 'UPDATE u SET n = 1 WHERE id = 1; ALTER TABLE u ADD COLUMN b int',
        says: ['implicit-commit-multi-ddl'],
      },
      {
        when: 'ddl then dml',
        on: mysqlFamily,
        given: tables,
        up: 'ALTER TABLE u ADD COLUMN b int; UPDATE u SET b = 1 WHERE id = 1',
        silent: 'one DDL, and the UPDATE may be repeated',
      },
      {
        when: 'ddl then insert',
        on: mysqlFamily,
        given: tables,
        up: 'CREATE TABLE b (id int primary key); INSERT INTO b VALUES (1)',
        silent: 'the table is new',
      },
      {
        when: 'begin ddl commit',
        on: mysqlFamily,
        given: tables,
        up: 'START TRANSACTION; ALTER TABLE u ADD COLUMN b int; COMMIT',
        says: ['transaction-nesting'],
      },
      {
        when: 'idempotent',
        on: mysqlFamily,
        given: tables,
        up: 'CREATE TABLE IF NOT EXISTS a (id int primary key); CREATE TABLE IF NOT EXISTS b (id int primary key)',
        silent: 'it can be run again',
      },
      {
        when: 'pg two ddl',
        on: 'postgres',
        given: tables,
        up: 'CREATE TABLE a (id int primary key); CREATE TABLE b (id int primary key)',
        silent: 'both are rolled back',
      },
      {
        when: 'runner none',
        on: mysqlFamily,
        given: tables,
        up: 'CREATE TABLE a (id int primary key); CREATE TABLE b (id int primary key)',
        transaction: 'none',
        silent: 'the tables are new',
      },
    ],
  },
  {
    hazard: 'mixed-ddl-dml',
    engines: everyEngine,
    cases: [
      {
        when: 'pg',
        on: 'postgres',
        given: tables,
        up: 'ALTER TABLE u ADD COLUMN b int; UPDATE u SET b = 1 WHERE id > 1',
        says: ['ddl-plus-backfill-same-txn'],
      },
      {
        when: 'pg',
        on: ['mysql', 'mariadb', 'sqlite'],
        given: tables,
        up: 'ALTER TABLE u ADD COLUMN b int; UPDATE u SET b = 1 WHERE id = 1',
        silent: 'the row is found by its key, and DDL commits on its own there',
      },
      {
        when: 'new table seed',
        on: everyEngine,
        given: tables,
        up: 'CREATE TABLE b (id int primary key); INSERT INTO b VALUES (1)',
        silent: 'the table is new',
      },
    ],
  },
]
