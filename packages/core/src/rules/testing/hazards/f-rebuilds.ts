import type { Hazard } from './hazard.ts'

const tables = 'CREATE TABLE t (id int, n int)'

export const rebuilds: readonly Hazard[] = [
  {
    hazard: 'sqlite-not-null-rebuild',
    engines: ['sqlite'],
    cases: [
      {
        when: 'copy',
        on: 'sqlite',
        given: tables,
        up: 'CREATE TABLE new_t (id int, n int NOT NULL); INSERT INTO new_t SELECT id, n FROM t; DROP TABLE t; ALTER TABLE new_t RENAME TO t',
        says: ['sqlite-not-null-rebuild'],
      },
      {
        when: 'default does not help',
        on: 'sqlite',
        given: tables,
        up: 'CREATE TABLE new_t (id int, n int NOT NULL DEFAULT 0); INSERT INTO new_t SELECT id, n FROM t; DROP TABLE t; ALTER TABLE new_t RENAME TO t',
        says: ['sqlite-not-null-rebuild'],
      },
      {
        when: 'coalesce',
        on: 'sqlite',
        given: tables,
        up: 'CREATE TABLE new_t (id int, n int NOT NULL); INSERT INTO new_t SELECT id, coalesce(n, 0) FROM t; DROP TABLE t; ALTER TABLE new_t RENAME TO t',
        silent: 'a value takes the place of NULL',
      },
      {
        when: 'ifnull',
        on: 'sqlite',
        given: tables,
        up: 'CREATE TABLE new_t (id int, n int NOT NULL); INSERT INTO new_t SELECT id, ifnull(n, 0) FROM t; DROP TABLE t; ALTER TABLE new_t RENAME TO t',
        silent: 'a value takes the place of NULL',
      },
      {
        when: 'backfill',
        on: 'sqlite',
        given: tables,
        up: 'UPDATE t SET n = 0 WHERE n IS NULL; CREATE TABLE new_t (id int, n int NOT NULL); INSERT INTO new_t SELECT id, n FROM t; DROP TABLE t; ALTER TABLE new_t RENAME TO t',
        silent: 'no NULL is left',
      },
      {
        when: 'where not null: rows lost',
        on: 'sqlite',
        given: tables,
        up: 'CREATE TABLE new_t (id int, n int NOT NULL); INSERT INTO new_t SELECT id, n FROM t WHERE n IS NOT NULL; DROP TABLE t; ALTER TABLE new_t RENAME TO t',
        says: ['drop-table'],
      },
      {
        when: 'insert or ignore: rows lost',
        on: 'sqlite',
        given: tables,
        up: 'CREATE TABLE new_t (id int, n int NOT NULL); INSERT OR IGNORE INTO new_t SELECT id, n FROM t; DROP TABLE t; ALTER TABLE new_t RENAME TO t',
        says: ['sqlite-not-null-rebuild'],
      },
      {
        when: 'column left out, default',
        on: 'sqlite',
        given: tables,
        up: 'CREATE TABLE new_t (id int, n int NOT NULL DEFAULT 0); INSERT INTO new_t (id) SELECT id FROM t; DROP TABLE t; ALTER TABLE new_t RENAME TO t',
        says: ['drop-column-via-rebuild'],
      },
      {
        when: 'new column not null no default',
        on: 'sqlite',
        given: 'CREATE TABLE t (id int)',
        up: 'CREATE TABLE new_t (id int, n int NOT NULL); INSERT INTO new_t (id) SELECT id FROM t; DROP TABLE t; ALTER TABLE new_t RENAME TO t',
        says: ['sqlite-not-null-rebuild'],
      },
      {
        when: 'insert or replace with default fills',
        on: 'sqlite',
        given: tables,
        up: 'CREATE TABLE new_t (id int, n int NOT NULL DEFAULT 0); INSERT OR REPLACE INTO new_t SELECT id, n FROM t; DROP TABLE t; ALTER TABLE new_t RENAME TO t',
        silent: 'the default takes the place of NULL',
      },
    ],
  },
]
