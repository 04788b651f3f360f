import { notedProblems } from './reading-notes.ts'
import type { Rule } from './rule.ts'

export const unreadableFile: Rule = {
  id: 'unreadable-file',
  category: 'readability',
  severity: 'error',
  title: 'The file could not be read: nothing in it has been checked.',
  why: `No rule has seen what the migration does. That there are no other findings says nothing.`,
  instead: `Correct the file so that it can be loaded. The message says what went wrong.`,
  noSql: 'the file is corrected so that it can be loaded',
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: 'a module that cannot be loaded',
        up: 'CREATE TABLE users (id int)',
        notes: [{ kind: 'failed', message: 'Cannot find module "./columns".' }],
      },
    ],
    allowed: [{ title: 'a script that was read whole', up: 'CREATE TABLE users (id int)' }],
  },

  checkMigration: ({ migration }) => notedProblems(migration, 'failed'),
}
