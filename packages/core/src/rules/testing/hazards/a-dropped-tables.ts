import { everyEngine, type Hazard, mysqlFamily } from './hazard.ts'

const users = 'CREATE TABLE users (id int PRIMARY KEY, email varchar(100))'

export const droppedTables: readonly Hazard[] = [
  {
    hazard: 'drop-table',
    engines: everyEngine,
    cases: [
      {
        when: 'it was there before',
        on: everyEngine,
        given: users,
        up: 'DROP TABLE users',
        says: ['drop-table'],
      },
      {
        when: 'IF EXISTS',
        on: everyEngine,
        given: users,
        up: 'DROP TABLE IF EXISTS users',
        says: ['drop-table'],
      },
      {
        when: 'several tables in one statement, each by its name',
        on: ['postgres', ...mysqlFamily],
        given: `${users}; CREATE TABLE carts (id int PRIMARY KEY)`,
        up: 'DROP TABLE users, carts',
        says: ['drop-table', 'drop-table'],
      },
      {
        when: 'a temporary table',
        on: everyEngine,
        given: users,
        up: 'CREATE TEMPORARY TABLE work (id int); DROP TABLE work',
        silent: 'it would end with the connection',
      },
      {
        when: 'a table of the same deploy',
        on: everyEngine,
        given: users,
        up: 'CREATE TABLE work (id int PRIMARY KEY); DROP TABLE work',
        silent: 'it held no rows before the deploy',
      },
      {
        when: 'the last step but one of a rebuild',
        on: 'sqlite',
        given: users,
        up: 'CREATE TABLE users_new (id int PRIMARY KEY, email varchar(100)); INSERT INTO users_new SELECT id, email FROM users; DROP TABLE users; ALTER TABLE users_new RENAME TO users',
        silent: 'every row is in the new table',
      },
    ],
  },
]
