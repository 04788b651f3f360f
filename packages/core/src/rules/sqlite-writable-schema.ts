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
      {
        title: 'a constraint is added by hand',
        dialect: 'sqlite',
        given: `CREATE TABLE teams (id INTEGER PRIMARY KEY);
CREATE TABLE users (id INTEGER PRIMARY KEY, team_id INTEGER NOT NULL);`,
        up: `PRAGMA writable_schema = ON;
UPDATE sqlite_master SET sql = replace(sql, 'team_id INTEGER NOT NULL', 'team_id INTEGER NOT NULL REFERENCES teams (id)')
WHERE name = 'users' AND type = 'table';
PRAGMA writable_schema = RESET;`,
        instead: { noSql: 'the table is built anew, as its columns are: create, copy, drop, rename' },
      },
    ],
    allowed: [
      { title: 'off', dialect: 'sqlite', up: 'PRAGMA writable_schema = OFF' },
      { title: 'a PRAGMA that only reads', dialect: 'sqlite', up: 'PRAGMA writable_schema' },
    ],
  },

  checkOperation: {
    'set-variable'({ name, value }, { script: { statements }, statement }) {
      if (name !== 'writable_schema' || !/^(?:on|1|true|yes)$/i.test(value ?? '')) return undefined
      const changes = statements
        .slice(statements.indexOf(statement) + 1)
        .map(({ text }) => text)
        .filter(text => changesSchema.test(text))
      const [change] = changes
      if (change === undefined || changes.length > 1)
        return { message: `The schema may be changed as text from here on: ${outcome}.` }
      const [, table] = ofTable.exec(change) ?? []
      const whose = table === undefined ? 'The schema' : `The schema of ${table}`
      const added = constraintAdded(change)
      return {
        message: `${whose} is changed as text: ${added === undefined ? outcome : `existing rows are not checked against the new ${added}, a text that is not found changes nothing, and one that SQLite cannot read makes the whole database unreadable`}.`,
        ...(added !== undefined && { severity: 'warning', instead: checkIt }),
        ...(table !== undefined && { objects: [table] }),
      }
    },
  },
}

const outcome =
  'rows and indexes stay as they are, and a text that SQLite cannot read makes the whole database unreadable'

const checkIt =
  'Build the table anew: create it under another name, copy the rows, drop the old one, rename the new one. If it stays, run PRAGMA integrity_check and PRAGMA foreign_key_check before the COMMIT, and look whether the text was found.'

const changesSchema =
  /^\s*(?:update|insert\s+into|delete\s+from)\s+[["`]?(?:main[\]"`]?\.[["`]?)?sqlite_(?:master|schema)\b/i

const ofTable = /\bwhere\b[\s\S]*?\b(?:tbl_)?name\s*=\s*'([^']{1,100})'/i

/** What is put behind a text that stays: `replace(sql, 'team_id INTEGER', 'team_id INTEGER REFERENCES teams (id)')`. Nothing
 * of the kind changes what a row looks like on disk (SQLite manual, ALTER TABLE, Making Other Kinds Of Table Schema Changes). */
function constraintAdded(change: string): string | undefined {
  const [, from, to] = /\breplace\s*\(\s*sql\s*,\s*'([^']*)'\s*,\s*'([^']*)'\s*\)/i.exec(change) ?? []
  if (from === undefined || to === undefined || !to.startsWith(from)) return undefined
  const [, constraint] = /^\s+(references|check|not\s+null)\b/i.exec(to.slice(from.length)) ?? []
  return constraint?.toUpperCase()
}
