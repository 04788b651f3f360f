import type { Rule } from './rule.ts'
import { notedProblems } from './running/reading-notes.ts'

export const wrongDirective: Rule = {
  id: 'wrong-directive',
  category: 'readability',
  severity: 'warning',
  title: 'A marker of the migration tool is wrong, or not where the tool looks for it.',
  why: `A tool takes what it does not know for a comment: the statements of the way back run with those of the way up. Some
tools stop at a file that has no marker of theirs, and the deploy with them.`,
  instead: `Write the marker as the tool wants it: -- +goose Down, -- +migrate Down (the case counts), -- migrate:down (without a
space), at the start of its line. A tool without markers wants the way back in a file of its own.`,
  sources: [
    'pressly/goose, internal/sqlparser/parser.go; issues 163 and 395',
    'rubenv/sql-migrate, sqlparse/sqlparse.go',
    'amacneil/dbmate, pkg/dbmate/migration.go',
  ],
  noSql: 'the marker is corrected',
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: 'a marker that the tool does not know',
        up: 'CREATE TABLE users (id int); DROP TABLE users;',
        notes: [
          {
            kind: 'directive',
            message:
              '"-- migrate: down" is a comment to dbmate: what stands below it runs with what stands above.',
          },
        ],
      },
    ],
    allowed: [{ title: 'a script that was read whole', up: 'CREATE TABLE users (id int)' }],
  },

  checkMigration: ({ migration }) => notedProblems(migration, 'directive'),
}
