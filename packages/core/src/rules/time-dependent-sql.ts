import type { Rule } from './rule.ts'
import { notedProblems } from './running/reading-notes.ts'

export const timeDependentSql: Rule = {
  id: 'time-dependent-sql',
  category: 'readability',
  severity: 'warning',
  title: 'The SQL holds the time or a random number of the moment at which it is made.',
  why: `The code puts the value into the text before the database sees it. Each database gets another one, and a default
that is written so keeps the time of the deploy for every row to come.`,
  instead: `Let the database compute it when it is needed, such as DEFAULT now(), or write a constant.`,
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: 'the clock of the process as a default',
        up: "ALTER TABLE users ADD COLUMN made timestamptz DEFAULT '2025-01-01T00:00:00Z'",
        notes: [{ kind: 'varies', message: 'The text of this statement holds the current time.' }],
        instead: {
          knex: `exports.up = async knex => {
  await knex.schema.alterTable('users', table => {
    table.timestamp('made').defaultTo(knex.fn.now())
  })
}
exports.down = async knex => {
  await knex.schema.alterTable('users', table => {
    table.dropColumn('made')
  })
}`,
        },
      },
    ],
    allowed: [
      {
        title: 'the database computes it',
        up: 'ALTER TABLE users ADD COLUMN made timestamptz DEFAULT now()',
      },
    ],
  },

  checkMigration: ({ migration }) => notedProblems(migration, 'varies'),
}
