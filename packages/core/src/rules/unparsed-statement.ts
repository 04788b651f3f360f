import type { Rule } from './rule.ts'

export const unparsedStatement: Rule = {
  id: 'unparsed-statement',
  category: 'readability',
  severity: 'warning',
  title: 'A statement was read in part: its object is known, not everything that it does to it.',
  why: `Rules that need the part which could not be read have not spoken. That they are silent does not mean that the
statement is safe.`,
  instead: `Check the statement by hand. If it is valid for your server, please report it; if it is a typing mistake,
the deploy would have failed on it.`,
  noSql: 'what it was meant to be is known to its author alone',
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: 'a clause that is not known',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users FROBNICATE HARDER',
      },
    ],
    allowed: [
      {
        title: 'a statement that was read whole',
        dialect: 'mysql',
        given: 'CREATE TABLE users (id int)',
        up: 'ALTER TABLE users ADD COLUMN email varchar(100)',
      },
    ],
  },

  checkOperation: {
    unreadable({ level, reason, verb, object }) {
      if (level !== 'partial') return undefined
      return {
        message: `${[verb ?? 'The statement', object].filter(Boolean).join(' ')} was read in part only (${reason}).`,
        ...(object === undefined ? {} : { objects: [object] }),
      }
    },
  },
}
