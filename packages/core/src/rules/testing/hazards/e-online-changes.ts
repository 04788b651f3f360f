import { type Hazard, mysqlFamily } from './hazard.ts'

const tables =
  "CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL DEFAULT 3, s varchar(50), l varchar(300), txt text, e enum('a','b'), st set('a','b'), d datetime, p point) DEFAULT CHARSET=utf8mb4;CREATE TABLE u (id int PRIMARY KEY, t_id int);"

export const onlineChanges: readonly Hazard[] = [
  {
    hazard: 'osc-incompatible',
    engines: mysqlFamily,
    cases: [
      {
        when: 'rename',
        on: mysqlFamily,
        given: tables,
        up: 'ALTER TABLE t RENAME TO t2',
        says: ['rename-table'],
      },
      {
        when: 'no pk',
        on: mysqlFamily,
        given: 'CREATE TABLE w (c int)',
        up: 'ALTER TABLE w MODIFY c bigint',
        optIn: ['osc-incompatible'],
        says: ['mysql-table-copy'],
      },
      {
        when: 'triggers',
        on: mysqlFamily,
        given:
          "CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL DEFAULT 3, s varchar(50), l varchar(300), txt text, e enum('a','b'), st set('a','b'), d datetime, p point) DEFAULT CHARSET=utf8mb4;CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET NEW.n = 1;",
        up: 'ALTER TABLE t MODIFY n bigint NOT NULL DEFAULT 3',
        optIn: ['osc-incompatible'],
        says: ['mysql-table-copy'],
      },
      {
        when: 'fk child',
        on: mysqlFamily,
        given:
          'CREATE TABLE a (id int primary key); CREATE TABLE b (id int primary key, n int, a_id int, FOREIGN KEY (a_id) REFERENCES a(id));',
        up: 'ALTER TABLE b MODIFY n bigint',
        optIn: ['osc-incompatible'],
        says: ['mysql-table-copy'],
      },
      {
        when: 'fk parent',
        on: mysqlFamily,
        given:
          'CREATE TABLE a (id int primary key, n int); CREATE TABLE b (id int primary key, a_id int, FOREIGN KEY (a_id) REFERENCES a(id));',
        up: 'ALTER TABLE a MODIFY n bigint',
        optIn: ['osc-incompatible'],
        says: ['mysql-table-copy'],
      },
      {
        when: 'add not null no default',
        on: mysqlFamily,
        given: tables,
        up: 'ALTER TABLE t ADD k int NOT NULL',
        says: ['add-required-column'],
      },
      {
        when: 'rename column',
        on: mysqlFamily,
        given: tables,
        up: 'ALTER TABLE t CHANGE n m int NOT NULL DEFAULT 3',
        says: ['rename-column'],
      },
      {
        when: 'add unique',
        on: mysqlFamily,
        given: tables,
        up: 'ALTER TABLE t ADD UNIQUE (s)',
        optIn: ['osc-incompatible'],
        says: ['add-unique-on-existing'],
      },
    ],
  },
  {
    hazard: 'large-table-needs-osc',
    engines: mysqlFamily,
    cases: [
      {
        when: 'no stats',
        on: mysqlFamily,
        given: tables,
        up: 'ALTER TABLE t FORCE',
        optIn: ['mysql-inplace-rebuild'],
      },
    ],
  },
  {
    hazard: 'bulk-dml-rows',
    engines: mysqlFamily,
    cases: [
      {
        when: 'update all',
        on: mysqlFamily,
        given: tables,
        up: 'UPDATE t SET n = n + 1 WHERE n > 0',
        silent:
          'a condition limits the rows, and how many those are is not known without the server; the old values can be computed',
      },
      {
        when: 'update by key',
        on: mysqlFamily,
        given: tables,
        up: 'UPDATE t SET n = 5 WHERE id = 1',
        silent: 'one row, which its key names',
      },
      {
        when: 'insert select',
        on: mysqlFamily,
        given: tables,
        up: 'INSERT IGNORE INTO u (id, t_id) SELECT id, id FROM t',
        silent: 'how many rows there are is not known without the server',
      },
    ],
  },
  {
    hazard: 'replication-unsafe',
    engines: mysqlFamily,
    cases: [
      {
        when: 'auto_increment added',
        on: mysqlFamily,
        given: 'CREATE TABLE w (n int)',
        up: 'ALTER TABLE w ADD COLUMN id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY',
        optIn: ['replication-unsafe'],
        says: ['mysql-table-copy'],
      },
      {
        when: 'limit without order',
        on: mysqlFamily,
        given: tables,
        up: 'UPDATE t SET n = 1 WHERE n = 0 LIMIT 10',
        silent: 'rows are sent as they are, unless the config says another binlogFormat',
      },
      {
        when: 'limit with order',
        on: mysqlFamily,
        given: tables,
        up: 'UPDATE t SET n = 1 WHERE n = 0 ORDER BY id LIMIT 10',
        silent: 'the rows are the same on each server',
      },
      {
        when: 'delete limit',
        on: mysqlFamily,
        given: tables,
        up: 'DELETE FROM t WHERE n = 0 LIMIT 10',
        says: ['delete-rows'],
      },
      {
        when: 'insert select limit',
        on: mysqlFamily,
        given: tables,
        up: 'INSERT INTO u SELECT id, n FROM t LIMIT 10',
        silent: 'rows are sent as they are, unless the config says another binlogFormat',
      },
      {
        when: 'uuid',
        on: mysqlFamily,
        given: tables,
        up: 'UPDATE t SET s = UUID() WHERE s IS NULL',
        silent: 'rows are sent as they are, unless the config says another binlogFormat',
      },
      {
        when: 'sysdate',
        on: mysqlFamily,
        given: tables,
        up: 'UPDATE t SET d = SYSDATE() WHERE d IS NULL',
        silent: 'rows are sent as they are, unless the config says another binlogFormat',
      },
      {
        when: 'now ok',
        on: mysqlFamily,
        given: tables,
        up: 'UPDATE t SET d = NOW() WHERE d IS NULL',
        silent: 'the time is sent along',
      },
    ],
  },
]
