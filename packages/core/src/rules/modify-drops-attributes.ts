import type { Column } from '../operations/column.ts'
import type { OperationOf } from '../operations/operation.ts'
import { columnIn } from './known-columns.ts'
import { listWords } from './list-words.ts'
import { keptAttributes, lostAttributes } from './lost-attributes.ts'
import type { OperationContext, Rule } from './rule.ts'
import { saysNullable } from './says-nullable.ts'
import { sqlName } from './sql-name.ts'

export const modifyDropsAttributes: Rule = {
  id: 'modify-drops-attributes',
  category: 'compatibility',
  severity: 'error',
  title: 'MODIFY and CHANGE say the whole column again: what they do not repeat is gone.',
  why: `An attribute stays only if the statement says it again, and the server does not warn. That is so for NOT NULL,
DEFAULT, UNSIGNED, AUTO_INCREMENT, ON UPDATE, COMMENT, the character set and the SRID, without which MySQL uses no
spatial index. INSERTs that relied on the default or on NOT NULL behave
differently from then on.`,
  instead: 'Repeat every attribute that the column is to keep.',
  sources: ['MySQL 8.0 manual, ALTER TABLE Statement; Spatial Index Optimization', 'measured: MariaDB 10.11'],
  examples: {
    flagged: [
      {
        title: 'NOT NULL and DEFAULT not repeated',
        dialect: 'mysql',
        given: "CREATE TABLE orders (id int, status varchar(20) NOT NULL DEFAULT 'pending')",
        up: 'ALTER TABLE orders MODIFY COLUMN status varchar(50)',
      },
      {
        title: 'UNSIGNED and COMMENT lost while the type grows',
        dialect: 'mariadb',
        given: "CREATE TABLE carts (n int unsigned NOT NULL DEFAULT 3 COMMENT 'items')",
        up: 'ALTER TABLE carts MODIFY n bigint NOT NULL DEFAULT 3',
      },
      {
        title: 'the reference system of a spatial column',
        dialect: 'mariadb',
        given: 'CREATE TABLE shops (place point REF_SYSTEM_ID=4326 NOT NULL, SPATIAL INDEX (place))',
        up: "ALTER TABLE shops MODIFY place point NOT NULL COMMENT 'the door'",
      },
      {
        title: 'AUTO_INCREMENT lost by CHANGE',
        dialect: 'mysql',
        given: 'CREATE TABLE carts (id int NOT NULL AUTO_INCREMENT PRIMARY KEY)',
        up: 'ALTER TABLE carts CHANGE id id bigint NOT NULL',
      },
      {
        title: 'a TEXT takes its default as an expression alone',
        dialect: 'mysql',
        given: "CREATE TABLE users (id int, note varchar(100) NOT NULL DEFAULT '')",
        up: 'ALTER TABLE users MODIFY note text',
      },
      {
        title: 'NULL is said of the other column',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int, note text NOT NULL, mail varchar(100) NOT NULL)',
        up: 'ALTER TABLE users MODIFY note text NULL, MODIFY mail varchar(200)',
      },
    ],
    allowed: [
      {
        title: 'the default goes on purpose',
        dialect: 'mysql',
        given: "CREATE TABLE users (id int, last_login datetime NOT NULL DEFAULT '1000-01-01 00:00:00')",
        up: 'ALTER TABLE users CHANGE last_login last_login datetime DEFAULT NULL',
      },
      {
        title: 'everything repeated',
        dialect: 'mysql',
        given: "CREATE TABLE orders (id int, status varchar(20) NOT NULL DEFAULT 'pending')",
        up: "ALTER TABLE orders MODIFY COLUMN status varchar(50) NOT NULL DEFAULT 'pending'",
      },
      {
        title: 'a column of the primary key, which stays NOT NULL',
        dialect: 'mysql',
        given: 'CREATE TABLE orders (id varchar(20) NOT NULL PRIMARY KEY)',
        up: 'ALTER TABLE orders MODIFY COLUMN id varchar(50)',
      },
      {
        title: 'NULL written out: that is meant',
        dialect: 'mysql',
        given: 'CREATE TABLE orders (id int, note text NOT NULL)',
        up: 'ALTER TABLE orders MODIFY COLUMN note text NULL',
      },
      {
        title: 'a procedure that says so, which the script calls',
        dialect: 'mysql',
        given: 'CREATE TABLE orders (id int, note text NOT NULL, size int NOT NULL DEFAULT 3)',
        up: `CREATE PROCEDURE relax() BEGIN
  ALTER TABLE orders MODIFY COLUMN note text NULL;
  ALTER TABLE orders MODIFY COLUMN size int DEFAULT NULL;
END;
CALL relax();`,
      },
    ],
  },

  checkOperation: {
    'change-column'(operation, context) {
      const { table, column, to } = operation
      const old = columnIn(context.before, table, column)
      if (old === undefined || context.isNewColumn(table, column)) return undefined
      const result = columnIn(context.after, table, to.name) ?? to
      const lost = lostAttributes(old, { ...to, nullable: result.nullable }).filter(
        attribute =>
          !(attribute.name === 'NOT NULL' && saysNull(operation, context)) &&
          !(attribute.name === 'DEFAULT' && operation.saysDefaultNull),
      )
      if (lost.length === 0) return undefined
      const name = `${table}.${column}`
      return {
        message: `${name} loses ${listWords(lost.map(attribute => attribute.text))}: the statement does not repeat ${
          lost.length === 1 ? 'it' : 'them'
        }.`,
        objects: [name],
        // NOT NULL alone is often dropped on purpose.
        ...(lost.every(({ name, onlyDescribes }) => onlyDescribes || name === 'NOT NULL')
          ? { severity: 'warning' }
          : {}),
        suggestion: {
          title: 'Repeat what the column had',
          sql: completeStatement(table, column, keptAttributes(old, to, lost), context),
        },
      }
    },
  },
}

/** The author wrote NULL or DEFAULT NULL. Knex writes NULL on its own, so that of what it built the call tells. */
function saysNull(
  { saysNull, saysDefaultNull }: OperationOf<'change-column'>,
  context: OperationContext,
): boolean {
  return builtByKnex.test(context.statement.text)
    ? saysNullable(context)
    : saysNull === true || saysDefaultNull === true
}

/** As knex 3.3.0 writes it: dialects/mysql/schema/mysql-tablecompiler.js, alterColumns; _setNullableState; of
 * SQLite see changeText. */
const builtByKnex = /^alter table .{1,300} (?:modify|alter column) +`/

function completeStatement(table: string, column: string, to: Column, { traits }: OperationContext): string {
  const verb = to.name === column ? 'MODIFY COLUMN' : `CHANGE COLUMN ${traits.quote(column)}`
  return `ALTER TABLE ${sqlName(table, traits)} ${verb} ${traits.columnDefinition(to)};`
}
