import { everyEngine, type Hazard, mysqlFamily } from './hazard.ts'

export const refusedKeys: readonly Hazard[] = [
  {
    hazard: 'constraint-backing-index-drop',
    engines: everyEngine,
    cases: [
      {
        when: 'pg unique',
        on: 'postgres',
        given: 'CREATE TABLE w (id int PRIMARY KEY, a int UNIQUE)',
        up: 'DROP INDEX w_a_key',
        says: ['constraint-backing-index-drop'],
      },
      {
        when: 'pg pk',
        on: 'postgres',
        given: 'CREATE TABLE w (id int PRIMARY KEY, a int UNIQUE)',
        up: 'DROP INDEX w_pkey',
        says: ['constraint-backing-index-drop'],
      },
      {
        when: 'my fk index',
        on: mysqlFamily,
        given:
          'CREATE TABLE p (id int PRIMARY KEY, code int);CREATE TABLE c (id int primary key, p_id int, KEY k (p_id), FOREIGN KEY (p_id) REFERENCES p (id));',
        up: 'DROP INDEX k ON c',
        says: ['constraint-backing-index-drop'],
      },
      {
        when: 'my fk index another serves',
        on: mysqlFamily,
        given:
          'CREATE TABLE p (id int PRIMARY KEY, code int);CREATE TABLE c (id int primary key, p_id int, KEY k (p_id), KEY k2 (p_id, id), FOREIGN KEY (p_id) REFERENCES p (id));',
        up: 'DROP INDEX k ON c',
        silent: 'another index begins with the column',
      },
      {
        when: 'my parent index',
        on: mysqlFamily,
        given:
          'CREATE TABLE p (id int primary key, code int, UNIQUE k (code)); CREATE TABLE c (id int primary key, p_c int, FOREIGN KEY (p_c) REFERENCES p (code));',
        up: 'DROP INDEX k ON p',
        says: ['constraint-backing-index-drop'],
      },
      {
        when: 'sqlite autoindex',
        on: 'sqlite',
        given: 'CREATE TABLE w (id int PRIMARY KEY, a int UNIQUE)',
        up: 'DROP INDEX sqlite_autoindex_w_2',
        says: ['sqlite-internal-object'],
      },
    ],
  },
  {
    hazard: 'partition-key-not-in-pk',
    engines: ['postgres', 'mysql', 'mariadb'],
    cases: [
      {
        when: 'pg create',
        on: 'postgres',
        up: 'CREATE TABLE w (id int PRIMARY KEY, d date) PARTITION BY RANGE (d)',
        says: ['partition-key-not-in-pk'],
      },
      {
        when: 'pg unique',
        on: 'postgres',
        given: 'CREATE TABLE w (id int, d date) PARTITION BY RANGE (d)',
        up: 'ALTER TABLE w ADD CONSTRAINT x UNIQUE (id)',
        says: ['partition-key-not-in-pk'],
      },
      {
        when: 'pg index',
        on: 'postgres',
        given: 'CREATE TABLE w (id int, d date) PARTITION BY RANGE (d)',
        up: 'CREATE UNIQUE INDEX x ON w (id)',
        says: ['partition-key-not-in-pk'],
      },
      {
        when: 'pg ok',
        on: 'postgres',
        up: 'CREATE TABLE w (id int, d date, PRIMARY KEY (id, d)) PARTITION BY RANGE (d)',
        silent: 'the key has the partition column',
      },
      {
        when: 'my create',
        on: mysqlFamily,
        up: 'CREATE TABLE w (id int PRIMARY KEY, d date) PARTITION BY HASH (to_days(d))',
        says: ['partition-key-not-in-pk'],
      },
      {
        when: 'my alter',
        on: mysqlFamily,
        given: 'CREATE TABLE w (id int PRIMARY KEY, d date)',
        up: 'ALTER TABLE w PARTITION BY HASH (to_days(d))',
        says: ['partition-key-not-in-pk'],
      },
      {
        when: 'my unique',
        on: mysqlFamily,
        given: 'CREATE TABLE w (id int, d date) PARTITION BY HASH (to_days(d))',
        up: 'ALTER TABLE w ADD UNIQUE (id)',
        says: ['partition-key-not-in-pk'],
      },
    ],
  },
  {
    hazard: 'fk-type-mismatch',
    engines: everyEngine,
    cases: [
      {
        when: 'int bigint',
        on: 'postgres',
        given: 'CREATE TABLE p (id bigint PRIMARY KEY)',
        up: 'CREATE TABLE c (id int PRIMARY KEY, p_id int, FOREIGN KEY (p_id) REFERENCES p (id))',
        silent: 'PostgreSQL compares the two; a child that is too small says so itself',
      },
      {
        when: 'int bigint',
        on: mysqlFamily,
        given: 'CREATE TABLE p (id bigint PRIMARY KEY)',
        up: 'CREATE TABLE c (id int PRIMARY KEY, p_id int, FOREIGN KEY (p_id) REFERENCES p (id))',
        says: ['fk-type-mismatch'],
      },
      {
        when: 'signedness',
        on: mysqlFamily,
        given: 'CREATE TABLE p (id int unsigned PRIMARY KEY)',
        up: 'CREATE TABLE c (id int PRIMARY KEY, p_id int, FOREIGN KEY (p_id) REFERENCES p (id))',
        says: ['fk-type-mismatch'],
      },
      {
        when: 'text int',
        on: 'postgres',
        given: 'CREATE TABLE p (id int PRIMARY KEY)',
        up: 'CREATE TABLE c (id int PRIMARY KEY, p_id text, FOREIGN KEY (p_id) REFERENCES p (id))',
        says: ['fk-type-mismatch'],
      },
      {
        when: 'collation',
        on: mysqlFamily,
        given: 'CREATE TABLE p (id varchar(10) PRIMARY KEY) COLLATE utf8mb4_bin',
        up: 'CREATE TABLE c (id int PRIMARY KEY, p_id varchar(10) COLLATE utf8mb4_general_ci, FOREIGN KEY (p_id) REFERENCES p (id))',
        says: ['fk-type-mismatch'],
      },
      {
        when: 'varchar length ok',
        on: mysqlFamily,
        given: 'CREATE TABLE p (id varchar(10) PRIMARY KEY) COLLATE utf8mb4_bin',
        up: 'CREATE TABLE c (id int PRIMARY KEY, p_id varchar(20), FOREIGN KEY (p_id) REFERENCES p (id)) COLLATE utf8mb4_bin',
        silent: 'the lengths of texts may differ',
      },
      {
        when: 'sqlite',
        on: 'sqlite',
        given: 'CREATE TABLE p (id bigint PRIMARY KEY)',
        up: 'CREATE TABLE c (id int PRIMARY KEY, p_id text, FOREIGN KEY (p_id) REFERENCES p (id))',
        silent: 'SQLite compares with the affinity of the parent',
      },
    ],
  },
  {
    hazard: 'nondeterministic-collation-fk',
    engines: ['postgres'],
    cases: [
      {
        when: 'fk',
        on: 'postgres',
        given:
          "CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false); CREATE TABLE p (id text COLLATE ci PRIMARY KEY);",
        up: 'CREATE TABLE c (id int PRIMARY KEY, p_id text COLLATE ci REFERENCES p (id))',
        silent: 'both sides have the same collation',
      },
    ],
  },
]
