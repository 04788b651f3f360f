import type { Rule } from './rule.ts'

export const columnAssignedTwice: Rule = {
  id: 'column-assigned-twice',
  category: 'compatibility',
  severity: 'warning',
  title: 'An UPDATE sets one column twice.',
  why: 'MySQL, MariaDB and SQLite take the last value without a word; PostgreSQL refuses the statement.',
  instead: 'Keep the assignment that is meant.',
  sources: ['measured: PostgreSQL 15 (42601), MariaDB 10.11, SQLite 3.50.4'],
  directions: ['up', 'down'],
  appliesToNewTables: true,
  examples: {
    flagged: [
      {
        title: 'PostgreSQL refuses it',
        given: 'CREATE TABLE projects (id bigint PRIMARY KEY, widgets text[])',
        up: "UPDATE projects SET widgets = array_remove(widgets, 'a'), widgets = array_remove(widgets, 'b') WHERE id = 7",
        instead: "UPDATE projects SET widgets = array_remove(array_remove(widgets, 'a'), 'b') WHERE id = 7",
      },
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
      {
        title: 'two elements of one array',
        given: 'CREATE TABLE projects (id bigint PRIMARY KEY, widgets text[])',
        up: "UPDATE projects SET widgets[1] = 'a', widgets[2] = 'b' WHERE id = 7",
      },
    ],
  },

  checkOperation: {
    'update-rows'({ table, columns }, { before: { semantics }, traits }) {
      const refused = traits.refusesSecondAssignment === true
      const keys = columns.map(column => semantics.columnKey(column))
      return columns
        .filter((_, index) => keys.indexOf(keys[index] ?? '') < index)
        .map(column => ({
          message: refused
            ? `The UPDATE fails: it sets ${table}.${column} twice.`
            : `The UPDATE sets ${table}.${column} twice: the last value counts.`,
          ...(refused && { severity: 'error' as const }),
          objects: [`${table}.${column}`],
        }))
    },
  },
}
