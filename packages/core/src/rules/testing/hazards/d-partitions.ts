import type { Hazard } from './hazard.ts'

const logs =
  'CREATE TABLE logs (id int, year int NOT NULL, e int) PARTITION BY RANGE (year); CREATE TABLE logs_1 PARTITION OF logs FOR VALUES FROM (1) TO (2)'
const loose = `${logs}; CREATE TABLE logs_2 (id int, year int NOT NULL, e int)`
const attach = 'ALTER TABLE logs ATTACH PARTITION logs_2 FOR VALUES FROM (2) TO (3)'
const bounds =
  'ALTER TABLE logs_2 ADD CONSTRAINT bounds CHECK (year >= 2 AND year < 3) NOT VALID; ALTER TABLE logs_2 VALIDATE CONSTRAINT bounds'
const users = 'CREATE TABLE users (id int PRIMARY KEY, email text)'
const touch = "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'"
const trigger = 'CREATE TRIGGER touched BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch()'

// biome-ignore format: a table
export const partitionLocks: readonly Hazard[] = [
  {
    hazard: 'detach-partition-not-concurrently',
    engines: ['postgres'],
    cases: [
      { when: 'DETACH', on: 'postgres', given: logs, up: 'ALTER TABLE logs DETACH PARTITION logs_1', says: ['detach-partition-not-concurrently'] },
      { when: 'CONCURRENTLY', on: 'postgres', transaction: 'none', given: logs, up: 'ALTER TABLE logs DETACH PARTITION logs_1 CONCURRENTLY', silent: 'reads and writes go on' },
      { when: 'before there was CONCURRENTLY', on: 'postgres', transaction: 'none', dbVersion: '13', given: logs, up: 'ALTER TABLE logs DETACH PARTITION logs_1 CONCURRENTLY', says: ['version-gated'] },
    ],
  },
  {
    hazard: 'attach-partition-without-check',
    engines: ['postgres'],
    cases: [
      { when: 'every row is read', on: 'postgres', given: loose, up: attach, says: ['attach-partition-without-check'] },
      { when: 'a valid CHECK proves it', on: 'postgres', given: `${loose}; ${bounds}`, up: attach, silent: 'no row is read' },
      { when: 'the DEFAULT partition is read', on: 'postgres', given: `${loose}; ${bounds}; CREATE TABLE rest PARTITION OF logs DEFAULT`, up: attach, says: ['attach-partition-without-check'] },
      { when: 'a table of the same script', on: 'postgres', given: logs, up: `CREATE TABLE logs_2 (id int, year int NOT NULL, e int); ${attach}`, silent: 'it holds no rows' },
    ],
  },
  {
    hazard: 'partitioned-parent-ddl',
    engines: ['postgres'],
    cases: [
      { when: 'an index on every partition', on: 'postgres', given: logs, up: 'CREATE INDEX i ON logs (id)', says: ['create-index-not-concurrently'] },
      { when: 'a type in every partition', on: 'postgres', given: logs, up: 'ALTER TABLE logs ALTER COLUMN id TYPE bigint', says: ['alter-column-type-rewrite'] },
      { when: 'NOT NULL in every partition', on: 'postgres', given: logs, up: 'ALTER TABLE logs ALTER COLUMN id SET NOT NULL', says: ['set-not-null'] },
      { when: 'a CHECK in every partition', on: 'postgres', given: logs, up: 'ALTER TABLE logs ADD CONSTRAINT c CHECK (id > 0)', says: ['add-check'] },
      { when: 'a column in every partition', on: 'postgres', given: logs, up: 'ALTER TABLE logs ADD COLUMN f int', silent: 'every partition is locked for a moment only' },
    ],
  },
  {
    hazard: 'create-trigger, drop-trigger, disable-trigger',
    engines: ['postgres'],
    cases: [
      { when: 'CREATE', on: 'postgres', given: `${users}; ${touch}`, up: trigger, silent: 'reads go on, and writes wait for a moment only' },
      { when: 'DROP', on: 'postgres', given: `${users}; ${touch}; ${trigger}`, up: 'DROP TRIGGER touched ON users', optIn: ['missing-lock-timeout'], says: ['drop-trigger'] },
      { when: 'DISABLE', on: 'postgres', given: `${users}; ${touch}; ${trigger}`, up: 'ALTER TABLE users DISABLE TRIGGER touched', says: ['disable-fk-checks'] },
    ],
  },
  {
    hazard: 'lock-table, do-block-ddl, dynamic-sql',
    engines: ['postgres'],
    cases: [
      { when: 'LOCK TABLE', on: 'postgres', given: users, up: 'LOCK TABLE users IN ACCESS EXCLUSIVE MODE', says: ['lock-table'] },
      { when: 'DDL in a DO block', on: 'postgres', given: users, up: 'DO $$ BEGIN DROP TABLE users; END $$', says: ['drop-table'] },
      { when: 'DDL in an EXECUTE of a DO block', on: 'postgres', given: users, up: "DO $$ BEGIN EXECUTE 'DROP TABLE users'; END $$", says: ['drop-table'] },
      { when: 'SQL that is put together', on: 'postgres', given: users, up: "DO $$ DECLARE t text; BEGIN SELECT email INTO t FROM users; EXECUTE 'DROP TABLE ' || t; END $$", says: ['irreversible-operation'] },
    ],
  },
  {
    hazard: 'missing-lock-timeout',
    engines: ['postgres'],
    cases: [
      { when: 'a strong lock without one', on: 'postgres', given: users, up: 'ALTER TABLE users ADD COLUMN c int', optIn: ['missing-lock-timeout'] },
      { when: '0 is none', on: 'postgres', given: users, up: "SET lock_timeout = 0; ALTER TABLE users ADD COLUMN c int", optIn: ['missing-lock-timeout'] },
      { when: 'one that is set after it', on: 'postgres', given: users, up: "ALTER TABLE users ADD COLUMN c int; SET LOCAL lock_timeout = '2s'", optIn: ['missing-lock-timeout'] },
      { when: 'SET LOCAL outside a transaction does nothing', on: 'postgres', transaction: 'none', given: users, up: "SET LOCAL lock_timeout = '2s'; ALTER TABLE users ADD COLUMN c int", optIn: ['missing-lock-timeout'] },
      { when: 'an hour is as good as none', on: 'postgres', given: users, up: "SET LOCAL lock_timeout = '1h'; ALTER TABLE users ADD COLUMN c int", optIn: ['missing-lock-timeout'] },
      { when: 'one that is set before it', on: 'postgres', given: users, up: "SET LOCAL lock_timeout = '2s'; ALTER TABLE users ADD COLUMN c int", silent: 'the wait ends after two seconds' },
    ],
  },
]
