import { everyEngine, type Hazard, mysqlFamily } from './hazard.ts'

const users = 'CREATE TABLE users (id int PRIMARY KEY, email varchar(100), plan varchar(20))'
const carts =
  'CREATE TABLE carts (id int PRIMARY KEY, user_id int, FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE)'
const byYear =
  'CREATE TABLE logs (id int NOT NULL, year int NOT NULL, PRIMARY KEY (id, year)) PARTITION BY RANGE (year) (PARTITION p0 VALUES LESS THAN (2020), PARTITION p1 VALUES LESS THAN (2030))'
const byHash = 'CREATE TABLE logs (id int NOT NULL PRIMARY KEY, year int) PARTITION BY HASH (id) PARTITIONS 4'

// biome-ignore format: a table
export const lostRows: readonly Hazard[] = [
  {
    hazard: 'truncate',
    engines: ['postgres', ...mysqlFamily],
    cases: [
      { when: 'any', on: ['postgres', ...mysqlFamily], given: users, up: 'TRUNCATE TABLE users', says: ['truncate'] },
      { when: 'no migration makes it', on: ['postgres', ...mysqlFamily], up: 'TRUNCATE users', says: ['truncate'] },
      { when: 'several, each by its name', on: 'postgres', given: `${users}; CREATE TABLE logs (id int)`, up: 'TRUNCATE users, logs RESTART IDENTITY', says: ['truncate', 'truncate'] },
      { when: 'a table of the same deploy', on: ['postgres', ...mysqlFamily], up: `${users}; TRUNCATE users`, silent: 'it held no rows before the deploy' },
      { when: 'a temporary table', on: ['postgres', ...mysqlFamily], up: 'CREATE TEMPORARY TABLE work (id int); INSERT INTO work VALUES (1); TRUNCATE work', silent: 'it would end with the connection' },
    ],
  },
  {
    hazard: 'truncate-cascade',
    engines: ['postgres'],
    cases: [
      { when: 'another table refers to it', on: 'postgres', given: `${users}; ${carts}`, up: 'TRUNCATE users CASCADE', says: ['truncate-cascade'] },
      { when: 'nothing is known to refer to it', on: 'postgres', up: 'TRUNCATE users CASCADE', says: ['truncate-cascade'] },
      { when: 'nothing refers to it yet', on: 'postgres', given: users, up: 'TRUNCATE users CASCADE', says: ['truncate'] },
      { when: 'without the word', on: 'postgres', given: `${users}; ${carts}`, up: 'TRUNCATE users', says: ['truncate'] },
    ],
  },
  {
    hazard: 'delete-without-where',
    engines: everyEngine,
    cases: [
      { when: 'no condition', on: everyEngine, given: users, up: 'DELETE FROM users', says: ['delete-without-where'] },
      { when: '1 = 1', on: everyEngine, given: users, up: 'DELETE FROM users WHERE 1 = 1', says: ['delete-without-where'] },
      { when: 'true', on: everyEngine, given: users, up: 'DELETE FROM users WHERE true', says: ['delete-without-where'] },
      { when: 'a column that is equal to itself', on: everyEngine, given: users, up: 'DELETE FROM users WHERE id = id', says: ['delete-without-where'] },
      { when: 'the key IS NOT NULL', on: everyEngine, given: users, up: 'DELETE FROM users WHERE id IS NOT NULL', says: ['delete-without-where'] },
      { when: 'true OR something', on: everyEngine, given: users, up: "DELETE FROM users WHERE 1 = 1 OR email = ''", says: ['delete-without-where'] },
      { when: 'a condition', on: everyEngine, given: users, up: "DELETE FROM users WHERE plan = 'trial'", says: ['delete-rows'] },
      { when: 'a condition, and the rows are kept', on: everyEngine, given: `${users}; CREATE TABLE kept (id int, email varchar(100), plan varchar(20))`, up: "INSERT INTO kept SELECT * FROM users WHERE plan = 'trial'; DELETE FROM users WHERE plan = 'trial'", silent: 'they are in the other table' },
      { when: 'a table of the same deploy', on: everyEngine, up: `${users}; DELETE FROM users`, silent: 'it held no rows before the deploy' },
    ],
  },
  {
    hazard: 'update-without-where',
    engines: everyEngine,
    cases: [
      { when: 'no condition', on: everyEngine, given: users, up: "UPDATE users SET plan = 'free'", says: ['update-without-where'] },
      { when: '1 = 1', on: everyEngine, given: users, up: "UPDATE users SET plan = 'free' WHERE 1 = 1", says: ['update-without-where'] },
      { when: 'true', on: everyEngine, given: users, up: "UPDATE users SET plan = 'free' WHERE true", says: ['update-without-where'] },
      { when: 'a column that is equal to itself', on: everyEngine, given: users, up: "UPDATE users SET plan = 'free' WHERE plan = plan", says: ['update-without-where'] },
      { when: 'of a join', on: mysqlFamily, given: `${users}; ${carts}`, up: "UPDATE users JOIN carts ON carts.user_id = users.id SET users.plan = 'free'", says: ['dml-overwrites-data'] },
      { when: 'a column of the same deploy', on: ['postgres', ...mysqlFamily], given: users, after: { up: 'ALTER TABLE users ADD COLUMN team int' }, up: 'UPDATE users SET team = 1', says: ['unbatched-backfill'] },
      { when: 'a column of the same deploy', on: 'sqlite', given: users, after: { up: 'ALTER TABLE users ADD COLUMN team int' }, up: 'UPDATE users SET team = 1', silent: 'it held no value, and there is one writer at a time anyway' },
    ],
  },
  {
    hazard: 'dml-overwrites-data',
    engines: everyEngine,
    cases: [
      { when: 'a value that is computed from itself', on: everyEngine, given: users, up: 'UPDATE users SET email = lower(email) WHERE id > 9', says: ['dml-overwrites-data'] },
      { when: 'a constant', on: everyEngine, given: users, up: "UPDATE users SET email = '' WHERE id > 9", says: ['dml-overwrites-data'] },
      { when: 'rows without a value', on: everyEngine, given: users, up: "UPDATE users SET email = '' WHERE email IS NULL", silent: 'there was no value' },
      { when: 'one value becomes another', on: everyEngine, given: users, up: "UPDATE users SET plan = 'a' WHERE plan = 'b'", silent: 'the migration itself says what it was' },
      { when: 'the old value is kept', on: everyEngine, given: `${users}; CREATE TABLE kept (id int, email varchar(100))`, up: "INSERT INTO kept SELECT id, email FROM users; UPDATE users SET email = '' WHERE id > 9", silent: 'it is in the other table' },
    ],
  },
  {
    hazard: 'replace-into',
    engines: [...mysqlFamily, 'sqlite'],
    cases: [
      { when: 'REPLACE', on: [...mysqlFamily, 'sqlite'], given: users, up: "REPLACE INTO users (id, email) VALUES (1, 'a')", says: ['replace-into'] },
      { when: 'INSERT OR REPLACE', on: 'sqlite', given: users, up: "INSERT OR REPLACE INTO users (id, email) VALUES (1, 'a')", says: ['replace-into'] },
      { when: 'ON DUPLICATE KEY UPDATE', on: mysqlFamily, given: users, up: "INSERT INTO users (id, email) VALUES (1, 'a') ON DUPLICATE KEY UPDATE email = 'a'", silent: 'no row is deleted, and the script knows the row' },
      { when: 'LOAD DATA … REPLACE', on: mysqlFamily, given: users, up: "LOAD DATA INFILE '/tmp/u.csv' REPLACE INTO TABLE users", says: ['replace-into', 'load-data'] },
      { when: 'a table of the same deploy', on: [...mysqlFamily, 'sqlite'], up: `${users}; REPLACE INTO users (id, email) VALUES (1, 'a')`, silent: 'it held no rows before the deploy' },
    ],
  },
  {
    hazard: 'drop-partition',
    engines: ['postgres', ...mysqlFamily],
    cases: [
      { when: 'DROP PARTITION', on: mysqlFamily, given: byYear, up: 'ALTER TABLE logs DROP PARTITION p0', says: ['drop-partition'] },
      { when: 'several, each by its name', on: mysqlFamily, given: byYear, up: 'ALTER TABLE logs DROP PARTITION p0, p1', says: ['drop-partition'] },
      { when: 'a partition is a table', on: 'postgres', given: 'CREATE TABLE logs (id int, year int) PARTITION BY RANGE (year); CREATE TABLE logs_2020 PARTITION OF logs FOR VALUES FROM (2020) TO (2021)', up: 'DROP TABLE logs_2020', says: ['drop-table'] },
      { when: 'TRUNCATE PARTITION', on: mysqlFamily, given: byYear, up: 'ALTER TABLE logs TRUNCATE PARTITION p0', says: ['drop-partition'] },
      { when: 'TRUNCATE PARTITION ALL', on: mysqlFamily, given: byYear, up: 'ALTER TABLE logs TRUNCATE PARTITION ALL', says: ['drop-partition'] },
      { when: 'EXCHANGE PARTITION', on: mysqlFamily, given: `${byYear}; CREATE TABLE old_logs (id int NOT NULL, year int NOT NULL, PRIMARY KEY (id, year))`, up: 'ALTER TABLE logs EXCHANGE PARTITION p0 WITH TABLE old_logs', says: ['drop-partition'] },
      { when: 'COALESCE PARTITION', on: mysqlFamily, given: byHash, up: 'ALTER TABLE logs COALESCE PARTITION 2', says: ['mysql-table-copy'] },
      { when: 'DISCARD TABLESPACE', on: mysqlFamily, given: users, up: 'ALTER TABLE users DISCARD TABLESPACE', says: ['truncate'] },
      { when: 'DISCARD PARTITION … TABLESPACE', on: mysqlFamily, given: byYear, up: 'ALTER TABLE logs DISCARD PARTITION p0 TABLESPACE', says: ['drop-partition'] },
      { when: 'REORGANIZE leaves out no range', on: mysqlFamily, given: byYear, up: 'ALTER TABLE logs REORGANIZE PARTITION p0, p1 INTO (PARTITION p2 VALUES LESS THAN (2030))', says: ['mysql-table-copy'] },
      { when: 'DETACH keeps the rows', on: 'postgres', given: 'CREATE TABLE logs (id int, year int) PARTITION BY RANGE (year); CREATE TABLE logs_2020 PARTITION OF logs FOR VALUES FROM (2020) TO (2021)', up: 'ALTER TABLE logs DETACH PARTITION logs_2020 CONCURRENTLY', transaction: 'none', silent: 'the rows stay in logs_2020' },
    ],
  },
  {
    hazard: 'alter-ignore',
    engines: ['mariadb', 'mysql'],
    cases: [
      { when: 'with a unique key', on: 'mariadb', given: users, up: 'ALTER IGNORE TABLE users ADD UNIQUE (email)', says: ['alter-ignore'] },
      { when: 'with a shorter type', on: 'mariadb', given: users, up: 'ALTER IGNORE TABLE users MODIFY email varchar(10)', says: ['alter-ignore'] },
      { when: 'MySQL has it no more', on: 'mysql', given: users, up: 'ALTER IGNORE TABLE users ADD UNIQUE (email)', says: ['alter-ignore', 'version-gated'] },
    ],
  },
  {
    hazard: 'osc-add-unique',
    engines: mysqlFamily,
    cases: [
      { when: 'a unique key', on: mysqlFamily, given: users, up: 'ALTER TABLE users ADD UNIQUE KEY users_email (email)', optIn: ['osc-incompatible'], says: ['add-unique-on-existing'] },
      { when: 'the primary key goes', on: mysqlFamily, given: users, up: 'ALTER TABLE users DROP PRIMARY KEY', optIn: ['osc-incompatible'], says: ['drop-unique', 'mysql-table-copy'] },
      { when: 'a column is copied under another name', on: mysqlFamily, given: 'CREATE TABLE users (id int PRIMARY KEY, visits int)', up: 'ALTER TABLE users CHANGE visits visit_count bigint', optIn: ['osc-incompatible'], says: ['rename-column', 'mysql-table-copy'] },
      { when: 'a new name alone', on: mysqlFamily, given: users, up: 'ALTER TABLE users RENAME COLUMN plan TO tariff', says: ['rename-column'] },
    ],
  },
]
