import type { Statement } from '../migration/migration.ts'
import type { ObjectName } from '../operations/column.ts'
import { findTable } from '../schema/lookup.ts'
import type { SchemaState } from '../schema/schema-state.ts'
import { reachedByCascade } from './keys/dependents.ts'
import { sameObject } from './names/known-columns.ts'
import type { Rule } from './rule.ts'
import { listWords } from './wording/list-words.ts'

export const truncateCascade: Rule = {
  id: 'truncate-cascade',
  category: 'data-loss',
  severity: 'error',
  title: 'TRUNCATE … CASCADE empties every table that refers to this one.',
  why: 'It follows the foreign keys from table to table, and the statement names none of them.',
  instead: 'Name each table that is to be emptied, after a copy of it was kept, and leave CASCADE out.',
  sources: ['PostgreSQL manual, TRUNCATE'],
  examples: {
    flagged: [
      {
        title: 'two tables away',
        given: `CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE carts (id int PRIMARY KEY, user_id int REFERENCES users (id));
CREATE TABLE cart_items (id int, cart_id int REFERENCES carts (id));`,
        up: 'TRUNCATE users CASCADE',
        instead: `DELETE FROM cart_items WHERE cart_id <= 5000;
DELETE FROM carts WHERE id <= 5000;
DELETE FROM users WHERE id <= 5000;`,
      },
      {
        title: 'what refers to it is not known',
        up: 'TRUNCATE users CASCADE',
        instead: { noSql: 'the tables that refer to it are not known here' },
      },
    ],
    allowed: [
      { title: 'no CASCADE', given: 'CREATE TABLE users (id int)', up: 'TRUNCATE users' },
      {
        title: 'the statement names all of them: told as truncate',
        given: `CREATE TABLE users (id int PRIMARY KEY);
CREATE TABLE carts (id int PRIMARY KEY, user_id int REFERENCES users (id));`,
        up: 'TRUNCATE users, carts CASCADE',
      },
      {
        title: 'no table refers to it: told as truncate',
        given: 'CREATE TABLE users (id int)',
        up: 'TRUNCATE users CASCADE',
      },
    ],
  },

  checkOperation: {
    'truncate-table'({ table, cascade }, { before, statement }) {
      if (!cascade) return undefined
      const all = reachedByCascade(table, before)
      // Of those that the statement names, truncate tells.
      const reached = all.filter(each => !namesTable(statement, each, before))
      if (reached.length === 0 && (all.length > 0 || findTable(before, table)?.complete === true))
        return undefined
      return {
        message:
          reached.length === 0
            ? `TRUNCATE deletes every row of ${table} and of every table that refers to it; which these are, no migration here says.`
            : `TRUNCATE deletes every row of ${table}, and through CASCADE of ${listWords(reached)}.`,
        objects: [table],
      }
    },
  },
}

function namesTable({ operations }: Statement, table: ObjectName, schema: SchemaState): boolean {
  return operations.some(
    operation => operation.kind === 'truncate-table' && sameObject(schema, operation.table, table),
  )
}
