import { rewrittenByOption } from './advice/rewritten-by-option.ts'
import type { Rule } from './rule.ts'

export const setLoggedUnlogged: Rule = {
  id: 'set-logged-unlogged',
  category: 'locking',
  severity: 'warning',
  title: 'SET LOGGED and SET UNLOGGED write the whole table again.',
  why: `PostgreSQL copies the table and its indexes under the strongest lock. SET LOGGED also writes all of it to the log,
which every replica has to read.`,
  instead: 'Make the table the way it should be from the start, or do this while the application is stopped.',
  noSql: 'PostgreSQL has no way to it but writing the table again',
  sources: ['PostgreSQL manual, ALTER TABLE, SET { LOGGED | UNLOGGED }', 'measured: PostgreSQL 12 to 18'],
  examples: {
    flagged: [
      {
        title: 'a table with rows',
        given: 'CREATE UNLOGGED TABLE sessions (id int)',
        up: 'ALTER TABLE sessions SET LOGGED',
      },
    ],
    allowed: [
      {
        title: 'a table that is logged',
        given: 'CREATE TABLE sessions (id int)',
        up: 'ALTER TABLE sessions SET LOGGED',
      },
      {
        title: 'a table that is new in the same deploy',
        up: 'CREATE UNLOGGED TABLE sessions (id int); ALTER TABLE sessions SET LOGGED',
      },
    ],
  },

  checkOperation: {
    'set-table-option': (operation, context) =>
      rewrittenByOption(
        operation,
        'logged',
        operation.value === 'true' ? 'SET LOGGED' : 'SET UNLOGGED',
        context,
      ),
  },
}
