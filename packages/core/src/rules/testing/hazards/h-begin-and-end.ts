import { everyEngine, type Hazard, mysqlFamily } from './hazard.ts'

const tables = 'CREATE TABLE u (id int PRIMARY KEY, email varchar(100), n int);'

export const beginAndEnd: readonly Hazard[] = [
  {
    hazard: 'uncommitted-transaction',
    engines: everyEngine,
    cases: [
      {
        when: 'begin no commit',
        on: everyEngine,
        given: tables,
        up: "BEGIN; INSERT INTO u VALUES (1,'a',1)",
        transaction: 'none',
        says: ['uncommitted-transaction'],
      },
      {
        when: 'start transaction no commit',
        on: ['postgres', 'mysql', 'mariadb'],
        given: tables,
        up: "START TRANSACTION; INSERT INTO u VALUES (1,'a',1)",
        transaction: 'none',
        says: ['uncommitted-transaction'],
      },
      {
        when: 'set autocommit=0',
        on: mysqlFamily,
        given: tables,
        up: "SET autocommit=0; INSERT INTO u VALUES (1,'a',1)",
        transaction: 'none',
        says: ['session-setting-leak'],
      },
    ],
  },
  {
    hazard: 'transaction-nesting',
    engines: everyEngine,
    cases: [
      {
        when: 'begin inside runner',
        on: everyEngine,
        given: tables,
        up: "BEGIN; INSERT INTO u VALUES (1,'a',1); COMMIT",
        says: ['transaction-nesting'],
      },
      {
        when: 'begin twice',
        on: everyEngine,
        given: tables,
        up: "BEGIN; BEGIN; INSERT INTO u VALUES (1,'a',1); COMMIT",
        transaction: 'none',
        says: ['transaction-nesting'],
      },
    ],
  },
  {
    hazard: 'explicit-commit',
    engines: everyEngine,
    cases: [
      {
        when: 'commit inside runner',
        on: everyEngine,
        given: tables,
        up: "INSERT INTO u VALUES (1,'a',1); COMMIT; INSERT INTO u VALUES (2,'a',1)",
        says: ['transaction-nesting'],
      },
      {
        when: 'begin commit none',
        on: everyEngine,
        given: tables,
        up: "BEGIN; INSERT INTO u VALUES (1,'a',1); COMMIT",
        transaction: 'none',
        silent: 'the script has a transaction of its own',
      },
    ],
  },
  {
    hazard: 'rollback-in-migration',
    engines: everyEngine,
    cases: [
      {
        when: 'rollback',
        on: everyEngine,
        given: tables,
        up: "INSERT INTO u VALUES (1,'a',1); ROLLBACK",
        says: ['transaction-nesting'],
      },
      {
        when: 'rollback to',
        on: everyEngine,
        given: tables,
        up: "SAVEPOINT s; INSERT INTO u VALUES (1,'a',1); ROLLBACK TO s",
        silent: 'the savepoint is the script’s own',
      },
      {
        when: 'rollback none',
        on: everyEngine,
        given: tables,
        up: "BEGIN; INSERT INTO u VALUES (1,'a',1); ROLLBACK",
        transaction: 'none',
        says: ['rollback-in-migration'],
      },
    ],
  },
  {
    hazard: 'savepoint-loop',
    engines: ['postgres'],
    cases: [
      {
        when: 'loop with exception',
        on: 'postgres',
        given: tables,
        up: 'DO $$ DECLARE r record; BEGIN FOR r IN SELECT id FROM u LOOP BEGIN UPDATE u SET n = 1 WHERE id = r.id; EXCEPTION WHEN OTHERS THEN NULL; END; END LOOP; END $$',
        says: ['dml-overwrites-data', 'savepoint-loop'],
      },
      {
        when: 'loop without exception',
        on: 'postgres',
        given: tables,
        up: 'DO $$ DECLARE r record; BEGIN FOR r IN SELECT id FROM u LOOP UPDATE u SET n = 1 WHERE id = r.id; END LOOP; END $$',
        says: ['dml-overwrites-data'],
      },
    ],
  },
]
