import type { Exemptions } from './exemption.ts'
import { tables } from './shop.ts'

export const transactionsTold: Exemptions = {
  'something is done before COMMIT makes way for another transaction': {
    given: 'CREATE TABLE users (id int)',
    up: 'ALTER TABLE users ADD COLUMN age int; COMMIT; BEGIN; ALTER TABLE users ADD COLUMN plan text; COMMIT',
    told: "transaction-nesting warning COMMIT ends the migration tool's transaction",
  },
  'DDL comes after the transaction that is told, not before': {
    dialect: 'mysql',
    given: 'CREATE TABLE users (id int PRIMARY KEY, age int, plan varchar(9))',
    up: "START TRANSACTION; UPDATE users SET plan = 'free' WHERE age < 18; COMMIT; ALTER TABLE users ADD a int",
    told: 'transaction-nesting info',
  },
  'a dump with rows, under a mode that is not strict': {
    dialect: 'mysql',
    given: '',
    up: `SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO'; CREATE TABLE users (id int);
INSERT INTO users VALUES (1); SET SQL_MODE=@OLD_SQL_MODE;`,
    told: 'weaken-sql-mode warning',
  },
  'a mode that is never put back': {
    dialect: 'mysql',
    given: '',
    up: "SET SQL_MODE='NO_AUTO_VALUE_ON_ZERO'; CREATE TABLE users (id int)",
    told: 'weaken-sql-mode warning',
  },
  'a routine keeps the mode that it is made under': {
    dialect: 'mysql',
    given: '',
    up: `SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE=''; CREATE PROCEDURE p() INSERT INTO users VALUES (1);
SET SQL_MODE=@OLD_SQL_MODE;`,
    told: 'weaken-sql-mode warning',
  },
  'a search path that begins with another schema': {
    given: tables,
    up: 'SET search_path = shop, public, pg_catalog; CREATE TABLE t (id int)',
    told: 'session-setting-leak warning',
  },
  'a path set to another schema by a function': {
    given: tables,
    up: "SELECT set_config('search_path', 'shop', false); CREATE TABLE t (id int)",
    told: 'session-setting-leak warning',
  },
  'a sentence above CONCURRENTLY is no word for a runner': {
    given: tables,
    up: `-- must run outside a transaction
CREATE INDEX CONCURRENTLY users_email ON users (email)`,
    told: 'concurrently-in-transaction error',
  },
  'one of the statements that stay cannot run again': {
    dialect: 'mysql',
    given: tables,
    up: 'ALTER TABLE users MODIFY email varchar(200); ALTER TABLE users ADD COLUMN a int; ALTER TABLE orders ADD COLUMN b int',
    told: 'implicit-commit-multi-ddl info Each DDL statement commits on its own: if statement 3 of 3 fails',
  },
  'a statement of the rest can fail on the rows': {
    dialect: 'mysql',
    given: tables,
    up: 'ALTER TABLE orders ADD COLUMN b int; ALTER TABLE users ADD UNIQUE (email); ALTER TABLE users ADD COLUMN a int',
    told: 'implicit-commit-multi-ddl warning Each DDL statement commits on its own: if statement 2 of 3 fails',
  },
  'CONVERT TO, and a change that has no collation of its own': {
    dialect: 'mariadb',
    given: 'CREATE TABLE users (id int, name varchar(50)) CHARSET utf8',
    up: `ALTER TABLE users CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
ALTER TABLE users MODIFY id bigint;`,
    told: 'multiple-alter-same-table warning 2 statements write all of users again (lines 1 and 2)',
  },
  'an UPDATE that counts on does not run again': {
    dialect: 'mysql',
    given: tables,
    up: 'UPDATE users SET id = id + 1 WHERE id > 5; ALTER TABLE orders ADD COLUMN b int',
    told: 'implicit-commit-multi-ddl warning',
  },
  'BEGIN in the middle commits the rows before it': {
    dialect: 'mysql',
    given: tables,
    up: 'UPDATE users SET banned = id > 5; BEGIN; DELETE FROM orders WHERE id = 1; COMMIT',
    told: 'transaction-nesting warning',
  },
}
