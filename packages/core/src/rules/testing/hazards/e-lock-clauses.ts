import { type Hazard, mysqlFamily } from './hazard.ts'

const tables =
  "CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL DEFAULT 3, s varchar(50), l varchar(300), txt text, e enum('a','b'), st set('a','b'), d datetime, p point) DEFAULT CHARSET=utf8mb4;CREATE TABLE u (id int PRIMARY KEY, t_id int);"

export const lockClauses: readonly Hazard[] = [
  {
    hazard: 'no-explicit-algorithm-lock',
    engines: mysqlFamily,
    cases: [
      {
        when: 'plain',
        on: mysqlFamily,
        given: tables,
        up: 'ALTER TABLE t ADD COLUMN k int',
        optIn: ['no-explicit-algorithm-lock'],
      },
      {
        when: 'given',
        on: mysqlFamily,
        given: tables,
        up: 'ALTER TABLE t ADD COLUMN k int, ALGORITHM=INSTANT',
        silent: 'it is said',
      },
      {
        when: 'create index given',
        on: mysqlFamily,
        given: tables,
        up: 'CREATE INDEX i ON t (n) ALGORITHM=INPLACE LOCK=NONE',
        silent: 'it is said',
      },
      {
        when: 'LOCK=EXCLUSIVE',
        on: mysqlFamily,
        given: tables,
        up: 'ALTER TABLE t ADD INDEX i (n), LOCK=EXCLUSIVE',
        says: ['lock-table'],
      },
      {
        when: 'LOCK=SHARED',
        on: mysqlFamily,
        given: tables,
        up: 'ALTER TABLE t ADD INDEX i (n), LOCK=SHARED',
        says: ['lock-table'],
      },
      {
        when: 'create index COPY',
        on: mysqlFamily,
        given: tables,
        up: 'CREATE INDEX i ON t (n) ALGORITHM=COPY',
        says: ['lock-table'],
      },
    ],
  },
  {
    hazard: 'metadata-lock-timeout',
    engines: mysqlFamily,
    cases: [
      {
        when: 'no set',
        on: mysqlFamily,
        given: tables,
        up: 'ALTER TABLE t ADD COLUMN k int',
        optIn: ['missing-lock-timeout'],
      },
      {
        when: 'set',
        on: mysqlFamily,
        given: tables,
        up: 'SET SESSION lock_wait_timeout=5; ALTER TABLE t ADD COLUMN k int',
        silent: 'the wait has a limit',
      },
      {
        when: 'set innodb_lock_wait_timeout only',
        on: mysqlFamily,
        given: tables,
        up: 'SET SESSION innodb_lock_wait_timeout=5; ALTER TABLE t ADD COLUMN k int',
        optIn: ['missing-lock-timeout'],
      },
      {
        when: 'set too long',
        on: mysqlFamily,
        given: tables,
        up: 'SET SESSION lock_wait_timeout=86400; ALTER TABLE t ADD COLUMN k int',
        optIn: ['missing-lock-timeout'],
      },
      {
        when: 'set after',
        on: mysqlFamily,
        given: tables,
        up: 'ALTER TABLE t ADD COLUMN k int; SET SESSION lock_wait_timeout=5',
        optIn: ['missing-lock-timeout'],
      },
      {
        when: 'mariadb WAIT n',
        on: 'mariadb',
        given: tables,
        up: 'ALTER TABLE t WAIT 5 ADD COLUMN k int',
        silent: 'the statement itself says how long it waits',
      },
      {
        when: 'mariadb NOWAIT',
        on: 'mariadb',
        given: tables,
        up: 'ALTER TABLE t NOWAIT ADD COLUMN k int',
        silent: 'the statement itself says how long it waits',
      },
      {
        when: 'mariadb SET STATEMENT',
        on: 'mariadb',
        given: tables,
        up: 'SET STATEMENT lock_wait_timeout=5 FOR ALTER TABLE t ADD COLUMN k int',
        silent: 'the statement itself says how long it waits',
      },
    ],
  },
]
