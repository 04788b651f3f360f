import { type Hazard, mysqlFamily } from './hazard.ts'

const tables = 'CREATE TABLE u (id int PRIMARY KEY, email varchar(100), n int, e varchar(100));'

export const types: readonly Hazard[] = [
  {
    hazard: 'type-cast-may-fail',
    engines: ['postgres', 'mysql', 'mariadb'],
    cases: [
      {
        when: 'text to int no using',
        on: 'postgres',
        given: tables,
        up: 'ALTER TABLE u ALTER COLUMN email TYPE int',
        says: ['type-cast-may-fail'],
      },
      {
        when: 'text to int using',
        on: 'postgres',
        given: tables,
        up: 'ALTER TABLE u ALTER COLUMN email TYPE int USING email::int',
        says: ['type-narrowing'],
      },
      {
        when: 'text to jsonb using',
        on: 'postgres',
        given: tables,
        up: 'ALTER TABLE u ALTER COLUMN email TYPE jsonb USING email::jsonb',
        says: ['type-narrowing'],
      },
      {
        when: 'text to uuid',
        on: 'postgres',
        given: tables,
        up: 'ALTER TABLE u ALTER COLUMN email TYPE uuid USING email::uuid',
        says: ['type-narrowing'],
      },
      {
        when: 'text to date',
        on: 'postgres',
        given: tables,
        up: "ALTER TABLE u ALTER COLUMN email TYPE date USING to_date(email, 'YYYY')",
        says: ['alter-column-type-rewrite'],
      },
      {
        when: 'text to enum',
        on: 'postgres',
        given:
          "CREATE TYPE mood AS ENUM ('a');CREATE TABLE u (id int PRIMARY KEY, email varchar(100), n int, e varchar(100));",
        up: 'ALTER TABLE u ALTER COLUMN email TYPE mood USING email::mood',
        says: ['type-narrowing'],
      },
      {
        when: 'int to boolean using cmp',
        on: 'postgres',
        given: tables,
        up: 'ALTER TABLE u ALTER COLUMN n TYPE boolean USING n <> 0',
        says: ['alter-column-type-rewrite'],
      },
      {
        when: 'int to boolean no using',
        on: 'postgres',
        given: tables,
        up: 'ALTER TABLE u ALTER COLUMN n TYPE boolean',
        says: ['type-cast-may-fail'],
      },
      {
        when: 'default cannot be cast',
        on: 'postgres',
        given: "CREATE TABLE w (id int, b text DEFAULT 'x')",
        up: 'ALTER TABLE w ALTER COLUMN b TYPE int USING b::int',
        says: ['type-cast-may-fail'],
      },
      {
        when: 'boolean default to int',
        on: 'postgres',
        given: 'CREATE TABLE w (id int, b boolean DEFAULT false)',
        up: 'ALTER TABLE w ALTER COLUMN b TYPE int USING b::int',
        says: ['type-cast-may-fail'],
      },
      {
        when: 'varchar to int',
        on: mysqlFamily,
        given: tables,
        up: 'ALTER TABLE u MODIFY email int',
        says: ['type-narrowing'],
      },
      {
        when: 'varchar to json',
        on: mysqlFamily,
        given: tables,
        up: 'ALTER TABLE u MODIFY email json',
        says: ['type-narrowing'],
      },
      {
        when: 'varchar to date',
        on: mysqlFamily,
        given: tables,
        up: 'ALTER TABLE u MODIFY email date',
        says: ['type-narrowing'],
      },
      {
        when: 'varchar to enum',
        on: mysqlFamily,
        given: tables,
        up: "ALTER TABLE u MODIFY email enum('a','b')",
        says: ['type-narrowing'],
      },
    ],
  },
  {
    hazard: 'datetime',
    engines: mysqlFamily,
    cases: [
      {
        when: 'datetime to timestamp',
        on: mysqlFamily,
        given: 'CREATE TABLE w (id int primary key, d datetime, t timestamp NULL)',
        up: 'ALTER TABLE w MODIFY d timestamp NULL',
        says: ['type-narrowing'],
      },
      {
        when: 'timestamp to datetime',
        on: mysqlFamily,
        given: 'CREATE TABLE w (id int primary key, d datetime, t timestamp NULL)',
        up: 'ALTER TABLE w MODIFY t datetime',
        says: ['session-zone-conversion'],
      },
      {
        when: 'datetime to date',
        on: mysqlFamily,
        given: 'CREATE TABLE w (id int primary key, d datetime, t timestamp NULL)',
        up: 'ALTER TABLE w MODIFY d date',
        says: ['type-narrowing'],
      },
    ],
  },
  {
    hazard: 'session-zone-conversion',
    engines: mysqlFamily,
    cases: [
      {
        when: 'in a zone that is said',
        on: mysqlFamily,
        given: 'CREATE TABLE w (id int primary key, t timestamp NULL)',
        up: "SET @old=@@time_zone; SET time_zone='+00:00'; ALTER TABLE w MODIFY t datetime; SET time_zone=@old",
        says: ['mysql-table-copy'],
      },
    ],
  },
]
