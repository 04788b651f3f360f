import { isRefused } from '../reversal/refused-statements.ts'
import type { Rule } from './rule.ts'
import { correctIt } from './wording/correct-it.ts'

export const unknownStatement: Rule = {
  id: 'unknown-statement',
  category: 'readability',
  severity: 'warning',
  title: 'A statement could not be read: nothing is known of what it does.',
  why: `No rule has looked at it. It may be a typing mistake, on which the deploy would fail, or something that
destroys data in words that are not known here.`,
  instead: 'Correct the statement, or check it by hand. If your server accepts it, please report it.',
  noSql: 'what it was meant to be is known to its author alone',
  directions: ['up', 'down'],
  examples: {
    flagged: [
      { title: 'a typing mistake', up: 'DORP TABLE users' },
      { title: 'MySQL', dialect: 'mysql', up: 'DORP TABLE users' },
      { title: 'SQLite', dialect: 'sqlite', up: 'DORP TABLE users' },
    ],
    allowed: [
      { title: 'a statement that was read', up: 'CREATE TABLE users (id int)' },
      { title: 'MySQL', dialect: 'mysql', up: 'CREATE TABLE users (id int)' },
    ],
  },

  checkOperation: {
    unreadable({ level, reason, verb, isWholeFile }, { script, direction, statement }) {
      if (level === 'partial') return undefined
      // Broken text has a finding of its own, at the quote that is open.
      if (level === 'damaged' && script.notes.some(note => note.kind === 'damaged-text')) return undefined
      if (isWholeFile === true)
        return {
          message: `Nothing in this file was read: ${reason}.`,
          severity: 'error',
          instead: `Read it by hand: what its ${direction === 'up' ? 'up' : 'down'} does is not checked, and what it makes is not known to the migrations behind it.`,
        }
      const what = verb === undefined ? 'This statement' : `This ${verb} statement`
      return {
        message: `${what} could not be read (${reason}).`,
        ...(level === 'damaged' ? { severity: 'error' } : {}),
        // It is no mistake: the format has it, and it is not read.
        ...(/ cannot be read yet$/.test(reason) && { instead: 'Check by hand what it does.' }),
        ...(isRefused(reason, statement.written ?? statement.text) && {
          instead: correctIt(direction),
          ...(direction === 'down' && { severity: 'error' }),
        }),
      }
    },
  },
}
