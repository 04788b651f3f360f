import { everyEngine, type Hazard, mysqlFamily } from './hazard.ts'

const tables = 'CREATE TABLE u (id int PRIMARY KEY, email varchar(100), n int, e varchar(100));'

export const takenNames: readonly Hazard[] = [
  {
    hazard: 'object-exists',
    engines: everyEngine,
    cases: [
      {
        when: 'table',
        on: everyEngine,
        given: tables,
        up: 'CREATE TABLE u (id int)',
        says: ['object-exists'],
      },
      {
        when: 'table if not exists',
        on: everyEngine,
        given: tables,
        up: 'CREATE TABLE IF NOT EXISTS u (id int PRIMARY KEY, email varchar(100), n int, e varchar(100))',
        silent: 'it says so, and has the same shape',
      },
      {
        when: 'column',
        on: everyEngine,
        given: tables,
        up: 'ALTER TABLE u ADD COLUMN n int',
        says: ['object-exists'],
      },
      {
        when: 'index',
        on: 'postgres',
        given:
          'CREATE TABLE u (id int PRIMARY KEY, email varchar(100), n int, e varchar(100));CREATE INDEX i ON u (n);',
        up: 'CREATE INDEX i ON u (email)',
        says: ['create-index-not-concurrently', 'object-exists'],
      },
      {
        when: 'index',
        on: ['mysql', 'mariadb', 'sqlite'],
        given:
          'CREATE TABLE u (id int PRIMARY KEY, email varchar(100), n int, e varchar(100));CREATE INDEX i ON u (n);',
        up: 'CREATE INDEX i ON u (email)',
        says: ['object-exists'],
      },
      {
        when: 'index same name another table',
        on: 'postgres',
        given:
          'CREATE TABLE u (id int PRIMARY KEY, email varchar(100), n int, e varchar(100));CREATE TABLE p (id int PRIMARY KEY, code int);CREATE INDEX i ON u (n);',
        up: 'CREATE INDEX i ON p (code)',
        says: ['create-index-not-concurrently', 'object-exists'],
      },
      {
        when: 'index same name another table',
        on: mysqlFamily,
        given:
          'CREATE TABLE u (id int PRIMARY KEY, email varchar(100), n int, e varchar(100));CREATE TABLE p (id int PRIMARY KEY, code int);CREATE INDEX i ON u (n);',
        up: 'CREATE INDEX i ON p (code)',
        silent: 'each table has index names of its own',
      },
      {
        when: 'index same name another table',
        on: 'sqlite',
        given:
          'CREATE TABLE u (id int PRIMARY KEY, email varchar(100), n int, e varchar(100));CREATE TABLE p (id int PRIMARY KEY, code int);CREATE INDEX i ON u (n);',
        up: 'CREATE INDEX i ON p (code)',
        says: ['object-exists'],
      },
      {
        when: 'constraint',
        on: ['postgres', 'mysql', 'mariadb'],
        given:
          'CREATE TABLE u (id int PRIMARY KEY, email varchar(100), n int, e varchar(100));ALTER TABLE u ADD CONSTRAINT c CHECK (n > 0);',
        up: 'ALTER TABLE u ADD CONSTRAINT c CHECK (n > 1)',
        says: ['add-check', 'object-exists'],
      },
      {
        when: 'view',
        on: everyEngine,
        given:
          'CREATE TABLE u (id int PRIMARY KEY, email varchar(100), n int, e varchar(100));CREATE VIEW v AS SELECT n FROM u;',
        up: 'CREATE VIEW v AS SELECT n FROM u',
        says: ['object-exists'],
      },
      {
        when: 'view named as table',
        on: everyEngine,
        given: tables,
        up: 'CREATE VIEW u AS SELECT 1 AS x',
        says: ['object-exists'],
      },
      {
        when: 'rename to taken',
        on: everyEngine,
        given:
          'CREATE TABLE u (id int PRIMARY KEY, email varchar(100), n int, e varchar(100));CREATE TABLE p (id int PRIMARY KEY, code int);',
        up: 'ALTER TABLE u RENAME TO p',
        says: ['object-exists'],
      },
      {
        when: 'rename column taken',
        on: everyEngine,
        given: tables,
        up: 'ALTER TABLE u RENAME COLUMN n TO e',
        says: ['object-exists'],
      },
      {
        when: 'case: column N',
        on: everyEngine,
        given: tables,
        up: 'ALTER TABLE u ADD COLUMN N int',
        says: ['object-exists'],
      },
      {
        when: 'second pk',
        on: ['postgres', 'mysql', 'mariadb'],
        given: tables,
        up: 'ALTER TABLE u ADD PRIMARY KEY (n)',
        says: ['object-exists'],
      },
    ],
  },
]
