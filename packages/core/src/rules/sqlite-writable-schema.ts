import type { Rule } from './rule.ts'

export const sqliteWritableSchema: Rule = {
  id: 'sqlite-writable-schema',
  category: 'data-loss',
  severity: 'error',
  title: 'PRAGMA writable_schema lets a typing error make the database unreadable.',
  why: `UPDATE of sqlite_schema changes the text of the schema and nothing else: what the rows and indexes really are stays as
it was. If the two do not fit, SQLite calls the file malformed, or answers wrongly.`,
  instead:
    'Build the table anew: create it under another name, copy the rows, drop the old one, rename the new one.',
  sources: ['SQLite manual, PRAGMA writable_schema'],
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: 'the schema is changed by hand',
        dialect: 'sqlite',
        up: `PRAGMA writable_schema = ON;
UPDATE sqlite_master SET sql = replace(sql, 'age TEXT', 'age INTEGER') WHERE name = 'users';
PRAGMA writable_schema = OFF;`,
        instead: { noSql: 'the table is built anew, as its columns are: create, copy, drop, rename' },
      },
    ],
    allowed: [
      { title: 'off', dialect: 'sqlite', up: 'PRAGMA writable_schema = OFF' },
      { title: 'a PRAGMA that only reads', dialect: 'sqlite', up: 'PRAGMA writable_schema' },
    ],
  },

  checkOperation: {
    'set-variable'({ name, value }) {
      if (name !== 'writable_schema' || !/^(?:on|1|true|yes)$/i.test(value ?? '')) return undefined
      return { message: 'The schema may be changed as text from here on: what that does to it is not seen.' }
    },
  },
}
