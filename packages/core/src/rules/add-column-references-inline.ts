import type { Rule } from './rule.ts'
import { listWords } from './wording/list-words.ts'

export const addColumnReferencesInline: Rule = {
  id: 'add-column-references-inline',
  category: 'locking',
  severity: 'info',
  optIn: true,
  title: 'A new column with REFERENCES also locks the table that it points to.',
  why: `Without a default no row is looked up, so that it does not take long. But until the transaction ends, nobody writes
to the other table, which may be the busiest one.`,
  instead: `Make it the last statement of a short transaction with a lock_timeout, or add the column plain, and the foreign
key NOT VALID in a migration of its own.`,
  sources: ['PostgreSQL manual, ALTER TABLE, ADD FOREIGN KEY', 'measured: PostgreSQL 15'],
  examples: {
    flagged: [
      {
        title: 'REFERENCES behind the column',
        given: 'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE carts (id int)',
        up: 'ALTER TABLE carts ADD COLUMN user_id int REFERENCES users (id)',
        instead: [
          'ALTER TABLE carts ADD COLUMN user_id int',
          'ALTER TABLE carts ADD CONSTRAINT carts_user FOREIGN KEY (user_id) REFERENCES users (id) NOT VALID',
          'ALTER TABLE carts VALIDATE CONSTRAINT carts_user',
        ],
      },
    ],
    allowed: [
      {
        title: 'a plain column',
        given: 'CREATE TABLE users (id int PRIMARY KEY); CREATE TABLE carts (id int)',
        up: 'ALTER TABLE carts ADD COLUMN user_id int',
      },
      {
        title: 'to a table that is new in the same deploy',
        given: 'CREATE TABLE carts (id int)',
        up: `CREATE TABLE users (id int PRIMARY KEY);
ALTER TABLE carts ADD COLUMN user_id int REFERENCES users (id);`,
      },
    ],
  },

  checkOperation: {
    'add-column'({ table, column, constraints }, { effects, traits }) {
      const foreignKeys = constraints.filter(constraint => constraint.type === 'foreign-key')
      if (traits.laterValidation !== true || foreignKeys.length === 0) return undefined
      const parents = effects.filter(effect => effect.table !== table && effect.blocksWrites === true)
      if (parents.length === 0) return undefined
      return {
        message: `Until the transaction ends, nobody writes to ${listWords(parents.map(effect => effect.table))}, which ${table}.${column.name} refers to.`,
        objects: [`${table}.${column.name}`],
      }
    },
  },
}
