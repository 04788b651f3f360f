import type { Problem } from './finding.ts'
import type { Rule } from './rule.ts'

export const alterIgnore: Rule = {
  id: 'alter-ignore',
  category: 'data-loss',
  severity: 'error',
  title: 'ALTER IGNORE TABLE deletes rows instead of failing.',
  why: `With a new unique key, all but one of the rows with the same value are deleted without an error. Values that do not
fit a new type are changed.`,
  instead: 'Leave IGNORE out. Look for the duplicates with a query, and decide which row of each is kept.',
  sources: ['MariaDB manual, ALTER TABLE, Description', 'measured: MariaDB 10.11'],
  examples: {
    flagged: [
      {
        title: 'a unique key',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id int, email varchar(100))',
        up: 'ALTER IGNORE TABLE users ADD UNIQUE KEY users_email (email)',
        instead: 'ALTER TABLE users ADD UNIQUE KEY users_email (email)',
      },
    ],
    allowed: [
      {
        title: 'without IGNORE',
        dialect: 'mariadb',
        given: 'CREATE TABLE users (id int, email varchar(100))',
        up: 'ALTER TABLE users ADD UNIQUE KEY users_email (email)',
      },
    ],
  },

  checkOperation: {
    'add-constraint': ({ table, ignoresErrors }) => (ignoresErrors === true ? deletes(table) : undefined),
    'create-index': ({ index, ignoresErrors }) =>
      ignoresErrors === true && index.unique ? deletes(index.table) : undefined,
    'change-column': ({ table, column, ignoresErrors }) =>
      ignoresErrors === true
        ? {
            message: `ALTER IGNORE TABLE changes values of ${table}.${column} that do not fit, without an error.`,
            instead:
              'Leave IGNORE out. Look for the values that do not fit, NULL among them where the column becomes NOT NULL, and correct them first.',
            objects: [`${table}.${column}`],
          }
        : undefined,
  },
}

function deletes(table: string): Problem {
  return {
    message: `ALTER IGNORE TABLE deletes the rows of ${table} that break the new key.`,
    objects: [table],
  }
}
