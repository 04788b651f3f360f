import type { Rule } from './rule.ts'
import { notedProblems } from './running/reading-notes.ts'

export const scriptThrows: Rule = {
  id: 'script-throws',
  category: 'readability',
  severity: 'error',
  title: 'The up function throws on every path: the migration cannot finish.',
  why: `The deploy stops at this migration. What it did before the error stays on an engine that does not roll DDL back.`,
  instead: `Correct the code, or take the migration out of the deploy.`,
  noSql: 'the code is corrected, or the migration is left out',
  examples: {
    flagged: [
      {
        title: 'an up that throws',
        up: 'CREATE TABLE users (id int)',
        notes: [{ kind: 'throws', message: 'up() throws: users is not defined.' }],
      },
    ],
    allowed: [{ title: 'a script that was read whole', up: 'CREATE TABLE users (id int)' }],
  },

  // A down that throws has a rule of its own: it is a way to say that there is no way back.
  checkMigration: ({ migration }) =>
    notedProblems(migration, 'throws').filter(problem => problem.at?.direction === 'up'),
}
