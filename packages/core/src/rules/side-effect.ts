import type { Rule } from './rule.ts'
import { notedProblems } from './running/reading-notes.ts'

export const sideEffect: Rule = {
  id: 'side-effect',
  category: 'transaction',
  severity: 'warning',
  title:
    'The migration does more than talk to the database: it reads files, starts programs or uses the network.',
  why: `That cannot be rolled back, fails when the other side is down, and differs from machine to machine.`,
  instead: `Do it outside the migration, before or after it.`,
  noSql: 'it is done outside the migration',
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: 'a request over the network',
        up: 'CREATE TABLE users (id int)',
        notes: [{ kind: 'side-effect', message: 'up() uses the network (node:https).' }],
      },
      {
        title: 'the working directory, which only relative paths notice',
        up: 'CREATE TABLE users (id int)',
        notes: [{ kind: 'side-effect', message: 'It changes the working directory.' }],
      },
    ],
    allowed: [{ title: 'a script that was read whole', up: 'CREATE TABLE users (id int)' }],
  },

  checkMigration: ({ migration }) =>
    notedProblems(migration, 'side-effect').map(problem => ({
      ...problem,
      message: problem.message.replace(/^It /, 'The migration '),
      // What is read and run after it by a relative path is all that can notice.
      ...(/changes the working directory/.test(problem.message) && { severity: 'info' as const }),
    })),
}
