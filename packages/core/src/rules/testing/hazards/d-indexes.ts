import type { Hazard } from './hazard.ts'

const users = 'CREATE TABLE users (id int PRIMARY KEY, email text, n int)'
const carts = `${users}; CREATE TABLE carts (id int PRIMARY KEY, user_id int)`
const parted =
  'CREATE TABLE logs (id int, year int) PARTITION BY LIST (year); CREATE TABLE logs_1 PARTITION OF logs FOR VALUES IN (1)'
const indexed = `${users}; CREATE INDEX users_email ON users (email)`
const foreignKey = 'ALTER TABLE carts ADD CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES users (id)'
const positive = 'ALTER TABLE users ADD CONSTRAINT positive CHECK (n > 0)'
const known =
  'ALTER TABLE users ADD CONSTRAINT known CHECK (n IS NOT NULL) NOT VALID; ALTER TABLE users VALIDATE CONSTRAINT known'
const setNotNull = 'ALTER TABLE users ALTER COLUMN n SET NOT NULL'

// biome-ignore format: a table
export const indexLocks: readonly Hazard[] = [
  {
    hazard: 'create-index-not-concurrently',
    engines: ['postgres'],
    cases: [
      { when: 'a table that was there', on: 'postgres', given: users, up: 'CREATE INDEX i ON users (email)', says: ['create-index-not-concurrently'] },
      { when: 'no migration makes it', on: 'postgres', up: 'CREATE INDEX i ON users (email)', says: ['create-index-not-concurrently'] },
      { when: 'UNIQUE', on: 'postgres', given: users, up: 'CREATE UNIQUE INDEX i ON users (email)', says: ['create-index-not-concurrently', 'add-unique-on-existing'] },
      { when: 'CONCURRENTLY', on: 'postgres', transaction: 'none', given: users, up: 'CREATE INDEX CONCURRENTLY i ON users (email)', silent: 'writes go on' },
      { when: 'a table of the same script', on: 'postgres', up: `${users}; CREATE INDEX i ON users (email)`, silent: 'nobody writes to it yet' },
      { when: 'the stub of a partitioned table', on: 'postgres', given: parted, up: 'CREATE INDEX i ON ONLY logs (id)', says: ['index-left-invalid'] },
      { when: 'a partitioned table, which takes no CONCURRENTLY', on: 'postgres', given: parted, up: 'CREATE INDEX i ON logs (id)', says: ['create-index-not-concurrently'] },
    ],
  },
  {
    hazard: 'drop-index-not-concurrently',
    engines: ['postgres'],
    cases: [
      { when: 'an index that was there', on: 'postgres', given: indexed, up: 'DROP INDEX users_email', says: ['drop-index-not-concurrently'] },
      { when: 'CONCURRENTLY', on: 'postgres', transaction: 'none', given: indexed, up: 'DROP INDEX CONCURRENTLY users_email', silent: 'nobody waits' },
      { when: 'of a partitioned table, which takes no CONCURRENTLY', on: 'postgres', given: `${parted}; CREATE INDEX i ON logs (id)`, up: 'DROP INDEX i', says: ['drop-index-not-concurrently'] },
    ],
  },
  {
    hazard: 'reindex-not-concurrently',
    engines: ['postgres'],
    cases: [
      { when: 'TABLE', on: 'postgres', given: indexed, up: 'REINDEX TABLE users', says: ['reindex-not-concurrently'] },
      { when: 'INDEX', on: 'postgres', given: indexed, up: 'REINDEX INDEX users_email', says: ['reindex-not-concurrently'] },
      { when: 'CONCURRENTLY', on: 'postgres', transaction: 'none', given: indexed, up: 'REINDEX TABLE CONCURRENTLY users', silent: 'reads and writes go on' },
      { when: 'SYSTEM, which has no CONCURRENTLY', on: 'postgres', transaction: 'none', up: 'REINDEX SYSTEM shop', says: ['reindex-not-concurrently'] },
    ],
  },
  {
    hazard: 'concurrent-index-invalid-retry',
    engines: ['postgres'],
    cases: [
      { when: 'IF NOT EXISTS', on: 'postgres', transaction: 'none', given: users, up: 'CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON users (email)', says: ['concurrent-index-invalid-retry'] },
      { when: 'dropped first', on: 'postgres', transaction: 'none', given: users, up: 'DROP INDEX CONCURRENTLY IF EXISTS i; CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON users (email)', silent: 'no broken one is left' },
    ],
  },
  {
    hazard: 'index-corruption-14.0-14.3',
    engines: ['postgres'],
    cases: [
      { when: '14.1', on: 'postgres', transaction: 'none', dbVersion: '14.1', given: users, up: 'CREATE INDEX CONCURRENTLY i ON users (email)', says: ['concurrently-corrupts-index'] },
      { when: 'REINDEX', on: 'postgres', transaction: 'none', dbVersion: '14.1', given: indexed, up: 'REINDEX INDEX CONCURRENTLY users_email', says: ['concurrently-corrupts-index'] },
      { when: '14.4', on: 'postgres', transaction: 'none', dbVersion: '14.4', given: users, up: 'CREATE INDEX CONCURRENTLY i ON users (email)', silent: 'it is repaired there' },
    ],
  },
  {
    hazard: 'add-unique-constraint',
    engines: ['postgres'],
    cases: [
      { when: 'without an index', on: 'postgres', given: users, up: 'ALTER TABLE users ADD CONSTRAINT u UNIQUE (email)', says: ['add-unique-constraint'] },
      { when: 'USING INDEX', on: 'postgres', given: `${users}; CREATE UNIQUE INDEX u ON users (email)`, up: 'ALTER TABLE users ADD CONSTRAINT u UNIQUE USING INDEX u', silent: 'the index is there' },
      { when: 'of a table of the same script', on: 'postgres', up: `${users}; ALTER TABLE users ADD CONSTRAINT u UNIQUE (email)`, silent: 'it holds no rows' },
    ],
  },
  {
    hazard: 'add-primary-key',
    engines: ['postgres'],
    cases: [
      { when: 'without an index', on: 'postgres', given: 'CREATE TABLE t (id int NOT NULL)', up: 'ALTER TABLE t ADD PRIMARY KEY (id)', says: ['add-primary-key'] },
      { when: 'USING INDEX of columns that may be NULL', on: 'postgres', given: 'CREATE TABLE t (id int); CREATE UNIQUE INDEX i ON t (id)', up: 'ALTER TABLE t ADD PRIMARY KEY USING INDEX i', says: ['add-primary-key'] },
      { when: 'USING INDEX of columns that are NOT NULL', on: 'postgres', given: 'CREATE TABLE t (id int NOT NULL); CREATE UNIQUE INDEX i ON t (id)', up: 'ALTER TABLE t ADD PRIMARY KEY USING INDEX i', silent: 'nothing is built and nothing read' },
    ],
  },
  {
    hazard: 'add-column-unique-inline, -references-inline, -check-inline',
    engines: ['postgres'],
    cases: [
      { when: 'UNIQUE', on: 'postgres', given: users, up: 'ALTER TABLE users ADD COLUMN c int UNIQUE', says: ['add-column-unique-inline'] },
      { when: 'CHECK', on: 'postgres', given: users, up: 'ALTER TABLE users ADD COLUMN c int CHECK (c > 0)', says: ['add-column-check-inline'] },
      { when: 'REFERENCES', on: 'postgres', given: carts, up: 'ALTER TABLE carts ADD COLUMN other_id int REFERENCES users (id)', optIn: ['add-column-references-inline'] },
      { when: 'REFERENCES with a default, which reads the rows', on: 'postgres', given: carts, up: 'ALTER TABLE carts ADD COLUMN other_id int DEFAULT 1 REFERENCES users (id)', says: ['add-foreign-key'] },
    ],
  },
  {
    hazard: 'add-foreign-key',
    engines: ['postgres'],
    cases: [
      { when: 'every row is checked', on: 'postgres', given: carts, up: foreignKey, says: ['add-foreign-key'] },
      { when: 'NOT VALID', on: 'postgres', given: carts, up: `${foreignKey} NOT VALID`, silent: 'both tables are locked for a moment only' },
      { when: 'VALIDATE in a deploy of its own', on: 'postgres', given: `${carts}; ${foreignKey} NOT VALID`, up: 'ALTER TABLE carts VALIDATE CONSTRAINT of_user', silent: 'reads and writes go on' },
      { when: 'of a new table', on: 'postgres', given: users, up: 'CREATE TABLE carts (id int PRIMARY KEY, user_id int REFERENCES users (id))', silent: 'there is no row to check' },
    ],
  },
  {
    hazard: 'add-check',
    engines: ['postgres'],
    cases: [
      { when: 'every row is checked', on: 'postgres', given: users, up: positive, says: ['add-check'] },
      { when: 'NOT VALID', on: 'postgres', given: users, up: `${positive} NOT VALID`, silent: 'no row is read' },
    ],
  },
  {
    hazard: 'add-exclusion-constraint',
    engines: ['postgres'],
    cases: [{ when: 'any', on: 'postgres', given: users, up: 'ALTER TABLE users ADD CONSTRAINT e EXCLUDE USING gist (n WITH =)', says: ['add-exclusion-constraint'] }],
  },
  {
    hazard: 'validate-in-same-transaction',
    engines: ['postgres'],
    cases: [
      { when: 'a CHECK', on: 'postgres', given: users, up: `${positive} NOT VALID; ALTER TABLE users VALIDATE CONSTRAINT positive`, says: ['validate-in-same-transaction'] },
      { when: 'a foreign key', on: 'postgres', given: carts, up: `${foreignKey} NOT VALID; ALTER TABLE carts VALIDATE CONSTRAINT of_user`, says: ['validate-in-same-transaction'] },
      { when: 'each commits alone', on: 'postgres', transaction: 'none', given: users, up: `${positive} NOT VALID; ALTER TABLE users VALIDATE CONSTRAINT positive`, silent: 'the strong lock is gone by then' },
    ],
  },
  {
    hazard: 'set-not-null',
    engines: ['postgres'],
    cases: [
      { when: 'every row is read', on: 'postgres', given: users, up: setNotNull, says: ['set-not-null'] },
      { when: 'a valid CHECK proves it', on: 'postgres', given: `${users}; ${known}`, up: setNotNull, silent: 'no row is read' },
      { when: 'a valid CHECK of more proves it', on: 'postgres', given: `${users}; ${known.replace('n IS NOT NULL', 'n > 10 AND n IS NOT NULL')}`, up: setNotNull, silent: 'no row is read' },
      { when: 'the CHECK is not valid yet', on: 'postgres', given: `${users}; ALTER TABLE users ADD CONSTRAINT known CHECK (n IS NOT NULL) NOT VALID`, up: setNotNull, says: ['set-not-null'] },
      { when: 'the CHECK goes in the same statement', on: 'postgres', given: `${users}; ${known}`, up: 'ALTER TABLE users DROP CONSTRAINT known, ALTER COLUMN n SET NOT NULL', says: ['set-not-null'] },
      { when: 'the CHECK goes in the next statement', on: 'postgres', given: `${users}; ${known}`, up: `${setNotNull}; ALTER TABLE users DROP CONSTRAINT known`, silent: 'it has done its work' },
      { when: 'a NOT NULL that is NOT VALID', on: 'postgres', dbVersion: '18', given: users, up: 'ALTER TABLE users ADD CONSTRAINT known NOT NULL n NOT VALID', silent: 'no row is read' },
      { when: 'and is validated later', on: 'postgres', dbVersion: '18', given: `${users}; ALTER TABLE users ADD CONSTRAINT known NOT NULL n NOT VALID`, up: 'ALTER TABLE users VALIDATE CONSTRAINT known', silent: 'reads and writes go on' },
      { when: 'of a table of the same script', on: 'postgres', up: `${users}; ${setNotNull}`, silent: 'it holds no rows' },
    ],
  },
]
