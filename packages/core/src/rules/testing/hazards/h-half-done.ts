import { everyEngine, type Hazard, mysqlFamily } from './hazard.ts'

const tables = 'CREATE TABLE u (id int PRIMARY KEY, email varchar(100), n int);'

export const halfDone: readonly Hazard[] = [
  {
    hazard: 'transaction-disabled-multi-stmt',
    engines: ['postgres', 'sqlite'],
    cases: [
      {
        when: 'none, two',
        on: ['postgres', 'sqlite'],
        given: tables,
        up: 'ALTER TABLE u ADD COLUMN a int; ALTER TABLE u ADD COLUMN b int',
        transaction: 'none',
        optIn: ['transaction-disabled-multi-stmt'],
      },
      {
        when: 'none, one',
        on: ['postgres', 'sqlite'],
        given: tables,
        up: 'ALTER TABLE u ADD COLUMN a int',
        transaction: 'none',
        silent: 'there is nothing before it',
      },
    ],
  },
  {
    hazard: 'idempotency-guard-missing',
    engines: everyEngine,
    cases: [
      {
        when: 'outside txn',
        on: everyEngine,
        given: tables,
        up: 'CREATE TABLE a (id int primary key); DROP TABLE a',
        transaction: 'none',
        optIn: ['idempotency-guard-missing'],
      },
      {
        when: 'outside txn add column',
        on: ['postgres', 'sqlite'],
        given: tables,
        up: 'ALTER TABLE u ADD COLUMN a int; ALTER TABLE u ADD COLUMN b int',
        transaction: 'none',
        optIn: ['transaction-disabled-multi-stmt'],
      },
      {
        when: 'outside txn add column',
        on: mysqlFamily,
        given: tables,
        up: 'ALTER TABLE u ADD COLUMN a int; ALTER TABLE u ADD COLUMN b int',
        transaction: 'none',
        says: ['implicit-commit-multi-ddl'],
      },
      {
        when: 'outside txn with guard',
        on: everyEngine,
        given: tables,
        up: 'CREATE TABLE IF NOT EXISTS a (id int primary key)',
        transaction: 'none',
        silent: 'it can be run again',
      },
      {
        when: 'inside txn',
        on: ['postgres', 'sqlite'],
        given: tables,
        up: 'CREATE TABLE a (id int primary key)',
        silent: 'it is rolled back',
      },
    ],
  },
  {
    hazard: 'misleading-if-not-exists',
    engines: everyEngine,
    cases: [
      {
        when: 'other shape',
        on: everyEngine,
        given: tables,
        up: 'CREATE TABLE IF NOT EXISTS u (id int PRIMARY KEY, other text)',
        says: ['misleading-if-not-exists'],
      },
      {
        when: 'same shape',
        on: everyEngine,
        given: tables,
        up: 'CREATE TABLE IF NOT EXISTS u (id int PRIMARY KEY, email varchar(100), n int)',
        silent: 'it is what the statement says',
      },
      {
        when: 'other type',
        on: ['postgres', 'mysql', 'mariadb'],
        given: tables,
        up: 'CREATE TABLE IF NOT EXISTS u (id int PRIMARY KEY, email varchar(200), n int)',
        says: ['misleading-if-not-exists'],
      },
      {
        when: 'other type',
        on: 'sqlite',
        given: tables,
        up: 'CREATE TABLE IF NOT EXISTS u (id int PRIMARY KEY, email varchar(200), n int)',
        silent: 'SQLite does not look at the length',
      },
      {
        when: 'index other columns',
        on: ['sqlite', 'mariadb', 'postgres'],
        given: 'CREATE TABLE u (id int PRIMARY KEY, email varchar(100), n int);CREATE INDEX i ON u (n);',
        up: 'CREATE INDEX IF NOT EXISTS i ON u (email)',
        says: ['misleading-if-not-exists'],
      },
      {
        when: 'column other type',
        on: ['postgres', 'mariadb'],
        given: tables,
        up: 'ALTER TABLE u ADD COLUMN IF NOT EXISTS n text',
        says: ['misleading-if-not-exists'],
      },
    ],
  },
]
