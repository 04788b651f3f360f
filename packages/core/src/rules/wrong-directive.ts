import { notedProblems } from './reading-notes.ts'
import type { Rule } from './rule.ts'

export const wrongDirective: Rule = {
  id: 'wrong-directive',
  category: 'readability',
  severity: 'warning',
  title: 'A marker of the migration tool is wrong, or not where the tool looks for it.',
  why: `The tool ignores it or takes the statements for the other direction: the down part may run with the up part.`,
  instead: `Correct the marker. The message says what is expected.`,
  noSql: 'the marker is corrected',
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: 'a marker that the tool does not know',
        up: 'CREATE TABLE users (id int)',
        notes: [{ kind: 'directive', message: 'The marker "-- migrate:dwon" is not known.' }],
      },
    ],
    allowed: [{ title: 'a script that was read whole', up: 'CREATE TABLE users (id int)' }],
  },

  checkMigration: ({ migration }) => notedProblems(migration, 'directive'),
}
