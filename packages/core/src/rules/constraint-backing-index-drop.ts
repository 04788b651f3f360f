import type { Statement } from '../migration/migration.ts'
import { findTable, primaryKeyOf, tableOfIndex } from '../schema/lookup.ts'
import { neededFromOutside, whatNeedsIndex } from '../schema/needed-index.ts'
import { isDroppedLater } from './deploy/dropped-later.ts'
import type { Rule } from './rule.ts'
import { isConditional } from './scripts/is-conditional.ts'
import { listWords } from './wording/list-words.ts'
import { sqlName } from './wording/sql-name.ts'

export const constraintBackingIndexDrop: Rule = {
  id: 'constraint-backing-index-drop',
  category: 'compatibility',
  severity: 'error',
  title: 'An index or key is dropped that a constraint needs.',
  why: `PostgreSQL refuses to drop the index of a primary key or unique constraint, MySQL and MariaDB the only index that a
foreign key can use on either side (error 1553), and the key of an AUTO_INCREMENT column (1075). The statement fails, and the
deploy with it.`,
  instead: `Drop the constraint, which takes its index along. In MySQL and MariaDB, add another index that begins with the
foreign key's columns first, or in the same ALTER TABLE.`,
  sources: ['measured: PostgreSQL 15, MariaDB 10.11'],
  appliesToNewTables: true,
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: 'the index of a unique constraint',
        given: 'CREATE TABLE users (id int, email text, CONSTRAINT users_email UNIQUE (email))',
        up: 'DROP INDEX users_email',
        instead: {
          noSql:
            'DROP CONSTRAINT lets duplicates in, which another rule tells: whether that is meant, no SQL can say',
        },
      },
      {
        title: 'the only index of a foreign key',
        dialect: 'mysql',
        given: `CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE carts (user_id int, KEY by_user (user_id), FOREIGN KEY (user_id) REFERENCES users (id));`,
        up: 'ALTER TABLE carts DROP INDEX by_user',
        instead: 'ALTER TABLE carts ADD INDEX by_user_and_id (user_id), DROP INDEX by_user',
      },
      {
        title: 'in a down script that drops the table behind it',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int PRIMARY KEY)',
        up: `CREATE TABLE carts (user_id int, FOREIGN KEY (user_id) REFERENCES users (id));
CREATE INDEX by_user ON carts (user_id);`,
        down: 'DROP INDEX by_user ON carts; DROP TABLE carts;',
        instead: [
          {
            up: `CREATE TABLE carts (user_id int, FOREIGN KEY (user_id) REFERENCES users (id));
CREATE INDEX by_user ON carts (user_id);`,
            down: 'DROP TABLE carts;',
          },
        ],
      },
      {
        title: 'the index that a foreign key of another table refers to',
        dialect: 'mariadb',
        given: `CREATE TABLE users (id int PRIMARY KEY, code int, UNIQUE KEY by_code (code));
CREATE TABLE carts (id int PRIMARY KEY, code int, FOREIGN KEY (code) REFERENCES users (code));`,
        up: 'DROP INDEX by_code ON users',
        instead: 'ALTER TABLE users ADD UNIQUE KEY by_code_2 (code), DROP INDEX by_code',
      },
      {
        title: 'the key of an AUTO_INCREMENT column',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int AUTO_INCREMENT PRIMARY KEY, email varchar(100))',
        up: 'ALTER TABLE users DROP PRIMARY KEY',
        instead: { noSql: 'which key the column is to have instead is known to its author alone' },
      },
    ],
    allowed: [
      {
        title: 'a unique key of the same column serves the foreign key as well',
        dialect: 'mysql',
        given: `CREATE TABLE users (tag varchar(15) NOT NULL, PRIMARY KEY (tag), UNIQUE KEY tag_unique (tag));
CREATE TABLE carts (tag varchar(15), CONSTRAINT carts_tag FOREIGN KEY (tag) REFERENCES users (tag));`,
        up: 'ALTER TABLE users DROP PRIMARY KEY, ADD id int NOT NULL AUTO_INCREMENT PRIMARY KEY FIRST',
      },
      {
        title: 'a DO block that looks first whether it is an index alone',
        given: 'CREATE TABLE users (id int, email text, CONSTRAINT users_email UNIQUE (email))',
        up: `DO $$ BEGIN
IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'users_email') THEN DROP INDEX users_email; END IF;
END $$`,
      },
      {
        title: 'an index of the same name in another schema',
        given: `CREATE TABLE users (id int, email text, CONSTRAINT users_email UNIQUE (email));
CREATE TABLE audit.users (email text);
CREATE INDEX users_email ON audit.users (email);`,
        up: 'DROP INDEX CONCURRENTLY audit.users_email',
        transaction: 'none',
      },
      {
        title: 'the constraint',
        given: 'CREATE TABLE users (id int, email text, CONSTRAINT users_email UNIQUE (email))',
        up: 'ALTER TABLE users DROP CONSTRAINT users_email',
      },
      {
        title: 'another index takes its place',
        dialect: 'mysql',
        given: `CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE carts (user_id int, KEY by_user (user_id), FOREIGN KEY (user_id) REFERENCES users (id));`,
        up: 'ALTER TABLE carts DROP INDEX by_user, ADD INDEX by_user_2 (user_id)',
      },
      {
        title: 'a unique key of MySQL is an index, and dropped as one',
        dialect: 'mysql',
        given: 'CREATE TABLE users (email varchar(50), UNIQUE KEY by_email (email))',
        up: 'ALTER TABLE users DROP INDEX by_email',
      },
    ],
  },

  checkOperation: {
    'drop-index'(operation, context) {
      const { before, statement, traits } = context
      const table = tableOfIndex(before, operation.name, operation.table)
      if (table === undefined || isGuarded(statement)) return undefined
      // PostgreSQL's transaction is lost with it, caught or not.
      if (statement.caught === true && before.semantics.foreignKeyCreatesIndex) return undefined
      const needs = whatNeedsIndex(operation.name, table, before, statement.operations)
      if (needs === undefined) return undefined
      return {
        message: `The statement fails: the ${needs.what} of ${table.name} needs the index ${operation.name}.`,
        instead: isDroppedLater(table.name, context)
          ? 'Leave it out: the table is dropped behind it, and takes its indexes along.'
          : before.semantics.foreignKeyCreatesIndex
            ? `Add another ${needs.isParent ? 'unique key of' : 'index that begins with'} ${listWords(needs.columns)} first, or in the same ALTER TABLE: ALTER TABLE ${sqlName(table.name, traits)} ADD ${needs.isParent ? 'UNIQUE ' : ''}INDEX (${needs.columns.map(traits.quote).join(', ')}), DROP INDEX ${traits.quote(operation.name)}.`
            : 'Drop the constraint, which takes its index along.',
        objects: [table.name],
      }
    },
    'drop-constraint'({ table: name, type }, { before, statement }) {
      const table = findTable(before, name)
      if (type !== 'primary-key' || !before.semantics.foreignKeyCreatesIndex || table === undefined)
        return undefined
      const key = primaryKeyOf(table)
      const columns = key?.type === 'primary-key' ? key.columns : []
      const needs = neededFromOutside(columns, table, before, statement.operations)
      if (needs === undefined) return undefined
      return {
        message: `The statement fails: the ${needs.what} needs the primary key of ${table.name}.`,
        objects: [table.name],
      }
    },
  },
}

/** A DO block that asks first, or catches what goes wrong. */
function isGuarded(statement: Statement): boolean {
  return isConditional(statement) && /\b(?:if|case|exception)\b/i.test(statement.text)
}
