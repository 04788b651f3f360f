import { type Hazard, mysqlFamily } from './hazard.ts'

const tables = 'CREATE TABLE w (id int primary key, s varchar(1000)) DEFAULT CHARSET=utf8mb4'

export const limits: readonly Hazard[] = [
  {
    hazard: 'index-key-too-long',
    engines: mysqlFamily,
    cases: [
      {
        when: '767/3072',
        on: 'mysql',
        given: tables,
        up: 'CREATE INDEX i ON w (s)',
        says: ['index-key-too-long'],
      },
      {
        when: '767/3072',
        on: 'mariadb',
        given: tables,
        up: 'CREATE INDEX i ON w (s)',
        silent: 'MariaDB cuts the index to what fits',
      },
      {
        when: 'ok 768',
        on: mysqlFamily,
        given: 'CREATE TABLE w (id int primary key, s varchar(768)) DEFAULT CHARSET=utf8mb4',
        up: 'CREATE INDEX i ON w (s)',
        silent: '768 characters of 4 bytes are 3072',
      },
      {
        when: 'prefix ok',
        on: mysqlFamily,
        given: tables,
        up: 'CREATE INDEX i ON w (s(100))',
        silent: '100 characters fit',
      },
      {
        when: 'unique',
        on: 'mysql',
        given: tables,
        up: 'CREATE UNIQUE INDEX i ON w (s)',
        says: ['index-key-too-long'],
      },
      {
        when: 'unique',
        on: 'mariadb',
        given: tables,
        up: 'CREATE UNIQUE INDEX i ON w (s)',
        says: ['add-unique-on-existing'],
      },
      {
        when: 'text without length',
        on: 'mysql',
        given: 'CREATE TABLE w (id int primary key, s text) DEFAULT CHARSET=utf8mb4',
        up: 'CREATE INDEX i ON w (s)',
        says: ['index-key-too-long'],
      },
      {
        when: 'text without length',
        on: 'mariadb',
        given: 'CREATE TABLE w (id int primary key, s text) DEFAULT CHARSET=utf8mb4',
        up: 'CREATE INDEX i ON w (s)',
        silent: 'MariaDB cuts the index to what fits',
      },
      {
        when: 'composite',
        on: 'mysql',
        given: 'CREATE TABLE w (id int primary key, a varchar(500), b varchar(500)) DEFAULT CHARSET=utf8mb4',
        up: 'CREATE INDEX i ON w (a, b)',
        says: ['index-key-too-long'],
      },
      {
        when: 'composite',
        on: 'mariadb',
        given: 'CREATE TABLE w (id int primary key, a varchar(500), b varchar(500)) DEFAULT CHARSET=utf8mb4',
        up: 'CREATE INDEX i ON w (a, b)',
        says: ['index-key-too-long'],
      },
      {
        when: 'convert to utf8mb4 makes it too long',
        on: 'mysql',
        given: 'CREATE TABLE w (id int primary key, s varchar(1000), KEY (s)) DEFAULT CHARSET=latin1',
        up: 'ALTER TABLE w CONVERT TO CHARACTER SET utf8mb4',
        says: ['index-key-too-long'],
      },
      {
        when: 'convert to utf8mb4 makes it too long, which MariaDB cuts to what fits',
        on: 'mariadb',
        given: 'CREATE TABLE w (id int primary key, s varchar(1000), KEY (s)) DEFAULT CHARSET=latin1',
        up: 'ALTER TABLE w CONVERT TO CHARACTER SET utf8mb4',
        says: ['mysql-table-copy'],
      },
    ],
  },
  {
    hazard: 'row-too-large',
    engines: mysqlFamily,
    cases: [
      {
        when: '65535',
        on: mysqlFamily,
        given: 'CREATE TABLE w (id int primary key, a varchar(10000)) DEFAULT CHARSET=utf8mb4',
        up: 'ALTER TABLE w ADD b varchar(10000)',
        says: ['row-too-large'],
      },
      {
        when: 'create',
        on: mysqlFamily,
        up: 'CREATE TABLE w (id int primary key, a varchar(10000), b varchar(10000)) DEFAULT CHARSET=utf8mb4',
        says: ['row-too-large'],
      },
      {
        when: 'varchar over 16383',
        on: mysqlFamily,
        up: 'CREATE TABLE w (id int primary key, a varchar(20000)) DEFAULT CHARSET=utf8mb4',
        says: ['row-too-large'],
      },
    ],
  },
]
