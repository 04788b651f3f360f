import { notedProblems } from './reading-notes.ts'
import type { Rule } from './rule.ts'

export const codeNotReached: Rule = {
  id: 'code-not-reached',
  category: 'readability',
  severity: 'warning',
  title: 'Code with database calls was not reached: what it does has not been checked.',
  why: `A branch depends on rows, on the environment or on the result of a query, which are not known before the deploy. Rules have seen one path only.`,
  instead: `Take the condition out of the migration, or check the other branch by hand.`,
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: 'a branch that depends on rows',
        up: 'CREATE TABLE users (id int)',
        notes: [{ kind: 'not-reached', message: 'The code in lines 4 to 9 was not reached.' }],
        instead: {
          knex: `exports.up = async knex => {
  await knex.schema.alterTable('users', table => {
    table.string('nickname', 50)
  })
}
exports.down = async knex => {
  await knex.schema.alterTable('users', table => {
    table.dropColumn('nickname')
  })
}`,
        },
      },
    ],
    allowed: [{ title: 'a script that was read whole', up: 'CREATE TABLE users (id int)' }],
  },

  checkMigration: ({ migration }) => notedProblems(migration, 'not-reached'),
}
