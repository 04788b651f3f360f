import { columnRewrite } from './advice/column-rewrite.ts'
import type { Rule } from './rule.ts'

export const addColumnIdentity: Rule = {
  id: 'add-column-identity',
  category: 'locking',
  severity: 'error',
  title: 'A new identity column writes the whole table again.',
  why: `Each row gets a number, so that every row is written again, and nobody can read or write the table meanwhile.`,
  instead: `Add a plain column of the type, make a sequence and set it as the default for new rows, fill the old ones in
batches, then set NOT NULL, and make it the key last.`,
  sources: ['PostgreSQL manual, ALTER TABLE, Notes', 'measured: PostgreSQL 12 to 18'],
  examples: {
    flagged: [
      {
        title: 'a table with rows',
        given: 'CREATE TABLE users (email text)',
        up: 'ALTER TABLE users ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY',
      },
    ],
    allowed: [
      {
        title: 'a plain column',
        given: 'CREATE TABLE users (email text)',
        up: 'ALTER TABLE users ADD COLUMN number bigint',
      },
      {
        title: 'a table that is new in the same deploy',
        up: 'CREATE TABLE users (email text); ALTER TABLE users ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY',
      },
    ],
  },

  checkOperation: {
    'add-column': (operation, context) =>
      columnRewrite(
        operation,
        context,
        ({ autoIncrement }) => autoIncrement?.startsWith('identity') === true,
      ),
  },
}
