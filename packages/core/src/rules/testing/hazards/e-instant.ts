import { type Hazard, mysqlFamily } from './hazard.ts'

const tables =
  "CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL DEFAULT 3, s varchar(50), l varchar(300), txt text, e enum('a','b'), st set('a','b'), d datetime, p point) DEFAULT CHARSET=utf8mb4;CREATE TABLE u (id int PRIMARY KEY, t_id int);"

export const instant: readonly Hazard[] = [
  {
    hazard: 'mysql-instant-not-available',
    engines: mysqlFamily,
    cases: [
      {
        when: 'ALGORITHM=INSTANT asked before version, 8.0.20',
        on: 'mysql',
        given: tables,
        up: 'ALTER TABLE t ADD COLUMN k int FIRST, ALGORITHM=INSTANT',
        dbVersion: '8.0.20',
        optIn: ['mysql-inplace-rebuild'],
      },
      {
        when: 'compressed',
        on: 'mysql',
        given: 'CREATE TABLE w (id int primary key) ROW_FORMAT=COMPRESSED',
        up: 'ALTER TABLE w ADD COLUMN k int',
        optIn: ['mysql-inplace-rebuild'],
      },
      {
        when: 'compressed',
        on: 'mariadb',
        given: 'CREATE TABLE w (id int primary key) ROW_FORMAT=COMPRESSED',
        up: 'ALTER TABLE w ADD COLUMN k int',
        optIn: ['mysql-inplace-rebuild'],
      },
      {
        when: 'fulltext on table',
        on: mysqlFamily,
        given: 'CREATE TABLE w (id int primary key, b text, FULLTEXT (b))',
        up: 'ALTER TABLE w ADD COLUMN k int',
        says: ['mysql-table-copy'],
      },
      {
        when: 'compressed drop',
        on: mysqlFamily,
        given: 'CREATE TABLE w (id int primary key, b int) ROW_FORMAT=COMPRESSED',
        up: 'ALTER TABLE w DROP COLUMN b',
        says: ['drop-column'],
      },
      {
        when: 'fulltext on table drop',
        on: mysqlFamily,
        given: 'CREATE TABLE w (id int primary key, c int, b text, FULLTEXT (b))',
        up: 'ALTER TABLE w DROP COLUMN c',
        says: ['drop-column'],
      },
      {
        when: 'rename column referenced by fk',
        on: mysqlFamily,
        given:
          'CREATE TABLE a (id int primary key); CREATE TABLE b (id int primary key, a_id int, FOREIGN KEY (a_id) REFERENCES a(id));',
        up: 'ALTER TABLE a RENAME COLUMN id TO idd',
        says: ['rename-column'],
      },
      {
        when: 'drop indexed column',
        on: mysqlFamily,
        given: 'CREATE TABLE w (id int primary key, c int, KEY (c))',
        up: 'ALTER TABLE w DROP COLUMN c',
        says: ['drop-column'],
      },
      {
        when: 'combined',
        on: mysqlFamily,
        given: tables,
        up: 'ALTER TABLE t ADD COLUMN k int, MODIFY n bigint NOT NULL DEFAULT 3',
        says: ['mysql-table-copy'],
      },
      {
        when: 'combined INSTANT asked',
        on: mysqlFamily,
        given: tables,
        up: 'ALTER TABLE t ADD COLUMN k int, MODIFY n bigint NOT NULL DEFAULT 3, ALGORITHM=INSTANT',
        says: ['mysql-table-copy'],
      },
    ],
  },
  {
    hazard: 'mysql-combined-alter-loses-instant',
    engines: mysqlFamily,
    cases: [
      {
        when: 'add + add index',
        on: mysqlFamily,
        given: tables,
        up: 'ALTER TABLE t ADD COLUMN k int, ADD INDEX (n)',
        says: ['mysql-combined-alter-loses-instant'],
      },
      {
        when: 'add + add check',
        on: mysqlFamily,
        given: tables,
        up: 'ALTER TABLE t ADD COLUMN k int, ADD CONSTRAINT c CHECK (n > 0)',
        says: ['add-check'],
      },
      {
        when: 'two instants',
        on: mysqlFamily,
        given: tables,
        up: 'ALTER TABLE t ADD COLUMN k int, ADD COLUMN j int',
        silent: 'both are instant together',
      },
      {
        when: 'index visibility + rebuild',
        on: 'mysql',
        given: 'CREATE TABLE t (id int primary key, n int, KEY i (n))',
        up: 'ALTER TABLE t ALTER INDEX i INVISIBLE, FORCE',
        optIn: ['mysql-inplace-rebuild'],
      },
      {
        when: 'index visibility + type',
        on: 'mysql',
        given: 'CREATE TABLE t (id int primary key, n int, m int, KEY i (n))',
        up: 'ALTER TABLE t ALTER INDEX i INVISIBLE, MODIFY m bigint',
        says: ['mysql-table-copy'],
      },
      {
        when: 'index ignored + type',
        on: 'mariadb',
        given: 'CREATE TABLE t (id int primary key, n int, m int, KEY i (n))',
        up: 'ALTER TABLE t ALTER INDEX i IGNORED, MODIFY m bigint',
        says: ['mysql-table-copy'],
      },
    ],
  },
]
