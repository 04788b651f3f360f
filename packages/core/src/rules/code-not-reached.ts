import type { Problem } from './finding.ts'
import type { Rule } from './rule.ts'
import { notedProblems } from './running/reading-notes.ts'

export const codeNotReached: Rule = {
  id: 'code-not-reached',
  category: 'readability',
  severity: 'warning',
  title: 'Code that may change the database was not reached: what it does has not been checked.',
  why: `A branch depends on rows, on the environment or on the result of a query, which are not known before the deploy. Rules have seen one path only.`,
  instead: `Check these lines by hand. What can be said in SQL (UPDATE … WHERE, INSERT … SELECT) needs no rows to be read first, and is
checked.`,
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
    allowed: [
      { title: 'a script that was read whole', up: 'CREATE TABLE users (id int)' },
      {
        title: 'what a builder would call that is never awaited',
        up: 'CREATE TABLE users (id int)',
        notes: [
          {
            kind: 'not-awaited',
            message: 'schema.alterTable() is built, but neither awaited nor returned: it never runs.',
            location: { line: 4, column: 3, endLine: 6, endColumn: 5 },
          },
          {
            kind: 'not-reached',
            message: 'Lines 4 to 6 were not reached in any run.',
            location: { line: 4, column: 3, endLine: 6, endColumn: 5 },
          },
        ],
      },
    ],
  },

  checkMigration({ migration }) {
    const forgotten = notedProblems(migration, 'not-awaited')
    return notedProblems(migration, 'not-reached').filter(
      problem => !forgotten.some(other => isInside(problem, other)),
    )
  },
}

/** A builder that nobody awaits never calls what it is given: it is the builder that is told. */
function isInside({ at }: Problem, { at: around }: Problem): boolean {
  const [inner, outer] = [at?.location, around?.location]
  if (inner === undefined || outer === undefined || at?.direction !== around?.direction) return false
  return outer.line <= inner.line && inner.endLine <= outer.endLine
}
