import type { DialectName } from '../../../migration/migration.ts'
import { everyEngine, type HazardCase, mysqlFamily, type Section } from './hazard.ts'

const users = 'CREATE TABLE users (id int PRIMARY KEY, email varchar(100))'
const add = 'ALTER TABLE users ADD COLUMN age int'
const knex = (up: string, down?: string) =>
  `exports.up = knex => ${up}\n${down === undefined ? '' : `exports.down = ${down}`}`
const createUsers = "knex.schema.createTable('users', t => { t.integer('id').primary() })"
const code = (when: string, down: string | undefined, says: readonly string[]): HazardCase => ({
  when: `Knex: ${when}`,
  on: everyEngine,
  files: { 'migrations/1_a.js': knex(createUsers, down) },
  says,
})
const sql = (
  when: string,
  files: Readonly<Record<string, string>>,
  says: readonly string[],
  on: readonly DialectName[] = everyEngine,
): HazardCase => ({ when, on, files, says })

// biome-ignore format: a table
export const irreversibility: Section = {
  title: 'B: no way back',
  hazards: [
    {
      hazard: 'missing-down',
      engines: everyEngine,
      cases: [
        { when: 'no down script', on: everyEngine, given: users, up: add, says: ['missing-down'] },
        sql('no .down.sql', { 'migrations/1_a.up.sql': users }, ['missing-down']),
        sql('no -- migrate:down', { 'migrations/1_a.sql': `-- migrate:up\n${users};\n` }, ['missing-down']),
        sql('no -- +goose Down', { 'migrations/1_a.sql': `-- +goose Up\n${users};\n` }, ['missing-down']),
        sql('Liquibase without --rollback', { 'migrations/1_a.sql': '--liquibase formatted sql\n--changeset a:1\nCREATE TABLE users (id int PRIMARY KEY);\n' }, ['missing-down']),
        code('no function down', undefined, ['missing-down']),
        { when: 'declared, with a reason', on: everyEngine, given: users, up: add, declaredIrreversible: { reason: 'nothing reads it' }, silent: 'somebody has thought of it' },
      ],
    },
    {
      hazard: 'empty-down',
      engines: everyEngine,
      cases: [
        { when: 'blank', on: everyEngine, given: users, up: add, down: '', says: ['empty-down'] },
        { when: 'a comment', on: everyEngine, given: users, up: add, down: '-- by hand', says: ['empty-down'] },
        { when: 'SELECT 1', on: everyEngine, given: users, up: add, down: 'SELECT 1;', says: ['empty-down'] },
        { when: 'BEGIN and COMMIT', on: everyEngine, given: users, up: add, down: 'BEGIN; COMMIT;', transaction: 'none', says: ['empty-down'] },
        sql('an empty -- migrate:down', { 'migrations/1_a.sql': `-- migrate:up\n${users};\n-- migrate:down\n` }, ['empty-down']),
        sql('an empty -- +goose Down', { 'migrations/1_a.sql': `-- +goose Up\n${users};\n-- +goose Down\n` }, ['empty-down']),
        code('async down () {}', 'async () => {}', ['empty-down']),
        code('Promise.resolve()', '() => Promise.resolve()', ['empty-down']),
        code('return', 'async () => { return }', ['empty-down']),
      ],
    },
    {
      hazard: 'down-throws',
      engines: everyEngine,
      cases: [code('throws', "() => { throw new Error('there is no way back') }", ['down-throws'])],
    },
    {
      hazard: 'irreversible-operation',
      engines: everyEngine,
      cases: [
        { when: 'nothing makes the view again as it was', on: 'postgres', up: 'DROP SCHEMA shop', says: ['irreversible-operation'] },
        { when: 'a column with its values', on: everyEngine, given: users, up: 'ALTER TABLE users DROP COLUMN email', down: 'ALTER TABLE users ADD COLUMN email varchar(100)', says: ['drop-column', 'down-loses-data'] },
        { when: 'the exact inverse', on: everyEngine, given: users, up: add, down: 'ALTER TABLE users DROP COLUMN age', silent: 'the schema is as before, and no old value is gone' },
      ],
    },
    {
      hazard: 'down-does-not-restore-schema',
      engines: everyEngine,
      cases: [
        { when: 'an index is missing', on: ['postgres', 'sqlite'], given: `${users}; CREATE UNIQUE INDEX users_email ON users (email)`, up: 'DROP INDEX users_email', down: 'SELECT 2 FROM users', says: ['drop-unique', 'empty-down'] },
        { when: 'another type', on: everyEngine, given: users, up: 'ALTER TABLE users DROP COLUMN email', down: 'ALTER TABLE users ADD COLUMN email varchar(50)', says: ['drop-column', 'down-does-not-restore-schema', 'down-loses-data'] },
        { when: 'another default', on: everyEngine, given: "CREATE TABLE users (id int PRIMARY KEY, email varchar(100) DEFAULT 'a')", up: 'ALTER TABLE users DROP COLUMN email', down: "ALTER TABLE users ADD COLUMN email varchar(100) DEFAULT 'b'", says: ['drop-column', 'down-does-not-restore-schema', 'down-loses-data'] },
        { when: 'NULL is allowed', on: everyEngine, given: "CREATE TABLE users (id int PRIMARY KEY, email varchar(100) NOT NULL DEFAULT '')", up: 'ALTER TABLE users DROP COLUMN email', down: "ALTER TABLE users ADD COLUMN email varchar(100) DEFAULT ''", says: ['drop-column', 'down-does-not-restore-schema', 'down-loses-data'] },
        { when: 'an attribute that MODIFY does not repeat', on: mysqlFamily, given: "CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL COMMENT 'how many')", up: "ALTER TABLE t MODIFY n bigint NOT NULL COMMENT 'how many'", down: 'ALTER TABLE t MODIFY n int NOT NULL', says: ['mysql-table-copy', 'down-can-fail-on-data', 'down-does-not-restore-schema'] },
        { when: 'the index of the column', on: ['postgres', ...mysqlFamily], given: `${users}; CREATE INDEX users_email ON users (email)`, up: 'ALTER TABLE users DROP COLUMN email', down: 'ALTER TABLE users ADD COLUMN email varchar(100)', says: ['drop-column', 'down-does-not-restore-schema', 'down-loses-data'] },
        { when: 'another place in the table', on: mysqlFamily, given: 'CREATE TABLE users (id int PRIMARY KEY, email varchar(100), name varchar(50))', up: 'ALTER TABLE users DROP COLUMN email', down: 'ALTER TABLE users ADD COLUMN email varchar(100)', says: ['drop-column', 'down-loses-data'] },
      ],
    },
    {
      hazard: 'down-loses-data',
      engines: everyEngine,
      cases: [
        { when: 'a table', on: everyEngine, given: users, up: 'DROP TABLE users', down: users, says: ['drop-table', 'down-loses-data'] },
        { when: 'a column', on: everyEngine, given: users, up: 'ALTER TABLE users DROP COLUMN email', down: 'ALTER TABLE users ADD COLUMN email varchar(100)', says: ['drop-column', 'down-loses-data'] },
        { when: 'the members of an ENUM', on: mysqlFamily, given: "CREATE TABLE o (id int PRIMARY KEY, s ENUM('a', 'b'))", up: "ALTER TABLE o MODIFY s ENUM('a')", down: "ALTER TABLE o MODIFY s ENUM('a', 'b')", says: ['enum-values-removed', 'down-loses-data'] },
        { when: 'rows', on: everyEngine, given: users, up: 'DELETE FROM users WHERE id > 9', down: "INSERT INTO users VALUES (10, 'a')", says: ['down-loses-data'] },
        { when: 'values that were written over', on: everyEngine, given: users, up: 'UPDATE users SET email = lower(email) WHERE id > 9', down: 'UPDATE users SET email = upper(email) WHERE id > 9', says: ['down-loses-data'] },
        { when: 'an archive brings them back', on: 'postgres', given: users, up: 'CREATE TABLE kept AS SELECT id, email FROM users; ALTER TABLE users DROP COLUMN email', down: 'ALTER TABLE users ADD COLUMN email varchar(100); UPDATE users SET email = kept.email FROM kept WHERE kept.id = users.id; DROP TABLE kept', says: ['drop-column'] },
      ],
    },
    {
      hazard: 'down-can-fail-on-data',
      engines: everyEngine,
      cases: [
        { when: 'NOT NULL', on: 'postgres', given: 'CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL)', up: 'ALTER TABLE t ALTER COLUMN n DROP NOT NULL', down: 'ALTER TABLE t ALTER COLUMN n SET NOT NULL', says: ['down-can-fail-on-data'] },
        { when: 'NOT NULL without a default', on: ['postgres', 'sqlite'], given: 'CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL)', up: 'ALTER TABLE t DROP COLUMN n', down: 'ALTER TABLE t ADD COLUMN n int NOT NULL', says: ['drop-column', 'down-does-not-restore-schema', 'down-loses-data'] },
        { when: 'UNIQUE', on: 'postgres', given: 'CREATE TABLE t (id int PRIMARY KEY, n int, CONSTRAINT t_n UNIQUE (n))', up: 'ALTER TABLE t DROP CONSTRAINT t_n', down: 'ALTER TABLE t ADD CONSTRAINT t_n UNIQUE (n)', says: ['drop-unique', 'down-can-fail-on-data'] },
        { when: 'UNIQUE', on: mysqlFamily, given: 'CREATE TABLE t (id int PRIMARY KEY, n int, UNIQUE KEY t_n (n))', up: 'ALTER TABLE t DROP KEY t_n', down: 'ALTER TABLE t ADD UNIQUE KEY t_n (n)', says: ['drop-unique', 'down-can-fail-on-data'] },
        { when: 'UNIQUE', on: 'sqlite', given: 'CREATE TABLE t (id int PRIMARY KEY, n int); CREATE UNIQUE INDEX t_n ON t (n)', up: 'DROP INDEX t_n', down: 'CREATE UNIQUE INDEX t_n ON t (n)', says: ['drop-unique', 'down-can-fail-on-data'] },
        { when: 'CHECK', on: 'postgres', given: 'CREATE TABLE t (id int PRIMARY KEY, n int, CONSTRAINT t_n CHECK (n > 0))', up: 'ALTER TABLE t DROP CONSTRAINT t_n', down: 'ALTER TABLE t ADD CONSTRAINT t_n CHECK (n > 0)', says: ['drop-check', 'down-can-fail-on-data', 'down-unsafe-locks'] },
        { when: 'CHECK', on: mysqlFamily, given: 'CREATE TABLE t (id int PRIMARY KEY, n int, CONSTRAINT t_n CHECK (n > 0))', up: 'ALTER TABLE t DROP CONSTRAINT t_n', down: 'ALTER TABLE t ADD CONSTRAINT t_n CHECK (n > 0)', says: ['drop-check', 'down-can-fail-on-data'] },
        { when: 'a narrower type', on: 'postgres', given: 'CREATE TABLE t (id int PRIMARY KEY, c varchar(10))', up: 'ALTER TABLE t ALTER COLUMN c TYPE text', down: 'ALTER TABLE t ALTER COLUMN c TYPE varchar(10)', says: ['down-can-fail-on-data'] },
        { when: 'a narrower type', on: mysqlFamily, given: 'CREATE TABLE t (id int PRIMARY KEY, c varchar(10))', up: 'ALTER TABLE t MODIFY c varchar(20)', down: 'ALTER TABLE t MODIFY c varchar(10)', says: ['down-can-fail-on-data'] },
        { when: 'a foreign key', on: 'postgres', given: `${users}; CREATE TABLE t (n int, CONSTRAINT t_n FOREIGN KEY (n) REFERENCES users (id))`, up: 'ALTER TABLE t DROP CONSTRAINT t_n', down: 'ALTER TABLE t ADD CONSTRAINT t_n FOREIGN KEY (n) REFERENCES users (id)', says: ['drop-fk', 'down-can-fail-on-data', 'down-unsafe-locks'] },
        { when: 'a foreign key', on: mysqlFamily, given: `${users}; CREATE TABLE t (n int, CONSTRAINT t_n FOREIGN KEY (n) REFERENCES users (id))`, up: 'ALTER TABLE t DROP FOREIGN KEY t_n', down: 'ALTER TABLE t ADD CONSTRAINT t_n FOREIGN KEY (n) REFERENCES users (id)', says: ['drop-fk', 'down-can-fail-on-data'] },
      ],
    },
    {
      hazard: 'down-drops-new-data',
      engines: everyEngine,
      cases: [
        { when: 'a new column', on: everyEngine, given: users, up: add, down: 'ALTER TABLE users DROP COLUMN age', optIn: ['down-drops-new-data'] },
        { when: 'a new table', on: everyEngine, up: users, down: 'DROP TABLE users', optIn: ['down-drops-new-data'] },
      ],
    },
    {
      hazard: 'down-unsafe-locks',
      engines: ['postgres', ...mysqlFamily],
      cases: [
        { when: 'an index goes without CONCURRENTLY', on: 'postgres', given: users, transaction: 'none', up: 'CREATE INDEX CONCURRENTLY i ON users (email)', down: 'DROP INDEX i', says: ['down-unsafe-locks'] },
        { when: 'the way back copies the table', on: mysqlFamily, given: 'CREATE TABLE t (id int PRIMARY KEY, c int) DEFAULT CHARSET=utf8mb4', up: 'ALTER TABLE t MODIFY c bigint', down: 'ALTER TABLE t MODIFY c int', says: ['mysql-table-copy', 'down-can-fail-on-data'] },
        { when: 'the way back alone copies the table', on: mysqlFamily, given: 'CREATE TABLE t (id int PRIMARY KEY, c varchar(10)) DEFAULT CHARSET=latin1', up: 'ALTER TABLE t MODIFY c varchar(20)', down: 'ALTER TABLE t MODIFY c varchar(10)', says: ['down-can-fail-on-data'] },
        { when: 'it goes with CONCURRENTLY', on: 'postgres', given: users, transaction: 'none', up: 'CREATE INDEX CONCURRENTLY i ON users (email)', down: 'DROP INDEX CONCURRENTLY i', silent: 'nobody waits' },
      ],
    },
    {
      hazard: 'down-order',
      engines: everyEngine,
      cases: [
        { when: 'the parent before its child', on: everyEngine, up: `${users}; CREATE TABLE carts (id int PRIMARY KEY, user_id int, FOREIGN KEY (user_id) REFERENCES users (id))`, down: 'DROP TABLE users; DROP TABLE carts', says: ['drop-order'] },
        { when: 'the column before its foreign key', on: mysqlFamily, given: `${users}; CREATE TABLE carts (id int PRIMARY KEY)`, up: 'ALTER TABLE carts ADD COLUMN user_id int, ADD CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES users (id)', down: 'ALTER TABLE carts DROP COLUMN user_id; ALTER TABLE carts DROP FOREIGN KEY of_user', says: ['add-foreign-key', 'drop-order', 'down-does-not-restore-schema'] },
        { when: 'the column before its index', on: 'sqlite', given: users, up: 'ALTER TABLE users ADD COLUMN age int; CREATE INDEX users_age ON users (age)', down: 'ALTER TABLE users DROP COLUMN age; DROP INDEX users_age', says: ['sqlite-drop-column-illegal'] },
        { when: 'the index is left to the server', on: 'sqlite', given: users, up: 'ALTER TABLE users ADD COLUMN age int; CREATE INDEX users_age ON users (age)', down: 'ALTER TABLE users DROP COLUMN age', says: ['sqlite-drop-column-illegal'] },
        { when: 'the reverse order', on: everyEngine, up: `${users}; CREATE TABLE carts (id int PRIMARY KEY, user_id int, FOREIGN KEY (user_id) REFERENCES users (id))`, down: 'DROP TABLE carts; DROP TABLE users', silent: 'nothing needs what goes' },
      ],
    },
    {
      hazard: 'down-touches-foreign-objects',
      engines: everyEngine,
      cases: [
        { when: 'IF NOT EXISTS, and DROP', on: everyEngine, given: users, up: 'CREATE TABLE IF NOT EXISTS users (id int PRIMARY KEY, email varchar(100))', down: 'DROP TABLE users', says: ['down-touches-foreign-objects'] },
        { when: 'a table that up does not name', on: everyEngine, given: `${users}; CREATE TABLE logs (id int PRIMARY KEY)`, up: add, down: 'ALTER TABLE users DROP COLUMN age; DROP TABLE logs', says: ['down-touches-foreign-objects'] },
      ],
    },
    {
      hazard: 'down-incomplete-batch',
      engines: everyEngine,
      cases: [
        { when: 'the last of two has no way back', on: everyEngine, given: users, after: { up: add, down: 'ALTER TABLE users DROP COLUMN age' }, up: 'ALTER TABLE users ADD COLUMN plan int', says: ['missing-down', 'down-incomplete-batch'] },
        { when: 'both have one', on: everyEngine, given: users, after: { up: add, down: 'ALTER TABLE users DROP COLUMN age' }, up: 'ALTER TABLE users ADD COLUMN plan int', down: 'ALTER TABLE users DROP COLUMN plan', silent: 'a rollback gets through' },
      ],
    },
    {
      hazard: 'partial-failure-unrecoverable',
      engines: mysqlFamily,
      cases: [
        { when: 'two statements of DDL, of which the second can fail', on: mysqlFamily, given: users, up: `${add}; ALTER TABLE users ADD UNIQUE KEY users_email (email)`, says: ['add-unique-on-existing', 'implicit-commit-multi-ddl'] },
        { when: 'one statement', on: mysqlFamily, given: users, up: 'ALTER TABLE users ADD COLUMN age int, ADD COLUMN plan int', silent: 'it is done whole or not at all' },
      ],
    },
    {
      hazard: 'down-not-idempotent',
      engines: mysqlFamily,
      cases: [
        { when: 'two statements without a guard', on: mysqlFamily, given: users, up: 'CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY)', down: 'DROP TABLE b; DROP TABLE a', optIn: ['down-not-idempotent'] },
        { when: 'IF EXISTS', on: mysqlFamily, given: users, up: 'CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY)', down: 'DROP TABLE IF EXISTS b; DROP TABLE IF EXISTS a', silent: 'it runs from any state' },
      ],
    },
    {
      hazard: 'unclassified-raw-sql',
      engines: everyEngine,
      cases: [
        { when: 'nobody knows what it does', on: everyEngine, given: users, up: 'FROBNICATE users', says: ['unknown-statement'] },
        { when: 'known by its verb alone', on: 'postgres', given: users, up: 'ALTER TABLE users FROBNICATE', says: ['unparsed-statement'] },
      ],
    },
    {
      hazard: 'pg-enum-add-value-irreversible',
      engines: ['postgres'],
      cases: [
        { when: 'ADD VALUE', on: 'postgres', given: "CREATE TYPE mood AS ENUM ('sad')", up: "ALTER TYPE mood ADD VALUE 'glad'", says: ['irreversible-operation'] },
        { when: 'and a down of nothing', on: 'postgres', given: "CREATE TYPE mood AS ENUM ('sad')", up: "ALTER TYPE mood ADD VALUE 'glad'", down: '-- cannot be undone', says: ['empty-down', 'irreversible-operation'] },
      ],
    },
    {
      hazard: 'liquibase-sql-no-rollback',
      engines: everyEngine,
      cases: [
        sql('SQL', { 'migrations/1_a.sql': '--liquibase formatted sql\n--changeset a:1\nCREATE TABLE users (id int PRIMARY KEY);\n' }, ['missing-down']),
        sql('dropTable has no way back of its own', { 'migrations/changelog.yaml': 'databaseChangeLog:\n  - changeSet:\n      id: 1\n      author: a\n      changes:\n        - dropTable:\n            tableName: users\n' }, ['drop-table', 'missing-down']),
        { when: 'createTable has one', on: everyEngine, files: { 'migrations/changelog.yaml': 'databaseChangeLog:\n  - changeSet:\n      id: 1\n      author: a\n      changes:\n        - createTable:\n            tableName: users\n            columns:\n              - column:\n                  name: id\n                  type: int\n' }, silent: 'Liquibase makes the way back' },
      ],
    },
    {
      hazard: 'orphan-down, down-name-mismatch',
      engines: everyEngine,
      cases: [
        sql('a down of nothing', { 'migrations/1_a.up.sql': users, 'migrations/1_a.down.sql': 'DROP TABLE users', 'migrations/2_b.down.sql': 'SELECT 1' }, ['orphan-down']),
        sql('another number', { 'migrations/1_a.up.sql': users, 'migrations/2_a.down.sql': 'DROP TABLE users' }, ['orphan-down', 'missing-down']),
      ],
    },
    {
      hazard: 'no-backup-of-dropped-data',
      engines: everyEngine,
      cases: [
        { when: 'nothing is kept', on: everyEngine, given: users, up: 'DROP TABLE users', says: ['drop-table'] },
        { when: 'an archive of all rows, of a table that was marked before', on: 'postgres', given: `${users}; COMMENT ON TABLE users IS 'deprecated'`, up: 'CREATE TABLE users_archive AS SELECT * FROM users; DROP TABLE users', silent: 'the rows are kept, and nobody uses the table' },
      ],
    },
  ],
}
