import type { Problem } from './finding.ts'
import type { Rule } from './rule.ts'
import { listWords } from './wording/list-words.ts'

/** What the grammar stumbles over, and what ALTER TABLE therefore does not do. */
const forms: Readonly<Record<string, string>> = {
  modify: 'has no MODIFY',
  change: 'has no CHANGE',
  type: 'cannot change the type of a column',
  data: 'cannot change the type of a column',
  index: 'cannot add an index',
  default: 'cannot change the default of a column',
  unique: 'cannot add UNIQUE',
  primary: 'cannot add or drop a primary key',
  foreign: 'cannot add or drop a foreign key',
  exists: 'knows no IF EXISTS and no IF NOT EXISTS',
  ',': 'makes one change at a time',
}

export const sqliteUnsupportedAlter: Rule = {
  id: 'sqlite-unsupported-alter',
  category: 'compatibility',
  severity: 'error',
  title: 'SQLite has no such ALTER TABLE.',
  why: `It renames tables and columns, adds and drops columns, one in each statement, and since version 3.53 adds and drops
NOT NULL and CHECK. Anything else is a syntax error: the statement fails, and the deploy with it.`,
  instead: `Build the table anew: create it under another name as it should be, copy the rows, drop the old one, rename the
new one, and create its indexes and triggers again.`,
  sources: ['SQLite manual, ALTER TABLE', 'measured: SQLite 3.50.4'],
  directions: ['up', 'down'],
  appliesToNewTables: true,
  examples: {
    flagged: [
      {
        title: 'another type',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, age TEXT)',
        up: 'ALTER TABLE users ALTER COLUMN age TYPE INTEGER',
        instead: 'ALTER TABLE users ADD COLUMN age_new INTEGER',
      },
      {
        title: "MySQL's MODIFY",
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY, age TEXT)',
        up: 'ALTER TABLE users MODIFY age INTEGER',
        instead: 'ALTER TABLE users ADD COLUMN age_new INTEGER',
      },
      {
        title: 'a foreign key',
        dialect: 'sqlite',
        given: 'CREATE TABLE carts (id INTEGER PRIMARY KEY, user_id INTEGER)',
        up: 'ALTER TABLE carts ADD CONSTRAINT carts_user FOREIGN KEY (user_id) REFERENCES users (id)',
        instead: {
          noSql:
            'the table is built anew with it, and whether each row has a parent is known to the database alone',
        },
      },
      {
        title: 'two changes at once',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY)',
        up: 'ALTER TABLE users ADD COLUMN age INTEGER, ADD COLUMN plan TEXT',
        instead: `ALTER TABLE users ADD COLUMN age INTEGER;
ALTER TABLE users ADD COLUMN plan TEXT;`,
      },
      {
        title: 'a comma that is left at its end',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY)',
        up: 'ALTER TABLE users ADD COLUMN age INTEGER,;',
        instead: 'ALTER TABLE users ADD COLUMN age INTEGER',
      },
      {
        title: 'IF NOT EXISTS',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY)',
        up: 'ALTER TABLE users ADD COLUMN IF NOT EXISTS age INTEGER',
        instead: 'ALTER TABLE users ADD COLUMN age INTEGER',
      },
    ],
    allowed: [
      {
        title: 'a new column',
        dialect: 'sqlite',
        given: 'CREATE TABLE users (id INTEGER PRIMARY KEY)',
        up: 'ALTER TABLE users ADD COLUMN age INTEGER',
      },
      {
        title: 'PostgreSQL can',
        given: 'CREATE TABLE users (id int, age text)',
        up: 'ALTER TABLE users ALTER COLUMN age TYPE int USING age::int',
      },
    ],
  },

  checkOperation: {
    unreadable({ verb, object, reason }, { traits, statement }) {
      if (traits.altersByRebuild !== true || verb !== 'ALTER TABLE') return undefined
      // The tool builds the table anew: no ALTER TABLE is sent.
      if (statement.rebuildsTable !== undefined) return undefined
      const word = /^near "([^"]+)"$/.exec(reason)?.[1]
      const form = word === undefined ? undefined : forms[word.toLowerCase()]
      if (form === undefined) return undefined
      const table = object ?? 'the table'
      if (word === ',' && statement.text.trimEnd().endsWith(',')) {
        return {
          message: `The statement fails on ${table}: it ends in a comma.`,
          instead: 'Take the comma away.',
          ...(object === undefined ? {} : { objects: [object] }),
        }
      }
      return {
        message: `The statement fails on ${table}: SQLite's ALTER TABLE ${form}.`,
        ...insteadOf(word, statement.text),
        ...(object === undefined ? {} : { objects: [object] }),
      }
    },
  },
}

/** What is left without these words SQLite may know (measured: 3.40). */
function insteadOf(word: string | undefined, text: string): Pick<Problem, 'instead'> {
  if (word?.toLowerCase() !== 'exists') return {}
  const conditions = /\bif\s+(?:not\s+)?exists\s+/gi
  const rest = text.replace(conditions, '').replace(/\([^()]*\)/g, '')
  const isKnown =
    /\balter\s+table\s+\S+\s+(?:add|drop|rename)\s+(?!(?:constraint|primary|foreign|unique|check|index|key)\b)/i
  if (!isKnown.test(rest) || rest.includes(',')) return {}
  const words = [...text.matchAll(conditions)].map(([found]) =>
    found.trim().replace(/\s+/g, ' ').toUpperCase(),
  )
  return {
    instead: `Leave ${listWords([...new Set(words)])} out, which is all that SQLite does not know of it.`,
  }
}
