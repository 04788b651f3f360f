import { columnRewrite } from './column-rewrite.ts'
import type { Rule } from './rule.ts'

export const addColumnSerial: Rule = {
  id: 'add-column-serial',
  category: 'locking',
  severity: 'error',
  title: 'A new serial column writes the whole table again.',
  why: `Each row gets a number, so that every row is written again, and nobody can read or write the table meanwhile.`,
  instead: `Add a plain bigint column, make a sequence and set it as the default for new rows, then fill the old ones in batches.`,
  sources: ['PostgreSQL manual, ALTER TABLE, Notes', 'measured: PostgreSQL 12 to 18'],
  examples: {
    flagged: [
      {
        title: 'a table with rows',
        given: 'CREATE TABLE users (email text)',
        up: 'ALTER TABLE users ADD COLUMN number bigserial',
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
        up: 'CREATE TABLE users (email text); ALTER TABLE users ADD COLUMN number bigserial',
      },
    ],
  },

  checkOperation: {
    'add-column': (operation, context) =>
      columnRewrite(operation, context, ({ autoIncrement }) => autoIncrement === 'serial'),
  },
}
