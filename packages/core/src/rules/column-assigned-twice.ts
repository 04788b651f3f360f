import type { Rule } from './rule.ts'

export const columnAssignedTwice: Rule = {
  id: 'column-assigned-twice',
  category: 'style',
  severity: 'warning',
  optIn: true,
  title: 'An UPDATE sets one column twice.',
  why: 'MySQL, MariaDB and SQLite take the last value without a word; PostgreSQL refuses the statement.',
  instead: 'Keep the assignment that is meant.',
  sources: ['measured: PostgreSQL 15 (42601), MariaDB 10.11, SQLite 3.50.4'],
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: 'the last one counts',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY, plan int, paid int)',
        up: 'UPDATE users SET plan = 1, plan = 2 WHERE id = 7',
        instead: 'UPDATE users SET plan = 2 WHERE id = 7',
      },
    ],
    allowed: [
      {
        title: 'two columns',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id bigint PRIMARY KEY, plan int, paid int)',
        up: 'UPDATE users SET plan = 1, paid = 2 WHERE id = 7',
      },
    ],
  },

  checkOperation: {
    'update-rows'({ table, columns }, { before: { semantics } }) {
      const keys = columns.map(column => semantics.columnKey(column))
      return columns
        .filter((_, index) => keys.indexOf(keys[index] ?? '') < index)
        .map(column => ({
          message: `The UPDATE sets ${table}.${column} twice.`,
          objects: [`${table}.${column}`],
        }))
    },
  },
}
