import { rewrittenByOption } from './advice/rewritten-by-option.ts'
import type { Rule } from './rule.ts'

export const setAccessMethod: Rule = {
  id: 'set-access-method',
  category: 'locking',
  severity: 'warning',
  title: 'SET ACCESS METHOD writes the whole table again.',
  why: 'PostgreSQL copies every row into the new kind of storage under the strongest lock.',
  instead: `Create a new table with the access method, copy the rows in batches, and change to it as table-swap says.`,
  noSql: 'PostgreSQL has no way to it but writing the table again',
  sources: ['PostgreSQL manual, ALTER TABLE, SET ACCESS METHOD (version 15 and later)'],
  examples: {
    flagged: [
      {
        title: 'a table with rows',
        given: 'CREATE TABLE events (id int)',
        up: 'ALTER TABLE events SET ACCESS METHOD columnar',
      },
    ],
    allowed: [
      {
        title: 'a table that is new in the same deploy',
        up: 'CREATE TABLE events (id int); ALTER TABLE events SET ACCESS METHOD columnar',
      },
    ],
  },

  checkOperation: {
    'set-table-option': (operation, context) =>
      rewrittenByOption(operation, 'access-method', 'SET ACCESS METHOD', context),
  },
}
