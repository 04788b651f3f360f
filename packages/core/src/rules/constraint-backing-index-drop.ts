import type { Statement } from '../migration/migration.ts'
import type { OperationOf } from '../operations/operation.ts'
import { backingConstraint, findIndex, tableOfIndex } from '../schema/lookup.ts'
import type { SchemaState, Table } from '../schema/schema-state.ts'
import { isConditional } from './is-conditional.ts'
import { sameColumn } from './known-columns.ts'
import type { OperationContext, Rule } from './rule.ts'

export const constraintBackingIndexDrop: Rule = {
  id: 'constraint-backing-index-drop',
  category: 'compatibility',
  severity: 'error',
  title: 'DROP INDEX names an index that a constraint needs.',
  why: `PostgreSQL refuses to drop the index of a primary key or unique constraint, MySQL and MariaDB the only index that a
foreign key can use (error 1553). The statement fails, and the deploy with it.`,
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
    ],
    allowed: [
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
      const { before, statement } = context
      const table = tableOfIndex(before, operation.name, operation.table)
      if (table === undefined || isGuarded(statement)) return undefined
      const needs = before.semantics.foreignKeyCreatesIndex
        ? foreignKeyWithoutIndex(operation, table, context)
        : constraintOf(operation.name, table, before)
      if (needs === undefined) return undefined
      return {
        message: `The statement fails: the ${needs} of ${table.name} needs the index ${operation.name}.`,
        objects: [table.name],
      }
    },
  },
}

/** A DO block that asks first, or catches what goes wrong. */
function isGuarded(statement: Statement): boolean {
  return isConditional(statement) && /\b(?:if|case|exception)\b/i.test(statement.text)
}

function constraintOf(index: string, table: Table, { semantics }: SchemaState): string | undefined {
  const constraint = backingConstraint(table, index, semantics)
  if (constraint === undefined || findIndex(table, index, semantics) !== undefined) return undefined
  return constraint.type === 'primary-key' ? 'primary key' : `constraint ${constraint.name ?? ''}`
}

/** The foreign key that no other index of the table serves. */
function foreignKeyWithoutIndex(
  { name }: OperationOf<'drop-index'>,
  table: Table,
  { before, statement }: OperationContext,
): string | undefined {
  if (!table.complete || before.sessionVariables?.get('foreign_key_checks') === '0') return undefined
  const addsAnother = statement.operations.some(
    ({ kind }) => kind === 'create-index' || kind === 'add-constraint',
  )
  if (addsAnother) return undefined
  const dropped = findIndex(table, name, before.semantics)
  const others = [
    ...table.indexes.filter(index => index !== dropped).map(index => index.parts.map(part => part.column)),
    ...table.constraints
      .filter(constraint => constraint !== backingConstraint(table, name, before.semantics))
      .flatMap(constraint =>
        constraint.type === 'primary-key' || constraint.type === 'unique' ? [constraint.columns] : [],
      ),
  ]
  const serves = (key: readonly (string | undefined)[], columns: readonly string[]) =>
    columns.every((column, at) => key[at] !== undefined && sameColumn(before, key[at], column))
  const own = dropped?.parts.map(part => part.column) ?? []
  const stranded = table.constraints.find(
    constraint =>
      constraint.type === 'foreign-key' &&
      serves(own, constraint.columns) &&
      !others.some(key => serves(key, constraint.columns)),
  )
  return stranded === undefined ? undefined : `foreign key ${stranded.name ?? ''}`.trimEnd()
}
