import { notedProblems } from './reading-notes.ts'
import type { Rule } from './rule.ts'

export const asyncNotAwaited: Rule = {
  id: 'async-not-awaited',
  category: 'transaction',
  severity: 'error',
  title: 'A query is built and never awaited or returned: it does not run, or runs too late.',
  why: `A Knex builder runs when somebody awaits it. Without that the migration is recorded as done and the change never happens, or it runs outside the transaction after the migration has ended.
What was begun and is still under way at the end fares no better: with its transaction over, Knex refuses the next query.`,
  instead: `Await every query, or return it; what async callbacks of map() begin, with await Promise.all(rows.map(…)), and those
of forEach() in a for…of loop.`,
  sources: ['measured: knex 3.3.0, PostgreSQL 15'],
  directions: ['up', 'down'],
  examples: {
    flagged: [
      {
        title: 'a builder that nobody awaits',
        up: 'CREATE TABLE users (id int)',
        notes: [{ kind: 'not-awaited', message: 'knex("users").update(…) is never awaited.' }],
        instead: {
          knex: `exports.up = async knex => {
  await knex('users').where({ id: 1 }).update({ plan: 'free' })
}
exports.down = async knex => {
  await knex('users').where({ id: 1 }).update({ plan: null })
}`,
        },
      },
    ],
    allowed: [{ title: 'a script that was read whole', up: 'CREATE TABLE users (id int)' }],
  },

  checkMigration: ({ migration }) => notedProblems(migration, 'not-awaited'),
}
