import { type Hazard, mysqlFamily } from './hazard.ts'

const tables = 'CREATE TABLE a (id int primary key);'

export const keys: readonly Hazard[] = [
  {
    hazard: 'add-fulltext-spatial',
    engines: mysqlFamily,
    cases: [
      {
        when: 'fulltext alter',
        on: mysqlFamily,
        given:
          "CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL DEFAULT 3, s varchar(50), l varchar(300), txt text, e enum('a','b'), st set('a','b'), d datetime, p point) DEFAULT CHARSET=utf8mb4;CREATE TABLE u (id int PRIMARY KEY, t_id int);",
        up: 'ALTER TABLE t ADD FULLTEXT INDEX f (txt)',
        says: ['add-fulltext-spatial-index'],
      },
      {
        when: 'fulltext create',
        on: mysqlFamily,
        given:
          "CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL DEFAULT 3, s varchar(50), l varchar(300), txt text, e enum('a','b'), st set('a','b'), d datetime, p point) DEFAULT CHARSET=utf8mb4;CREATE TABLE u (id int PRIMARY KEY, t_id int);",
        up: 'CREATE FULLTEXT INDEX f ON t (txt)',
        says: ['add-fulltext-spatial-index'],
      },
      {
        when: 'second fulltext',
        on: mysqlFamily,
        given: 'CREATE TABLE w (id int primary key, b text, c text, FULLTEXT (b))',
        up: 'CREATE FULLTEXT INDEX f2 ON w (c)',
        says: ['add-fulltext-spatial-index'],
      },
      {
        when: 'has FTS_DOC_ID',
        on: mysqlFamily,
        given: 'CREATE TABLE w (FTS_DOC_ID bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, c text)',
        up: 'CREATE FULLTEXT INDEX f2 ON w (c)',
        says: ['add-fulltext-spatial-index'],
      },
      {
        when: 'spatial',
        on: mysqlFamily,
        given: 'CREATE TABLE w (id int primary key, p point NOT NULL)',
        up: 'ALTER TABLE w ADD SPATIAL INDEX (p)',
        says: ['add-fulltext-spatial-index'],
      },
      {
        when: 'new table',
        on: mysqlFamily,
        given:
          "CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL DEFAULT 3, s varchar(50), l varchar(300), txt text, e enum('a','b'), st set('a','b'), d datetime, p point) DEFAULT CHARSET=utf8mb4;CREATE TABLE u (id int PRIMARY KEY, t_id int);",
        up: 'CREATE TABLE w (id int primary key, b text); CREATE FULLTEXT INDEX f ON w (b)',
        silent: 'nobody waits for it',
      },
    ],
  },
  {
    hazard: 'fk-parent-index-missing',
    engines: mysqlFamily,
    cases: [
      {
        when: 'no index on parent',
        on: mysqlFamily,
        given: 'CREATE TABLE a (id int primary key, x int); CREATE TABLE b (id int primary key, x int);',
        up: 'ALTER TABLE b ADD FOREIGN KEY (x) REFERENCES a(x)',
        says: ['fk-parent-index-missing'],
      },
      {
        when: 'create table',
        on: mysqlFamily,
        given: 'CREATE TABLE a (id int primary key, x int);',
        up: 'CREATE TABLE b (id int primary key, x int, FOREIGN KEY (x) REFERENCES a(x))',
        says: ['fk-parent-index-missing'],
      },
      {
        when: 'not leading',
        on: mysqlFamily,
        given:
          'CREATE TABLE a (id int primary key, x int, y int, KEY (y, x)); CREATE TABLE b (id int primary key, x int);',
        up: 'ALTER TABLE b ADD FOREIGN KEY (x) REFERENCES a(x)',
        says: ['fk-parent-index-missing'],
      },
      {
        when: 'leading non unique',
        on: 'mysql',
        given:
          'CREATE TABLE a (id int primary key, x int, y int, KEY (x, y)); CREATE TABLE b (id int primary key, x int);',
        up: 'ALTER TABLE b ADD FOREIGN KEY (x) REFERENCES a(x)',
        says: ['fk-parent-index-missing'],
      },
      {
        when: 'leading non unique',
        on: 'mariadb',
        given:
          'CREATE TABLE a (id int primary key, x int, y int, KEY (x, y)); CREATE TABLE b (id int primary key, x int);',
        up: 'ALTER TABLE b ADD FOREIGN KEY (x) REFERENCES a(x)',
        says: ['add-foreign-key'],
      },
      {
        when: 'leading non unique 8.4',
        on: 'mysql',
        given:
          'CREATE TABLE a (id int primary key, x int, y int, KEY (x, y)); CREATE TABLE b (id int primary key, x int);',
        up: 'ALTER TABLE b ADD FOREIGN KEY (x) REFERENCES a(x)',
        dbVersion: '8.4',
        says: ['fk-parent-index-missing'],
      },
      {
        when: 'prefix',
        on: 'mysql',
        given:
          'CREATE TABLE a (id int primary key, x varchar(50), KEY (x(10))); CREATE TABLE b (id int primary key, x varchar(50));',
        up: 'ALTER TABLE b ADD FOREIGN KEY (x) REFERENCES a(x)',
        says: ['fk-parent-index-missing'],
      },
      {
        when: 'prefix',
        on: 'mariadb',
        given:
          'CREATE TABLE a (id int primary key, x varchar(50), KEY (x(10))); CREATE TABLE b (id int primary key, x varchar(50));',
        up: 'ALTER TABLE b ADD FOREIGN KEY (x) REFERENCES a(x)',
        says: ['add-foreign-key'],
      },
    ],
  },
  {
    hazard: 'inline-references-ignored',
    engines: mysqlFamily,
    cases: [
      {
        when: 'create table 5.7',
        on: 'mysql',
        given: tables,
        up: 'CREATE TABLE b (id int primary key, x int REFERENCES a(id))',
        dbVersion: '5.7',
        says: ['inline-references-ignored'],
      },
      {
        when: 'create table 8.0',
        on: 'mysql',
        given: tables,
        up: 'CREATE TABLE b (id int primary key, x int REFERENCES a(id))',
        dbVersion: '8.0',
        says: ['inline-references-ignored'],
      },
      {
        when: 'create table 8.4',
        on: 'mysql',
        given: tables,
        up: 'CREATE TABLE b (id int primary key, x int REFERENCES a(id))',
        dbVersion: '8.4',
        says: ['inline-references-ignored'],
      },
      {
        when: 'create table 9.0',
        on: 'mysql',
        given: tables,
        up: 'CREATE TABLE b (id int primary key, x int REFERENCES a(id))',
        dbVersion: '9.0',
        silent: 'MySQL 9 makes the key',
      },
      {
        when: 'add column',
        on: 'mysql',
        given: 'CREATE TABLE a (id int primary key);CREATE TABLE b (id int primary key);',
        up: 'ALTER TABLE b ADD COLUMN x int REFERENCES a(id)',
        says: ['inline-references-ignored'],
      },
      {
        when: 'add column',
        on: 'mariadb',
        given: 'CREATE TABLE a (id int primary key);CREATE TABLE b (id int primary key);',
        up: 'ALTER TABLE b ADD COLUMN x int REFERENCES a(id)',
        says: ['add-foreign-key'],
      },
      {
        when: 'modify',
        on: 'mariadb',
        given: 'CREATE TABLE a (id int primary key);CREATE TABLE b (id int primary key, x int);',
        up: 'ALTER TABLE b MODIFY x int REFERENCES a(id)',
        says: ['mysql-table-copy'],
      },
      {
        when: 'create table 10.5',
        on: 'mariadb',
        given: tables,
        up: 'CREATE TABLE b (id int primary key, x int REFERENCES a(id))',
        dbVersion: '10.5',
        silent: 'MariaDB 10.5 makes the key',
      },
      {
        when: 'create table 10.11',
        on: 'mariadb',
        given: tables,
        up: 'CREATE TABLE b (id int primary key, x int REFERENCES a(id))',
        dbVersion: '10.11',
        silent: 'MariaDB makes the key',
      },
    ],
  },
]
