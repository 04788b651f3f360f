import { referencesTo } from './dependents.ts'
import { sameObject } from './known-columns.ts'
import { listWords } from './list-words.ts'
import type { OperationContext, Rule } from './rule.ts'

export const dropOrder: Rule = {
  id: 'drop-order',
  category: 'data-dependent',
  severity: 'error',
  title: 'A table is dropped while foreign keys of other tables still refer to it.',
  why: `The server refuses the statement. In a down script that shows for the first time when a rollback is needed: it stops
there, and what comes behind it is not undone. SQLite refuses it only if there are rows that refer to the table.`,
  instead: 'Drop the tables in the reverse order of their making: first those that refer to others.',
  appliesToNewTables: true,
  directions: ['up', 'down'],
  sources: ['measured: PostgreSQL 15, MariaDB 10.11, SQLite 3.50'],
  examples: {
    flagged: [
      {
        title: 'a down script in the order of the up script',
        up: `CREATE TABLE carts (id int PRIMARY KEY);
CREATE TABLE cart_items (id int, cart_id int REFERENCES carts (id));`,
        down: 'DROP TABLE carts; DROP TABLE cart_items;',
      },
      {
        title: 'MySQL',
        dialect: 'mysql',
        up: `CREATE TABLE carts (id int PRIMARY KEY);
CREATE TABLE cart_items (id int, cart_id int, FOREIGN KEY (cart_id) REFERENCES carts (id));`,
        down: 'DROP TABLE carts; DROP TABLE cart_items;',
      },
      {
        title: 'SQLite, once there are rows',
        dialect: 'sqlite',
        up: `CREATE TABLE carts (id INTEGER PRIMARY KEY);
CREATE TABLE cart_items (id INTEGER PRIMARY KEY, cart_id INTEGER REFERENCES carts (id));`,
        down: 'DROP TABLE carts; DROP TABLE cart_items;',
      },
    ],
    allowed: [
      {
        title: 'the reverse order',
        up: `CREATE TABLE carts (id int PRIMARY KEY);
CREATE TABLE cart_items (id int, cart_id int REFERENCES carts (id));`,
        down: 'DROP TABLE cart_items; DROP TABLE carts;',
      },
      {
        title: 'both in one statement',
        up: `CREATE TABLE carts (id int PRIMARY KEY);
CREATE TABLE cart_items (id int, cart_id int REFERENCES carts (id));`,
        down: 'DROP TABLE carts, cart_items;',
      },
      {
        title: 'without the check',
        dialect: 'mysql',
        up: `CREATE TABLE carts (id int PRIMARY KEY);
CREATE TABLE cart_items (id int, cart_id int, FOREIGN KEY (cart_id) REFERENCES carts (id));`,
        down: 'SET foreign_key_checks = 0; DROP TABLE carts; DROP TABLE cart_items; SET foreign_key_checks = 1;',
      },
      {
        title: 'rows that go along',
        dialect: 'sqlite',
        up: `CREATE TABLE carts (id INTEGER PRIMARY KEY);
CREATE TABLE cart_items (id INTEGER PRIMARY KEY, cart_id INTEGER REFERENCES carts (id) ON DELETE CASCADE);`,
        down: 'DROP TABLE carts; DROP TABLE cart_items;',
      },
    ],
  },

  checkOperation: {
    'drop-table'({ table, cascade, temporary, replacedBy }, context) {
      const { before, traits } = context
      if (cascade || temporary || replacedBy !== undefined || isUnchecked(context)) return undefined
      const withRows = traits.dropReferencedTable === 'fails-with-rows'
      const referring = referencesTo(table, before)
        .filter(({ foreignKey: { onDelete = 'no action' } }) => !withRows || stopsDelete.has(onDelete))
        .map(reference => reference.table)
        .filter(other => !isDroppedAlong(other, context))
      if (traits.dropReferencedTable === undefined || referring.length === 0) return undefined
      const others = listWords([...new Set(referring)])
      return {
        message: withRows
          ? `Dropping ${table} fails if rows of ${others} refer to it and foreign keys are enforced.`
          : `Dropping ${table} fails: a foreign key of ${others} refers to it.`,
        ...(withRows ? { severity: 'warning' } : {}),
        objects: [table],
      }
    },
  },
}

const stopsDelete: ReadonlySet<string> = new Set(['no action', 'restrict'])

function isUnchecked({ before }: OperationContext): boolean {
  const variables = before.sessionVariables
  return variables?.get('foreign_key_checks') === '0' || variables?.get('foreign_keys') === '0'
}

function isDroppedAlong(table: string, { before, statement }: OperationContext): boolean {
  return statement.operations.some(
    operation => operation.kind === 'drop-table' && sameObject(before, operation.table, table),
  )
}
