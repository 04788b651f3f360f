import { rewrittenByOption } from './advice/rewritten-by-option.ts'
import type { Rule } from './rule.ts'

export const setTablespace: Rule = {
  id: 'set-tablespace',
  category: 'locking',
  severity: 'warning',
  title: 'SET TABLESPACE copies the whole table to another disk.',
  why: 'PostgreSQL copies the files of the table under the strongest lock, and needs the room twice meanwhile.',
  instead: 'Do it while the application is stopped, or move the rows with pg_repack.',
  noSql: 'PostgreSQL has no way to it but writing the table again',
  sources: ['PostgreSQL manual, ALTER TABLE, SET TABLESPACE'],
  examples: {
    flagged: [
      {
        title: 'a table with rows',
        given: 'CREATE TABLE events (id int)',
        up: 'ALTER TABLE events SET TABLESPACE archive',
      },
    ],
    allowed: [
      {
        title: 'a table that is new in the same deploy',
        up: 'CREATE TABLE events (id int); ALTER TABLE events SET TABLESPACE archive',
      },
    ],
  },

  checkOperation: {
    'set-table-option': (operation, context) =>
      rewrittenByOption(operation, 'tablespace', 'SET TABLESPACE', context),
  },
}
