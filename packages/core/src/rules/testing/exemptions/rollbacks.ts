import type { Exemptions } from './exemption.ts'
import { tables } from './shop.ts'

export const rollbacksTold: Exemptions = {
  'the deploy has filled the column that it has added': {
    given: 'CREATE TABLE users (id int, name text)',
    after: 'ALTER TABLE users ADD COLUMN plan text; UPDATE users SET plan = name WHERE id > 9',
    up: 'ALTER TABLE users DROP COLUMN plan',
    down: 'ALTER TABLE users ADD COLUMN plan text',
    told: 'down-loses-data warning The down script does not bring back the values of users.plan.',
  },
  'one of the rows is inserted whether it is there or not': {
    given: 'CREATE TABLE flags (name text PRIMARY KEY, state text)',
    up: `INSERT INTO flags (name, state) VALUES ('pay', 'on') ON CONFLICT DO NOTHING;
INSERT INTO flags (name, state) VALUES ('cash', 'on'); ALTER TABLE flags ADD COLUMN owner text`,
    down: 'ALTER TABLE flags DROP COLUMN owner',
    told: 'down-loses-data warning The down script leaves the rows',
  },
  'the call was given the name of another policy': {
    given: `CREATE TABLE carts (id int);
CREATE FUNCTION add_policy(name text) RETURNS void LANGUAGE plpgsql AS
$$ BEGIN EXECUTE format('CREATE POLICY %I ON carts', name); END $$;
SELECT add_policy('by_cart');`,
    up: 'DROP POLICY by_owner ON carts',
    told: 'irreversible-operation warning The policy by_owner',
  },
  'the deploy has changed the table and not made it': {
    given: 'CREATE TABLE carts (id int, size int, CONSTRAINT filled CHECK (size > 0))',
    after: 'ALTER TABLE carts ADD COLUMN note text',
    up: 'ALTER TABLE carts DROP CONSTRAINT filled',
    down: 'ALTER TABLE carts ADD CONSTRAINT filled CHECK (size > 0)',
    told: 'down-unsafe-locks info',
  },
  'an earlier migration of the deploy has built another index': {
    given: 'CREATE TABLE users (id int, email text); CREATE INDEX users_email ON users (email)',
    after: 'CREATE INDEX CONCURRENTLY users_id ON users (id)',
    up: 'DROP INDEX users_email',
    down: 'CREATE INDEX users_email ON users (email)',
    told: 'down-unsafe-locks info The down script lets nobody write to users while it builds the index users_email',
  },
  'the table that the foreign key refers to is of the deploy, and the one of its rows is not': {
    given: 'CREATE TABLE carts (id int, user_id int)',
    after: `CREATE TABLE users (id int PRIMARY KEY);
ALTER TABLE carts ADD CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES users (id)`,
    up: 'ALTER TABLE carts DROP CONSTRAINT of_user',
    down: 'ALTER TABLE carts ADD CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES users (id)',
    told: 'down-unsafe-locks info',
  },
  'up reads the rows of another table before it locks this one': {
    given: `CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE carts (size int, user_id int, CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES users (id));
CREATE TABLE stocks (size int);`,
    up: `ALTER TABLE stocks ADD CONSTRAINT filled CHECK (size > 0);
ALTER TABLE carts DROP CONSTRAINT of_user;`,
    down: `ALTER TABLE stocks DROP CONSTRAINT filled;
ALTER TABLE carts ADD CONSTRAINT of_user FOREIGN KEY (user_id) REFERENCES users (id);`,
    told: 'down-unsafe-locks info The down script lets nobody write to carts and users',
  },
  'the down script stops after it': {
    given: 'CREATE TABLE users (id int, email text); CREATE INDEX users_email ON users (email)',
    up: 'DROP INDEX users_email',
    down: 'CREATE INDEX users_email ON users (email); ALTER TABLE users DROP COLUMN nick',
    told: 'down-unsafe-locks info The down script lets nobody write to users while it builds the index users_email',
  },
  'another table is written again than the one of the index': {
    given:
      'CREATE TABLE carts (no serial); CREATE TABLE users (email text); CREATE INDEX users_email ON users (email)',
    up: 'DROP INDEX users_email; ALTER TABLE carts DROP COLUMN no',
    down: 'ALTER TABLE carts ADD COLUMN no serial; CREATE INDEX users_email ON users (email)',
    told: 'down-unsafe-locks info The down script lets nobody write to users',
  },
  'besides what drop-order tells an index is left over': {
    given: 'CREATE TABLE carts (id int PRIMARY KEY, kind int)',
    up: `CREATE TABLE kinds (id int PRIMARY KEY); CREATE INDEX carts_kind ON carts (kind);
ALTER TABLE carts ADD CONSTRAINT of_kind FOREIGN KEY (kind) REFERENCES kinds (id)`,
    down: 'DROP TABLE kinds',
    told: 'down-does-not-restore-schema error After up and down the schema differs: index carts_kind is left over.',
  },
  'besides the statement that is no SQL a column is left over': {
    given: tables,
    up: 'CREATE INDEX users_note ON users (id); ALTER TABLE users ADD COLUMN note text',
    down: 'DROP INDEX users_note ON users',
    told: 'down-does-not-restore-schema error After up and down the schema differs: column users.note is left over.',
  },
  'down inserts another row than up deletes': {
    given: 'CREATE TABLE codes (code text PRIMARY KEY, label text)',
    up: "DELETE FROM codes WHERE code IN ('A', 'B')",
    down: "INSERT INTO codes VALUES ('A', 'first')",
    told: 'down-loses-data warning The down script does not bring back the deleted rows of codes.',
  },
  'one of the columns of the repair is not there': {
    given: 'CREATE TABLE users (id int, email text)',
    up: 'ALTER TABLE users ADD COLUMN IF NOT EXISTS email text; ALTER TABLE users ADD COLUMN IF NOT EXISTS name text',
    down: '-- nothing to do',
    told: 'empty-down error',
  },
  'the foreign key is of the column that was there all along': {
    given: `CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE carts (id int, owner int CONSTRAINT carts_owner_fkey REFERENCES users (id))`,
    up: 'ALTER TABLE carts DROP CONSTRAINT carts_owner_fkey; ALTER TABLE carts DROP COLUMN id',
    down: `ALTER TABLE carts ADD COLUMN id int;
ALTER TABLE carts ADD CONSTRAINT carts_owner_fkey FOREIGN KEY (owner) REFERENCES users (id)`,
    told: 'down-can-fail-on-data warning',
  },
}
